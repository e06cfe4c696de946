import type { AwarenessView, CandidateView } from '../../desk/awareness-view.ts';
import type { Preview } from '../../desk/preview.ts';
import { showMoment, showWords } from '../../desk/show-words.ts';
import type { Duty } from '../../domain/case/duties/duty.ts';
import { showDuration, showInstant } from '../../domain/clocks/show-time.ts';
import { columns } from '../text-table.ts';

const KIND_WORDS: Record<CandidateView['kind'], string> = {
  suspicion: 'a suspicion',
  processor_notice: "the processor's notice",
  confirmation: 'confirmation of our own',
  attacker_contact: 'contact by the attacker',
  press: 'the press',
  data_subject: 'a person concerned',
  authority: 'an authority',
  constructive: 'when a processor of our group should have told us',
};

const STATUS_WORDS: Record<string, string> = {
  proposed: 'proposed: the earliest moment that counts; nobody has decided yet',
  decided: 'decided',
  unconfirmed: 'a later moment waits for a second person; until then this one counts',
};

function candidateRow(candidate: CandidateView, zone: string): string[] {
  const { at, precision, kind, seq, certain, proposed, what, source } = candidate;
  const words = [what, source].filter((text) => text !== null).map((text) => showWords(text, 60));
  const mark = proposed ? '→' : ' ';
  const weight = certain ? 'counts (R-2-1)' : 'does not count by itself';
  const from = seq === null ? 'R-2-3' : `entry ${seq}`;
  return [`${mark} ${showMoment(at, precision, zone)}`, KIND_WORDS[kind], weight, from, words.join(' ')];
}

/** Candidates and decision, for a terminal. */
export function awarenessText(view: AwarenessView, zone: string): string {
  const { awareness, decision, candidates, pending, caseId, suspicionAt } = view;
  const { at, precision, status } = awareness;
  const head =
    at === null || precision === null
      ? `${caseId}: not aware yet${suspicionAt ? `; an alert is open since ${showInstant(suspicionAt, zone)}` : ''}`
      : `${caseId}: aware ${showMoment(at, precision, zone)}, ${STATUS_WORDS[status]}`;
  const why = decision ? [`Decided by ${decision.by} (entry ${decision.seq}): ${showWords(decision.reason)}`] : [];
  const list = candidates.length > 0 ? columns(candidates.map((each) => candidateRow(each, zone))) : '  none';
  const waits = pending.map(
    (each) =>
      `Waits: entry ${each.seq} by ${each.by}, ${showInstant(each.at, zone)}: tocsin confirm ${caseId} ${each.seq} --as ANOTHER`,
  );
  return [
    head,
    ...why,
    '',
    'Candidates (→ the earliest that counts):',
    list,
    ...(waits.length ? [''] : []),
    ...waits,
  ].join('\n');
}

const dueText = (duty: Duty | undefined, zone: string): string => {
  if (!duty) return '-';
  if (duty.state !== 'open') return duty.state;
  if (duty.actBy === null) return 'no date';
  return `${showInstant(duty.actBy, zone)}${duty.dueAt === null ? ' target' : ''}`;
};

function movedText(old: Duty | undefined, next: Duty | undefined): string {
  if (!old?.actBy || !next?.actBy) return old?.state === next?.state ? '' : 'begins or ends';
  const ms = Date.parse(next.actBy) - Date.parse(old.actBy);
  return ms === 0 ? 'stays' : `${showDuration(ms)} ${ms < 0 ? 'earlier' : 'later'}`;
}

/** Every clock of the case now, and with this awareness. */
export function whatIfText({ before, after, confirmed, facts }: Preview): string {
  const { zone } = facts.policy;
  const then = confirmed ?? after;
  const ids = [...new Set([...before, ...then].map(({ dutyId }) => dutyId))];
  const rows = ids.map((id) => {
    const [old, next] = [before, then].map((duties) => duties.find(({ dutyId }) => dutyId === id));
    return [id, dueText(old, zone), dueText(next, zone), movedText(old, next)];
  });
  const wait = confirmed
    ? ['', 'It would move the clocks only once a second person has confirmed it; until then they stay.']
    : [];
  return [columns([['Duty', 'Now', confirmed ? 'Once confirmed' : 'Then', ''], ...rows]), ...wait].join('\n');
}

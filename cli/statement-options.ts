import { type Command, InvalidArgumentError } from 'commander';
import { loadFacts } from '../database/case.ts';
import type { Speaker } from '../desk/context.ts';
import { dutyView } from '../desk/duty-view.ts';
import { type Preview, preview } from '../desk/preview.ts';
import { type NewSaying, type Said, say as sayAtDesk } from '../desk/say.ts';
import { type StatementKind, WORDS } from '../domain/case/bodies.ts';
import { type Duty, isOurTarget } from '../domain/case/duties/duty.ts';
import { hasNotBegun } from '../domain/case/duties/regime-words.ts';
import type { CaseFacts } from '../domain/case/facts.ts';
import { parseBody, parseWords } from '../domain/case/parse-statement.ts';
import { nextDuty } from '../domain/case/snapshot.ts';
import { showDuration, showInstant } from '../domain/clocks/show-time.ts';
import type { Finding } from '../domain/refusal.ts';
import { type Answer, type CommonOptions, say } from './answer.ts';
import type { Session } from './session.ts';
import { columns } from './text-table.ts';

export interface StatementOptions extends CommonOptions {
  reason?: string;
  corrects?: number;
  from?: string;
  zone?: string;
}

const entryNumber = (text: string): number => {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is no number of an entry, such as 12.');
};

/** `--from` and `--corrects`, and `--reason` where the statement takes one: what every statement's command has. */
export function statementOptions(command: Command, kind: StatementKind): Command {
  const { required, optional } = WORDS[kind];
  if (required.includes('reason')) command.option('--reason <words>', 'why, in words (needed; sealed)');
  else if (optional.includes('reason')) command.option('--reason <words>', 'why, in words (sealed)');
  return command
    .option('--corrects <seq>', 'number of the entry this one corrects; the old one stays in the register', entryNumber)
    .option('--from <file>', 'read fields from a JSON file; - reads standard input; options win');
}

const findingLine = ({ severity, code, sentence, source }: Finding): string =>
  `${severity === 'error' ? '✗' : '!'} ${code}: ${sentence}${source ? ` (${source})` : ''}`;

/** Findings in words, on stderr; in the other forms they are part of the answer. */
export function sayFindings(findings: readonly Finding[], options: Pick<CommonOptions, 'output'>): void {
  if (options.output === 'text') for (const finding of findings) say(findingLine(finding));
}

const whenText = (duty: Duty | undefined, zone: string): string => {
  if (!duty) return '-';
  if (duty.state !== 'open') return duty.state;
  if (duty.dueAt) return showInstant(duty.dueAt, zone);
  if (duty.actBy) return `target ${showInstant(duty.actBy, zone)}`;
  return hasNotBegun(duty) ? 'no date yet' : 'without undue delay';
};

/** Duties that a statement begins, ends or moves, before and after. */
function previewText({ before, after, facts }: Preview): string {
  const ids = [...new Set([...before, ...after].map(({ dutyId }) => dutyId))];
  const rows = ids.map((id) => {
    const [old, next] = [before, after].map((duties) => duties.find(({ dutyId }) => dutyId === id));
    return [(next ?? old)?.label ?? id, whenText(old, facts.policy.zone), whenText(next, facts.policy.zone)] as const;
  });
  const changed = rows.filter(([, old, next]) => old !== next);
  if (changed.length === 0) return 'Nothing was recorded. No duty would begin, end or move.';
  return `Nothing was recorded. It would change:\n\n${columns([['Duty', 'Before', 'After'], ...changed.map((row) => [...row])])}`;
}

async function previewAnswer(session: Session, speaker: Speaker, saying: NewSaying): Promise<Answer> {
  const previewed = await preview(session.desk, speaker, saying);
  const now = await session.desk.now();
  const { before, after, facts, findings, awaitsSecondPerson } = previewed;
  const view = (duties: Duty[]) => duties.map((duty) => dutyView(facts, duty, now));
  const caseId = saying.caseId;
  return {
    data: { dryRun: true, caseId, before: view(before), after: view(after), findings, awaitsSecondPerson },
    text: `${previewText(previewed)}${awaitsSecondPerson ? '\nIt would wait for a second person.' : ''}`,
    next: 'Say it without --dry-run to record it',
  };
}

/** What is due next in a case, in one line; empty while it is not open. */
export function dueText(facts: CaseFacts, now: Date): string {
  const duty = nextDuty(facts);
  if (!duty) return facts.opened ? 'Nothing dated is owed in this case now.' : '';
  const leftMs = Date.parse(duty.actBy) - now.getTime();
  const left = `${showDuration(leftMs)} ${leftMs < 0 ? 'late' : 'left'}`;
  return `Due next: ${duty.label}, ${left}, ${isOurTarget(duty) ? 'our own target' : 'until'} ${showInstant(duty.actBy, facts.policy.zone)}`;
}

/** The same, read from the register. */
export async function dueNext(session: Session, organisationId: string, caseId: string): Promise<string> {
  const now = await session.desk.now();
  return dueText(await session.read((tx) => loadFacts(tx, organisationId, caseId)), now);
}

/** Where to go on after a statement about the organisation. */
const AFTER_ORGANISATION: Partial<Record<StatementKind, string>> = {
  'organisation.describe': 'tocsin person list',
  'person.add': 'tocsin person list',
  'person.end': 'tocsin person list',
  'processor.describe': 'tocsin processor list',
  'template.publish': 'tocsin template list',
  'template.withdraw': 'tocsin template list',
};

const nextAfter = ({ caseId, seq, awaitsSecondPerson }: Said, kind: StatementKind): string => {
  if (!caseId) return `Next: ${AFTER_ORGANISATION[kind] ?? 'tocsin case list'}`;
  return awaitsSecondPerson ? `Next: tocsin confirm ${caseId} ${seq} --as ANOTHER` : `Next: tocsin case show ${caseId}`;
};

async function saidText(session: Session, speaker: Speaker, said: Said): Promise<string> {
  const { caseId, seq, awaitsSecondPerson } = said;
  if (!caseId) return `Recorded as entry ${seq} of organisation ${speaker.organisationId}.`;
  const waits = awaitsSecondPerson ? ' It does not count yet: it waits for a second person.' : '';
  const due = await dueNext(session, speaker.organisationId, caseId);
  return `Recorded as entry ${seq} of ${caseId}.${waits}${due ? `\n${due}` : ''}`;
}

/**
 * Says a statement and answers with its number, what was found, and the next command; with `--dry-run` it only shows
 * which duties would begin, end or move.
 *
 * @throws {Refusal} the desk's: the case's own, `SAVED_WAITING` (exit 75)
 */
export async function sayAndAnswer(
  session: Session,
  speaker: Speaker,
  saying: NewSaying,
  options: StatementOptions,
): Promise<Answer> {
  const corrects = options.corrects === undefined ? {} : { corrects: options.corrects };
  const whole = { ...saying, ...corrects };
  if (options.dryRun && !movesClocks(saying.kind)) return checkedAnswer(speaker, saying);
  if (options.dryRun) {
    const answer = await previewAnswer(session, speaker, whole);
    sayFindings((answer.data as { findings: Finding[] }).findings, options);
    return answer;
  }
  const said = await sayAtDesk(session.desk, speaker, whole);
  sayFindings(said.findings, options);
  const { caseId, seq, statementId, awaitsSecondPerson, findings } = said;
  const next = nextAfter(said, saying.kind);
  return {
    data: { caseId, seq, statementId, awaitsSecondPerson, findings },
    text: await saidText(session, speaker, said),
    next,
  };
}

/** Statements about the organisation move no clock: there is nothing to show before and after. */
const movesClocks = (kind: StatementKind): boolean => AFTER_ORGANISATION[kind] === undefined;

/** A dry run of a statement about the organisation: its form is checked, nothing else happens. */
function checkedAnswer({ organisationId }: Speaker, { kind, body, words = {} }: NewSaying): Answer {
  const checked = { body: parseBody(kind, body), words: Object.keys(parseWords(kind, words)) };
  return {
    data: { dryRun: true, caseId: null, organisationId, kind, ...checked, findings: [], awaitsSecondPerson: false },
    text: `Nothing was recorded. It would say of organisation ${organisationId}:\n\n${JSON.stringify(checked.body, null, 2)}\n\nwith the words: ${checked.words.join(', ') || 'none'}`,
    next: 'Say it without --dry-run to record it',
  };
}

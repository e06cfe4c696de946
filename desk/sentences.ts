import type { BodyOf } from '../domain/case/bodies.ts';
import type { Assurance, Entry } from '../domain/case/entry.ts';
import type { EngineBodies, EngineKind } from '../domain/case/fold-acts.ts';
import { HALT_WORDS } from '../domain/case/halts.ts';
import { rfc3339InZone, showInstant } from '../domain/clocks/show-time.ts';
import { HALTS, type HaltReason } from '../domain/notice/halt.ts';
import { CASE_SENTENCES } from './sentences-case.ts';
import { FILING_SENTENCES } from './sentences-filing.ts';
import { LETTER_ACT_SENTENCES, LETTER_SENTENCES } from './sentences-letters.ts';
import { NOTICE_SENTENCES } from './sentences-notice.ts';
import { REGIME_SENTENCES } from './sentences-regime.ts';
import type { Telling } from './sentences-words.ts';
import { showWords } from './show-words.ts';

type ActSentences = { [K in EngineKind]: (body: EngineBodies[K], telling: Telling) => string };

const list = (items: readonly string[]): string => items.join(', ');

const ACT_SENTENCES: ActSentences = {
  'reminder.send': ({ duties, roles, addressees, outcome }) => {
    const what = list(duties.map(({ dutyId, rung }) => `${dutyId} (${rung})`));
    if (outcome === 'skipped') return `Left out the reminder of ${what}: it was no longer owed`;
    if (outcome === 'noAddressee') return `Could not remind of ${what}: nobody has an address for ${list(roles)}`;
    return `Reminded ${addressees} ${addressees === 1 ? 'person' : 'people'} (${list(roles)}) of ${what}`;
  },
  'clock.compute': ({ clocks }, { zone }) =>
    `Set the clocks: ${clocks.map(({ dutyId, dueAt, actBy }) => `${dutyId} ${dueAt ? `due ${showInstant(dueAt, zone)}` : actBy ? `target ${showInstant(actBy, zone)}` : 'without a date'}`).join('; ')}`,
  'pack.prepare': ({ authority, phase }) => `Prepared the ${phase} filing with ${authority}`,
  'wave.start': ({ wave }) => `Began to mail wave ${wave}`,
  'wave.sendAgain': ({ wave }) => `Began to mail the held notices of wave ${wave} again`,
  'wave.block': ({ wave, reason }) => `Did not begin wave ${wave}: ${HALT_WORDS[reason]}`,
  'wave.stall': ({ wave, reason, code }) =>
    `Mailing of wave ${wave} stands still: ${HALTS[reason as HaltReason] ?? reason}${code ? ` (${code})` : ''}`,
  'wave.goOn': ({ wave }) => `Mailing of wave ${wave} goes on`,
  'wave.complete': ({ wave, counts }) =>
    `Finished wave ${wave}: ${Object.entries(counts)
      .map(([state, count]) => `${count} ${state}`)
      .join(', ')}`,
  'recipients.block': ({ count }) => `Blocked the lists of ${count} people`,
  'recipients.erase': ({ count, rule }) => `Erased the lists of ${count} people (${rule})`,
  'key.destroy': ({ rule }) => `Destroyed the case key: its words can no longer be read (${rule})`,
  'watch.restart': ({ what }) => `Restarted the ${what}, which was not running`,
  ...LETTER_ACT_SENTENCES,
};

const SENTENCES: Record<string, ((body: never, telling: Telling) => string) | undefined> = {
  ...CASE_SENTENCES,
  ...FILING_SENTENCES,
  ...LETTER_SENTENCES,
  ...NOTICE_SENTENCES,
  ...REGIME_SENTENCES,
  ...ACT_SENTENCES,
} as Record<string, (body: never, telling: Telling) => string>;

/** What later entries made of each entry, by its number: ` (confirmed by entry 9)`. */
function laterEffects(entries: readonly Entry[]): Map<number, string> {
  const effects = new Map<number, string>();
  for (const { seq, kind, body } of entries) {
    if (typeof body['corrects'] === 'number') effects.set(body['corrects'], ` (corrected by entry ${seq})`);
    if (kind !== 'confirm') continue;
    const { seq: confirmed, outcome } = body as unknown as BodyOf<'confirm'>;
    effects.set(confirmed, ` (${outcome === 'confirm' ? 'confirmed' : 'refused'} by entry ${seq})`);
  }
  return effects;
}

function ownState({ body }: Entry, later: string | undefined): string {
  const corrects = typeof body['corrects'] === 'number' ? ` (corrects entry ${body['corrects']})` : '';
  const alone = body['confirmation'] === 'selfWithReason' ? ' (without a second person)' : '';
  const waits = body['confirmation'] === 'required' && !later ? ' (waits for a second person)' : '';
  return `${corrects}${alone}${waits}${later ?? ''}`;
}

/** An entry in one plain sentence. An unknown kind, from a newer version, is named by its kind. */
export function sentenceOf(entry: Entry, words: Readonly<Record<string, string | null>>, zone: string): string {
  const textOf = (field: string): string => (words[field] === undefined ? '' : showWords(words[field]));
  const telling = {
    zone,
    entry,
    words: textOf,
    allWords: () => Object.keys(words).map(textOf).join(' '),
  };
  const known = Object.hasOwn(SENTENCES, entry.kind) ? SENTENCES[entry.kind] : undefined;
  return known ? known(entry.body as never, telling) : `${entry.kind} ${telling.allWords()}`.trim();
}

/** One line of `case timeline`; `at` is RFC 3339 in the organisation's zone. */
export interface TimelineLine {
  seq: number;
  at: string;
  actor: string;
  assurance: Assurance;
  kind: string;
  sentence: string;
}

/** The case told entry by entry, each with what became of it later. */
export function timelineOf(
  entries: readonly Entry[],
  words: Readonly<Record<number, Record<string, string | null>>>,
  zone: string,
): TimelineLine[] {
  const later = laterEffects(entries);
  return entries.map((entry) => ({
    seq: entry.seq,
    at: rfc3339InZone(entry.at, zone),
    actor: entry.actor,
    assurance: entry.assurance,
    kind: entry.kind,
    sentence: `${sentenceOf(entry, words[entry.seq] ?? {}, zone)}${ownState(entry, later.get(entry.seq))}`,
  }));
}

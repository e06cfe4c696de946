import { complaintOf, type Questioner } from '../ask.ts';
import type { Typed } from '../kept-answers.ts';
import { readTime, type Zones } from '../time-option.ts';

/** What is known before the questions; with PostgreSQL away, next to nothing. */
export interface Surroundings {
  zones: Zones;
  processors: readonly string[];
  now: Date;
}

const FIVE_MINUTES_MS = 300_000;

/** A time a person can have learned something at; any complaint is shown and the question put again. */
function checkPast(answer: string, { zones, now }: Surroundings): string | undefined {
  if (answer.trim() === '') return 'Without this moment no clock can run';
  const complaint = complaintOf(() => readTime(answer, zones));
  if (complaint) return complaint;
  return Date.parse(readTime(answer, zones).at) > now.getTime() + FIVE_MINUTES_MS
    ? 'This lies in the future'
    : undefined;
}

const FROM_CHOICES = [
  { value: 'processor', label: 'A processor told us: our data was affected' },
  { value: 'processorMaybe', label: 'A processor told us of a possible incident' },
  { value: 'confirmation', label: 'We found it ourselves, and are sure' },
  { value: 'suspicion', label: 'We found something, and are still looking' },
  { value: 'attacker_contact', label: 'The attacker' },
  { value: 'data_subject', label: 'A person concerned' },
  { value: 'press', label: 'The press' },
  { value: 'authority', label: 'An authority' },
] as const;

const NO_PROCESSOR = '-';

async function askFrom(ask: Questioner, { processors }: Surroundings): Promise<Typed> {
  const from = await ask.choose('From whom did you learn of it?', [...FROM_CHOICES]);
  if (from !== 'processor' && from !== 'processorMaybe') return { from };
  const told = { from: 'processor_notice', certain: from === 'processor' };
  if (processors.length === 0) return told;
  const processorId = await ask.choose('Which processor?', [
    ...processors.map((id) => ({ value: id, label: id })),
    { value: NO_PROCESSOR, label: 'Another one, not described yet' },
  ]);
  return processorId === NO_PROCESSOR ? told : { ...told, processorId };
}

const checkCount = (answer: string): string | undefined =>
  /^\d{0,9}$/.test(answer.trim()) ? undefined : 'Write a whole number, or nothing if it is unknown';

/**
 * Puts the questions whose answers are missing: what, when, from whom, whose data, how many.
 *
 * @param keep  called after each answer with everything typed so far
 * @throws {Stopped} when the person stops half way; what was answered has been kept
 */
export async function askOpening(
  ask: Questioner,
  known: Typed,
  around: Surroundings,
  keep: (typed: Typed) => void,
): Promise<Typed> {
  let typed = { ...known };
  const add = (more: Typed): void => {
    typed = { ...typed, ...more };
    keep(typed);
  };
  const place = around.zones[0];
  if (typed['what'] === undefined) add({ what: await ask.text('What happened?', 'in a sentence or two; sealed') });
  if (typed['learnedAt'] === undefined) {
    const check = (answer: string): string | undefined => checkPast(answer, around);
    const hint = `2027-04-03T14:30 (${place}), or the date alone`;
    add({ learnedAt: (await ask.text('When did you learn of it?', hint, check)).trim() });
  }
  if (typed['from'] === undefined) add(await askFrom(ask, around));
  if (typed['whose'] === undefined)
    add({ whose: await ask.text('Whose data?', 'customers of the web shop, staff …; sealed') });
  if (typed['peopleApprox'] === undefined) {
    const count = (await ask.text('About how many people?', 'a number; nothing if unknown', checkCount)).trim();
    if (count !== '') add({ peopleApprox: Number(count) });
  }
  return typed;
}

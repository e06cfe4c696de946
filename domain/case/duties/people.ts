import { hoursAfter } from '../../clocks/instant.ts';
import { HALTS } from '../../notice/halt.ts';
import { isNoBreach } from '../awareness.ts';
import { type AuthorityOrder, type CaseFacts, riskOf, type Wave } from '../facts.ts';
import { concernedNotReached } from '../not-reached.ts';
import { isFinished } from '../wave-state.ts';
import type { Duty } from './duty.ts';
import { obeyedAt } from './orders.ts';

const TARGET_HOURS = 72;
const URGENT_TARGET_HOURS = 24;

/** An authority's order to tell the people that is not obeyed yet: it overrides what we concluded (Art. 34(4)). */
const standingOrder = (facts: CaseFacts): AuthorityOrder | undefined =>
  facts.orders.find((order) => order.what === 'communicate' && obeyedAt(facts, order) === null);

/** Art. 34(3): (c) counts only once the public communication is proven; none outlives a later conclusion to tell people. */
function exempt(facts: CaseFacts): boolean {
  if (!facts.exemption || standingOrder(facts)) return false;
  const risk = riskOf(facts);
  if (risk?.conclusion34 === 'communicate' && risk.seq > facts.exemption.seq) return false;
  return facts.exemption.letter !== 'c' || facts.publishedAt !== null;
}

/** Whether an earlier wave stands: a further one tells people found later, and has a date of its own. */
const isFurther = (facts: CaseFacts, { number }: Wave): boolean =>
  Object.values(facts.waves).some((wave) => wave.number < number && !wave.cancelledAt);

/** When the conclusion of the newest assessment was first reached: to assess the same again makes nothing later. */
function concludedAt({ assessments }: CaseFacts): string | null {
  const newest = assessments.at(-1);
  if (!newest || newest.conclusion34 === 'notRequired') return null;
  const before = assessments.findLastIndex(({ conclusion34 }) => conclusion34 !== newest.conclusion34);
  return assessments[before + 1]?.at ?? null;
}

/** When telling people was decided on, which is what the policy's target runs from. */
function decidedAt(facts: CaseFacts, wave: Wave | undefined): string | null {
  const order = standingOrder(facts);
  if (wave && isFurther(facts, wave)) return wave.imports[0]?.at ?? null;
  const concluded = concludedAt(facts);
  return concluded ?? order?.orderedAt ?? wave?.imports[0]?.at ?? null;
}

/** People concerned whom neither mail nor letter reached, where they must be told: the public is, in their stead. */
function outOfReach(facts: CaseFacts, wave: Wave | undefined): number {
  const owed = riskOf(facts)?.conclusion34 === 'communicate' || standingOrder(facts) !== undefined;
  return wave && owed && facts.publishedAt === null ? concernedNotReached(wave) : 0;
}

const reachOthers = (number: number, people: number): string =>
  `E-mail did not reach ${people} of the people of wave ${number}: write to them by letter, or tell the public as effectively (Art. 34(3)(c))`;

function stateOf(facts: CaseFacts, wave: Wave | undefined): Duty['state'] {
  if (wave?.cancelledAt) return 'superseded';
  if (wave?.completedAt && outOfReach(facts, wave) === 0) return 'met';
  if (isNoBreach(facts)) return 'superseded';
  if (exempt(facts)) return facts.exemption?.letter === 'c' ? 'met' : 'notRequired';
  return 'open';
}

function waveDuty(facts: CaseFacts, number: number): Duty | null {
  const wave = facts.waves[number];
  const from = decidedAt(facts, wave);
  if (from === null) return null;
  const risk = riskOf(facts);
  const hours = risk?.urgent ? URGENT_TARGET_HOURS : TARGET_HOURS;
  const state = stateOf(facts, wave);
  const others = outOfReach(facts, wave);
  return {
    dutyId: `people/${number}`,
    rule: 'R-34-1',
    state,
    dueAt: null,
    actBy: hoursAfter(from, hours),
    metAt: state === 'open' ? null : (wave?.completedAt ?? (state === 'met' ? facts.publishedAt : null)),
    why:
      others > 0
        ? reachOthers(number, others)
        : `Tell the people concerned without undue delay; the law names no hours, our own target is ${hours} h`,
    label:
      others > 0 ? `Reach ${others} people of wave ${number} by another channel` : `Tell the people, wave ${number}`,
  };
}

/** A mailing that came to a stand: owed at once, and no longer once it goes on. */
function standstillDuty(wave: Wave): Duty[] {
  const { number, stalled, cancelledAt } = wave;
  if (!stalled || isFinished(wave) || cancelledAt) return [];
  return [
    {
      dutyId: `people/${number}/standstill`,
      rule: 'R-34-1',
      state: 'open',
      dueAt: null,
      actBy: null,
      metAt: null,
      remindFrom: stalled.at,
      why: `The mailing of wave ${number} stands still: ${HALTS[stalled.reason]}. It goes on by itself once that is mended`,
      label: `Mend the mailing of wave ${number}, which stands still`,
    },
  ];
}

/** Waves begun so far, and the next one while none stands: cancelling a wave does not end the duty. */
function waveNumbers(facts: CaseFacts): number[] {
  const waves = Object.values(facts.waves).sort((a, b) => a.number - b.number);
  const numbers = waves.map(({ number }) => number);
  return waves.some(({ cancelledAt }) => !cancelledAt) ? numbers : [...numbers, (numbers.at(-1) ?? 0) + 1];
}

/**
 * What is owed to the people concerned, wave by wave.
 *
 * @see GDPR Art. 34(1), (3), (4)
 */
export function peopleDuties(facts: CaseFacts): Duty[] {
  const waves = waveNumbers(facts).flatMap((number) => waveDuty(facts, number) ?? []);
  return [...waves, ...Object.values(facts.waves).flatMap(standstillDuty)];
}

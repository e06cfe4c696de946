import { type Incident, type StepClock, stepClocks } from '../../clocks/adjacent.ts';
import { type Instant, instantMs, MS_PER_HOUR } from '../../clocks/instant.ts';
import type { LadderId } from '../../law/ladders.ts';
import type { OrganisationProfile } from '../../law/profile.ts';
import { type Anchor, appliesAt, type RegimeStep } from '../../law/regimes.ts';
import { type Home, profileIds, type RegimeId, regimeIdOf, type ScopedRegime, scopedRegime } from '../../law/scope.ts';
import { awarenessOf, isNoBreach } from '../awareness.ts';
import { type CaseFacts, type MadeStep, type RegimeFile, riskOf } from '../facts.ts';
import type { Duty } from './duty.ts';
import { whyNotOwed, whyOwed } from './regime-words.ts';

/** What the regimes beside the GDPR need to know of a case; `law regimes` fills it without one. */
export interface AdjacentCase {
  profile: OrganisationProfile;
  home: Home;
  awareAt: Instant | null;
  /** An alert nobody has called awareness yet. */
  suspectedAt: Instant | null;
  role: CaseFacts['role'];
  noBreach: boolean;
  highRisk: boolean;
  files: Readonly<Record<string, RegimeFile>>;
}

const NO_FILE: RegimeFile = { judged: null, steps: {}, moments: {}, made: [] };

export function adjacentCaseOf(facts: CaseFacts): AdjacentCase {
  const { profile, country, zone } = facts.policy;
  return {
    profile,
    home: { country, zone },
    awareAt: awarenessOf(facts)?.at ?? null,
    suspectedAt: facts.suspicion?.at ?? null,
    role: facts.role,
    noBreach: isNoBreach(facts),
    highRisk: riskOf(facts)?.conclusion34 === 'communicate',
    files: facts.regimes,
  };
}

/** A regime with what the case says of it. */
export interface OwnRegime extends ScopedRegime {
  file: RegimeFile;
  incident: Incident;
  /** Awareness, or the earliest moment known in its place: by it the law of the day is chosen. */
  since: Instant;
  /** Periods run from an alert only: nobody has said since when the organisation is aware. */
  tentative: boolean;
  /** Why nothing is owed under it, else null. */
  not: { state: 'superseded' | 'notRequired'; because: NotOwed } | null;
}

export type NotOwed = 'law' | 'judged' | 'noBreach' | 'processor' | { displacedBy: RegimeId };

function incidentOf({ awareAt, suspectedAt }: AdjacentCase, { moments, made }: RegimeFile) {
  const said = Object.entries(moments).map(([anchor, moment]): [string, Instant] => [anchor, moment.at]);
  const known: Partial<Record<Anchor, Instant>> = { ...(awareAt ? { awareAt } : {}), ...Object.fromEntries(said) };
  const earliestSaid = said.map(([, at]) => at).sort((a, b) => instantMs(a) - instantMs(b))[0];
  const since = known.awareAt ?? earliestSaid ?? suspectedAt;
  const tentative = known.awareAt === undefined;
  const fallback = since && tentative ? { awareAt: since } : {};
  return { incident: { moments: { ...known, ...fallback }, made }, since, tentative };
}

function notOwed(own: Omit<OwnRegime, 'not'>, { noBreach, role }: AdjacentCase): OwnRegime['not'] {
  if (!appliesAt(own.regime, own.since)) return { state: 'notRequired', because: 'law' };
  if (own.file.judged?.applies === 'no') return { state: 'notRequired', because: 'judged' };
  if (!own.regime.onlyPersonalData) return null;
  if (noBreach) return { state: 'superseded', because: 'noBreach' };
  return role === 'processor' ? { state: 'superseded', because: 'processor' } : null;
}

/** Regimes in scope by the profile, judged to apply, or already reported under. */
function idsOf({ profile, files }: AdjacentCase): RegimeId[] {
  const own = profileIds(profile);
  const spokenOf = Object.keys(files).filter((id) => files[id]?.judged?.applies === 'yes' || files[id]?.made.length);
  const further = spokenOf.map(regimeIdOf).filter((id) => id !== null && !own.includes(id));
  return [...own, ...further.filter((id) => id !== null)];
}

/** DORA takes the place of NIS2 for whoever it applies to, whether or not this incident is major. */
function displaced(own: OwnRegime, all: readonly OwnRegime[]): OwnRegime {
  const by = all.find(({ regime, since }) => regime.displaces.includes(own.id) && appliesAt(regime, since));
  return by && own.not === null ? { ...own, not: { state: 'superseded', because: { displacedBy: by.id } } } : own;
}

/** Every regime beside the GDPR that this case concerns, with its terms, in the order of the table. */
export function ownRegimes(of: AdjacentCase): OwnRegime[] {
  const all = idsOf(of).flatMap((id): OwnRegime[] => {
    const file = of.files[id] ?? NO_FILE;
    const { incident, since, tentative } = incidentOf(of, file);
    if (!since) return [];
    const own = { ...scopedRegime(id, of.profile, since, of.home), file, incident, since, tentative };
    if (tentative && own.regime.onlyPersonalData) return [];
    return [{ ...own, not: notOwed(own, of) }];
  });
  return all.map((own) => displaced(own, all));
}

/** The category judged, or the one the law's ordinary case is. */
const categoryOf = ({ file, regime }: Pick<OwnRegime, 'file' | 'regime'>): string | null =>
  file.judged?.category ?? regime.categories?.assumed ?? null;

const madeOf = ({ file }: OwnRegime, stepId: string): MadeStep | undefined =>
  file.made.findLast(({ step }) => step === stepId);

/** What was made of a step since it was last asked for. */
function answered(own: OwnRegime, step: RegimeStep): MadeStep | undefined {
  const made = madeOf(own, step.id);
  const asked = own.incident.moments[step.anchor];
  if (!made || step.anchor !== 'requestedAt' || !asked) return made;
  return instantMs(made.submittedAt) >= instantMs(asked) ? made : undefined;
}

/** Whether a step is owed in such an incident at all, whatever has become of it. */
function isOfIncident(own: OwnRegime, { step, awaits }: StepClock, { highRisk }: AdjacentCase): boolean {
  const category = categoryOf(own);
  if (step.category !== null && category !== null && step.category !== category) return false;
  if (step.owed === 'onceHappened') return awaits === null;
  if (step.owed === 'highRisk') return highRisk;
  return step.owed === 'always' || madeOf(own, step.anchor.replace(/SubmittedAt$/, ''))?.complete === false;
}

const judgedOf = ({ file }: OwnRegime, stepId: string) =>
  Object.hasOwn(file.steps, stepId) ? file.steps[stepId]?.applies : undefined;

/** Of steps for different kinds of incident one was made: the others are owed no more. */
const anotherMade = (own: OwnRegime, { id, category }: RegimeStep): boolean =>
  category !== null &&
  own.regime.steps.some(
    (other) => other.category !== null && other.category !== category && other.id !== id && madeOf(own, other.id),
  );

function stateOf(own: OwnRegime, step: RegimeStep): Duty['state'] {
  if (answered(own, step)) return 'met';
  if (own.not) return own.not.state;
  if (judgedOf(own, step.id) === 'no') return 'notRequired';
  return anotherMade(own, step) ? 'superseded' : 'open';
}

const LONGEST_HOURS: readonly (readonly [number, LadderId])[] = [
  [6, 'regime/hours'],
  [24, 'regime/day'],
  [96, 'regime/days'],
];

function ladderFor({ dueAt, from }: StepClock): LadderId {
  if (dueAt === null || from === null) return 'regime/undated';
  const hours = (instantMs(dueAt) - instantMs(from)) / MS_PER_HOUR;
  return LONGEST_HOURS.find(([longest]) => hours <= longest)?.[1] ?? 'regime/weeks';
}

/** Moments that are there from the beginning, and only have to be said. */
export const BEGINNINGS: ReadonlySet<Anchor> = new Set(['detectedAt', 'verifiedAt', 'classifiedAt']);

/** From when a duty without a date is brought to mind: nothing else would ever name it. */
function remindFrom(own: OwnRegime, { dueAt, step, from, awaits }: StepClock): Instant | null {
  if (dueAt !== null) return null;
  if (awaits !== null) return BEGINNINGS.has(awaits) ? own.since : null;
  return step.offset === null ? from : null;
}

/** What another law or its own dates keep from ever being owed has no date; what was judged away keeps the one it had. */
const neverOwed = ({ not }: OwnRegime, state: Duty['state']): boolean =>
  state !== 'met' && (not?.because === 'law' || typeof not?.because === 'object');

function dutyOf(own: OwnRegime, clock: StepClock): Duty {
  const { step, dueAt } = clock;
  const state = stateOf(own, step);
  return {
    dutyId: `regime/${own.id}/${step.id}`,
    rule: `R-7-${own.id}`,
    state,
    dueAt: own.tentative || neverOwed(own, state) ? null : dueAt,
    actBy: neverOwed(own, state) ? null : dueAt,
    metAt: answered(own, step)?.submittedAt ?? null,
    why: state === 'open' || state === 'met' ? whyOwed(own, clock) : whyNotOwed(own, step),
    label: `${own.id === 'CONTRACT' ? step.id : own.id}: ${step.name}`,
    ladder: ladderFor(clock),
    remindFrom: remindFrom(own, clock),
  };
}

/** The duties of all regimes in scope, whoever's case it is. */
export const adjacentDuties = (of: AdjacentCase): Duty[] =>
  ownRegimes(of).flatMap((own) =>
    stepClocks(own.regime, own.incident, own.place)
      .filter((clock) => isOfIncident(own, clock, of) || madeOf(own, clock.step.id) !== undefined)
      .map((clock) => dutyOf(own, clock)),
  );

/**
 * What is owed beside the GDPR: under the regimes of the organisation's profile, as the case copied it, and by contract.
 *
 * While nobody has judged, a regime in scope counts as applying. No number in the law, or a moment nobody has recorded,
 * gives no date; a period that runs only from an alert gives a target of ours.
 */
export const regimeDuties = (facts: CaseFacts): Duty[] => adjacentDuties(adjacentCaseOf(facts));

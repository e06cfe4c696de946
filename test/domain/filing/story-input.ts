import { ASSESSMENT } from '../../../cli/rehearse/mixpanel/assessment.ts';
import type { StoryChoice, StoryClaim } from '../../../cli/rehearse/mixpanel/claim.ts';
import { storyChoices } from '../../../cli/rehearse/mixpanel/contradictions.ts';
import { STORY_DATES } from '../../../cli/rehearse/mixpanel/dates.ts';
import { storyClaims } from '../../../cli/rehearse/mixpanel/facts.ts';
import { CONTROLLER } from '../../../cli/rehearse/mixpanel/organisations.ts';
import type { Claim } from '../../../domain/case/facts.ts';
import type { CaseTimeline } from '../../../domain/case/timeline.ts';
import { filedValueOf, type ResolvedClaims, resolveClaims } from '../../../domain/filing/claims.ts';
import type { FiledValue, FilingInput } from '../../../domain/filing/input.ts';

const textOf = new Map<string, string>();

const isChoice = (said: StoryClaim): said is StoryChoice => 'settles' in said;

/** A story claim as the register's facts hold it; the text's own words stand in for its keyed hash. */
function claimOf(said: StoryClaim, index: number): Claim {
  const { key, value = null, text, source, confidence } = said;
  const seq = index + 20;
  const words = text === undefined ? null : { narrative: `narrative-${seq}`, mac: text };
  if (text !== undefined) textOf.set(`narrative-${seq}`, text);
  return {
    key,
    value,
    words,
    source,
    confidence,
    chosen: isChoice(said),
    seq,
    at: '2025-11-26T09:00:00Z',
    actor: 'carla',
  };
}

function byKey(said: readonly StoryClaim[]): Record<string, Claim[]> {
  const claims: Record<string, Claim[]> = {};
  for (const claim of said.map(claimOf)) claims[claim.key] = [...(claims[claim.key] ?? []), claim];
  return claims;
}

export const resolveStory = (...said: (readonly StoryClaim[])[]): ResolvedClaims => resolveClaims(byKey(said.flat()));

/** The chosen claims with their words opened. */
export function openStory({ values }: ResolvedClaims): Record<string, FiledValue> {
  return Object.fromEntries(
    Object.entries(values).map(([key, claim]) => [
      key,
      filedValueOf(claim, claim.words === null ? null : (textOf.get(claim.words.narrative) ?? null)),
    ]),
  );
}

const personOf = (personId: string): { name: string; contact: { email: string }; seq: number } => {
  const found = CONTROLLER.people.find((each) => each.personId === personId);
  if (!found) throw new Error(`Cannot find person '${personId}' in the story`);
  return { name: found.name, contact: { email: found.email }, seq: 4 };
};

const STORY_CASE_TIMELINE: CaseTimeline = {
  processors: ['Mixpanel'],
  controller: CONTROLLER.words.name,
  facts: [
    {
      lane: 'processor',
      kind: 'detected',
      at: '2025-11-08T23:00:00.000Z',
      until: null,
      precision: 'date',
      of: ['Mixpanel'],
    },
    {
      lane: 'processor',
      kind: 'told',
      at: '2025-11-24T23:00:00.000Z',
      until: null,
      precision: 'date',
      of: ['Mixpanel'],
    },
    { lane: 'controller', kind: 'aware', at: '2025-11-24T23:00:00.000Z', until: null, precision: 'date', of: [] },
    { lane: 'controller', kind: 'assessed', at: '2025-11-26T09:30:00.000Z', until: null, precision: 'instant', of: [] },
    { lane: 'controller', kind: 'prepared', at: '2025-11-26T10:00:00.000Z', until: null, precision: 'instant', of: [] },
    { lane: 'outside', kind: 'initial', at: '2025-11-27T23:00:00.000Z', until: null, precision: 'instant', of: ['ES'] },
  ],
  silences: [{ from: '2025-11-08T23:00:00.000Z', to: '2025-11-24T23:00:00.000Z' }],
};

/** The reading "Spanish controller, same facts" on 26 November 2025, contradictions settled, people not yet told. */
export function storyInput(resolved = resolveStory(storyClaims(STORY_DATES), storyChoices(STORY_DATES))): FilingInput {
  const { words, sector, size, country } = CONTROLLER;
  return {
    caseId: 'breach-2025-9001',
    drill: true,
    role: 'controller',
    authority: 'ES',
    phase: 'initial',
    subtype: 'incomplete',
    previousId: null,
    awareAt: '2025-11-24T23:00:00.000Z',
    awarePrecision: 'date',
    awarenessSeq: 12,
    clocks: {
      conservative: '2025-11-27T23:00:00.000Z',
      operational: '2025-11-27T23:00:00.000Z',
      reg1182: '2025-11-28T00:00:00.000Z',
    },
    lateness: 'ON_TIME',
    reasonsForDelay: null,
    values: openStory(resolved),
    conflicts: resolved.conflicts,
    controller: {
      name: words.name,
      taxId: words.taxId,
      contact: { address: words.address, phone: words.phone, email: words.email },
      sector,
      size,
      activity: words.activity,
      country,
      seq: 1,
    },
    reporter: { ...personOf('diego'), function: 'dpo' },
    dpo: personOf('diego'),
    parties: [{ qualification: 'processor', name: 'Mixpanel' }],
    hops: [
      {
        name: 'Mixpanel',
        detectedAt: '2025-11-08T23:00:00.000Z',
        detectedPrecision: 'date',
        noticedAt: '2025-11-24T23:00:00.000Z',
        noticedPrecision: 'date',
        seq: 11,
      },
    ],
    risk: {
      outcome: ASSESSMENT.risk,
      method: 'ENISA 2013',
      scoreFrom: ASSESSMENT.scoreFrom,
      scoreTo: ASSESSMENT.scoreTo,
      borderline: ASSESSMENT.borderline,
      reasons: null,
      seq: 30,
    },
    saidAt: {
      1: '2025-11-01T08:00:00.000Z',
      4: '2025-11-01T08:10:00.000Z',
      11: '2025-11-25T09:00:00.000Z',
      12: '2025-11-25T09:05:00.000Z',
      30: '2025-11-26T09:30:00.000Z',
    },
    timeline: STORY_CASE_TIMELINE,
    headHash: '3f7a0c51d2b84e6f9a1c5d7e8b20f4a6c3e19d5b7f8042a6e1c9d3b5f7a08246',
    headSeq: 52,
    preparedAt: '2025-11-26T10:00:00.000Z',
    zone: 'Europe/Madrid',
  };
}

/** A case opened a minute ago: somebody is aware, nothing else is known, no organisation is described. */
export function unknownInput(): FilingInput {
  return {
    ...storyInput({ values: {}, conflicts: [] }),
    drill: false,
    caseId: 'breach-2025-0042',
    awareAt: null,
    awarePrecision: null,
    awarenessSeq: null,
    clocks: null,
    lateness: null,
    controller: {
      name: null,
      taxId: null,
      contact: {},
      sector: null,
      size: null,
      activity: null,
      country: 'ES',
      seq: null,
    },
    reporter: null,
    dpo: null,
    parties: [],
    hops: [],
    risk: null,
    timeline: { processors: [], controller: null, facts: [], silences: [] },
    headSeq: 1,
  };
}

import type { Instant } from '../clocks/instant.ts';
import { awarenessOf } from './awareness.ts';
import type { Duty } from './duties/duty.ts';
import { dutiesOf } from './duties/index.ts';
import type { Precision } from './entry.ts';
import type { AuthorityFile, CaseFacts, ProcessorHop } from './facts.ts';

/** Who acts: the vendor, the controller, and everybody outside (authority, people). */
export type TimelineLane = 'processor' | 'controller' | 'outside';

/** What happened or is due. The last four are deadlines: of the 72 hours, of the rest, of an order, of anything else. */
export type TimelineKind =
  | 'detected'
  | 'told'
  | 'suspected'
  | 'aware'
  | 'assessed'
  | 'filed'
  | 'withdrawn'
  | 'ordered'
  | 'peopleTold'
  | 'published'
  | 'now'
  | 'prepared'
  | 'initial'
  | 'completion'
  | 'order'
  | 'due';

/** One thing of a case's timeline, without words: an instant, a kind and codes. */
export interface TimelineFact {
  lane: TimelineLane;
  kind: TimelineKind;
  at: Instant;
  /** End of what lasts, such as a wave of notices; null for everything else. */
  until: Instant | null;
  precision: Precision;
  /** Processor's name, codes of authorities, number of a wave; empty where the kind says all. */
  of: string[];
}

/** A length of time to be drawn and named: how long a vendor was silent. */
export interface TimelineSilence {
  from: Instant;
  to: Instant;
}

/** The timeline of a case as data: what a picture of it, and the table beside it, are made from. */
export interface CaseTimeline {
  /** Names of the processors, in the order of the chain. */
  processors: string[];
  /** Null where nobody has described the controller yet. */
  controller: string | null;
  facts: TimelineFact[];
  silences: TimelineSilence[];
}

/** What the facts of a case do not hold. */
export interface TimelineView {
  /** Names of processors by their id; the id stands for one that is missing. */
  processorNames: Readonly<Record<string, string>>;
  controllerName: string | null;
  /** Only what concerns this authority; null for all of them. */
  authority: string | null;
  /** Drawn as a line across: today, or when a pack was prepared; null for none. */
  now: { kind: 'now' | 'prepared'; at: Instant } | null;
}

const fact = (
  lane: TimelineLane,
  kind: TimelineKind,
  at: Instant | null,
  of: readonly string[] = [],
  more: Partial<TimelineFact> = {},
): TimelineFact[] => (at === null ? [] : [{ lane, kind, at, until: null, precision: 'instant', of: [...of], ...more }]);

function hopFacts(hop: ProcessorHop, name: string): TimelineFact[] {
  const { detectedAt, detectedPrecision, noticedAt, noticedPrecision } = hop;
  return [
    ...fact('processor', 'detected', detectedAt, [name], { precision: detectedPrecision ?? 'date' }),
    ...fact('processor', 'told', noticedAt, [name], { precision: noticedPrecision ?? 'date' }),
  ];
}

function controllerFacts(facts: CaseFacts): TimelineFact[] {
  const { suspicion, assessments } = facts;
  const aware = awarenessOf(facts);
  const alert = suspicion && suspicion.at !== aware?.at ? suspicion : null;
  return [
    ...fact('controller', 'suspected', alert?.at ?? null, [], { precision: alert?.precision ?? 'instant' }),
    ...fact('controller', 'aware', aware?.at ?? null, [], { precision: aware?.precision ?? 'instant' }),
    ...assessments.flatMap(({ at }) => fact('controller', 'assessed', at)),
  ];
}

const filings = ({ code, phases, withdrawnAt }: AuthorityFile): TimelineFact[] => [
  ...phases.flatMap(({ submittedAt }) => fact('outside', 'filed', submittedAt, [code])),
  ...fact('outside', 'withdrawn', withdrawnAt, [code]),
];

const DEADLINES: Readonly<Record<string, TimelineKind>> = {
  initial: 'initial',
  completion: 'completion',
  order: 'order',
};

/** `authority/ES/initial` → the end of the 72 hours; what is owed to nobody outside is no deadline here. */
function deadline({ dutyId, state, dueAt, actBy }: Duty): TimelineFact[] {
  const [kind, code = '', step = ''] = dutyId.split('/');
  if (kind !== 'authority' || state === 'superseded' || state === 'notRequired') return [];
  return fact('outside', DEADLINES[step] ?? 'due', dueAt ?? actBy, [code]);
}

function peopleFacts({ waves, publishedAt }: CaseFacts): TimelineFact[] {
  const told = Object.values(waves).flatMap(({ number, startedAt, completedAt }) =>
    fact('outside', 'peopleTold', startedAt, [`${number}`], { until: completedAt }),
  );
  return [...told, ...fact('outside', 'published', publishedAt)];
}

/** Same kind and instant, several authorities: one thing of all of them, so that thirty-one stay readable. */
function together(facts: readonly TimelineFact[]): TimelineFact[] {
  const byMoment = new Map<string, TimelineFact>();
  for (const each of facts) {
    const key = `${each.kind} ${Date.parse(each.at)}`;
    const known = byMoment.get(key);
    byMoment.set(key, known ? { ...known, of: [...known.of, ...each.of] } : each);
  }
  return [...byMoment.values()];
}

const byTime = (a: TimelineFact, b: TimelineFact): number => Date.parse(a.at) - Date.parse(b.at);

const silenceOf = ({ detectedAt, noticedAt }: ProcessorHop): TimelineSilence[] =>
  detectedAt !== null && noticedAt !== null && Date.parse(detectedAt) < Date.parse(noticedAt)
    ? [{ from: detectedAt, to: noticedAt }]
    : [];

/** The timeline of a case, earliest first: the vendor's silence, awareness, deadlines, filings, orders, notices. */
export function timelineOf(facts: CaseFacts, view: TimelineView): CaseTimeline {
  const { processorNames, controllerName, authority, now } = view;
  const nameOf = ({ processorId }: ProcessorHop): string => processorNames[processorId] ?? processorId;
  const towards = [
    ...Object.values(facts.authorities).flatMap(filings),
    ...facts.orders.flatMap(({ authority: code, orderedAt }) => fact('outside', 'ordered', orderedAt, [code])),
    ...dutiesOf(facts).flatMap(deadline),
  ].filter(({ of: [code] }) => authority === null || code === authority);
  const found = [
    ...facts.hops.flatMap((hop) => hopFacts(hop, nameOf(hop))),
    ...controllerFacts(facts),
    ...together(towards),
    ...peopleFacts(facts),
    ...(now === null ? [] : fact('controller', now.kind, now.at)),
  ];
  return {
    processors: [...new Set(facts.hops.map(nameOf))],
    controller: controllerName,
    facts: found.sort(byTime),
    silences: facts.hops.flatMap(silenceOf),
  };
}

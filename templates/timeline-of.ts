import type { CaseFacts, ProcessorHop } from '../domain/case/facts.ts';
import { type Instant, instantMs, MS_PER_DAY } from '../domain/clocks/instant.ts';
import type { TimelineData, TimelineEvent, TimelineGap, TimelineLane, TimelineMark } from './timeline-data.ts';

/** What the facts of a case do not hold: names, who was aware when, and the clocks. */
export interface TimelineContext {
  title: string;
  zone: string;
  language: TimelineData['language'];
  /** Names of processors by their id. */
  processorNames: Readonly<Record<string, string>>;
  controllerName: string;
  aware: { at: Instant; precision: TimelineEvent['precision'] } | null;
  deadlines: readonly { label: string; at: Instant }[];
  now: Instant | null;
}

const WORDS = {
  en: {
    detected: 'detects',
    told: 'tells us',
    aware: 'Aware',
    filed: 'Filed',
    told34: 'People told',
    outside: 'Authority, people',
    now: 'now',
    days: 'days',
    nobody: 'No processor',
  },
  es: {
    detected: 'lo detecta',
    told: 'nos informa',
    aware: 'Constancia',
    filed: 'Notificado',
    told34: 'Aviso a personas',
    outside: 'Autoridad, personas',
    now: 'ahora',
    days: 'días',
    nobody: 'Sin encargado',
  },
} as const;

type Say = (
  lane: TimelineLane,
  mark: TimelineMark,
  at: Instant | null,
  label: string,
  more?: Partial<TimelineEvent>,
) => TimelineEvent[];

const say: Say = (lane, mark, at, label, more = {}) =>
  at === null ? [] : [{ lane, mark, at, until: null, precision: 'instant', label, ...more }];

function hopEvents(hop: ProcessorHop, { processorNames, language }: TimelineContext): TimelineEvent[] {
  const name = processorNames[hop.processorId] ?? hop.processorId;
  const words = WORDS[language];
  return [
    ...say('processor', 'event', hop.detectedAt, `${name} ${words.detected}`, {
      precision: hop.detectedPrecision ?? 'date',
    }),
    ...say('processor', 'event', hop.noticedAt, `${name} ${words.told}`, { precision: hop.noticedPrecision ?? 'date' }),
  ];
}

function hopGap({ detectedAt, noticedAt }: ProcessorHop, { language }: TimelineContext): TimelineGap[] {
  if (detectedAt === null || noticedAt === null) return [];
  const days = Math.round((instantMs(noticedAt) - instantMs(detectedAt)) / MS_PER_DAY);
  return days < 1
    ? []
    : [{ lane: 'processor', from: detectedAt, to: noticedAt, label: `${days} ${WORDS[language].days}` }];
}

function filings({ authorities }: CaseFacts, { language }: TimelineContext): TimelineEvent[] {
  return Object.values(authorities).flatMap(({ code, phases }) =>
    phases.flatMap(({ submittedAt }, index) =>
      say('outside', 'filing', submittedAt, `${WORDS[language].filed} ${code}${index === 0 ? '' : ` (${index + 1})`}`),
    ),
  );
}

function notices({ waves }: CaseFacts, { language }: TimelineContext): TimelineEvent[] {
  return Object.values(waves).flatMap(({ number, startedAt, completedAt }) =>
    say('outside', 'notices', startedAt, `${WORDS[language].told34} (${number})`, { until: completedAt }),
  );
}

/** The timeline of a case: vendor, awareness, deadlines, filings, notices, now. */
export function timelineOf(facts: CaseFacts, context: TimelineContext): TimelineData {
  const { title, zone, language, aware, deadlines, now, processorNames, controllerName } = context;
  const words = WORDS[language];
  const names = facts.hops.map(({ processorId }) => processorNames[processorId] ?? processorId);
  return {
    caseId: facts.caseId,
    drill: facts.drill,
    title,
    zone,
    language,
    lanes: { processor: names.join(', ') || words.nobody, controller: controllerName, outside: words.outside },
    events: [
      ...facts.hops.flatMap((hop) => hopEvents(hop, context)),
      ...say('controller', 'event', aware?.at ?? null, words.aware, { precision: aware?.precision ?? 'instant' }),
      ...filings(facts, context),
      ...deadlines.flatMap(({ label, at }) => say('outside', 'deadline', at, label)),
      ...notices(facts, context),
      ...say('controller', 'now', now, words.now),
    ],
    gaps: facts.hops.flatMap((hop) => hopGap(hop, context)),
  };
}

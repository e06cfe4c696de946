import type { CaseTimeline, TimelineFact, TimelineKind } from '../domain/case/timeline.ts';
import { instantMs, MS_PER_DAY } from '../domain/clocks/instant.ts';
import type { FilingLanguage } from '../domain/filing/language.ts';
import { FILING_WORDS, filled } from './filing-pack-words.ts';
import type { FilingWords } from './filing-words/en.ts';
import type { TimelineData, TimelineEvent, TimelineGap, TimelineMark } from './timeline-data.ts';

/** What a timeline does not hold of its case. */
export interface TimelineSetting {
  caseId: string;
  drill: boolean;
  /** Times are shown in this zone. */
  zone: string;
  language: FilingLanguage;
  /** Left out: the case's number and what the picture is. */
  title?: string;
}

type Words = FilingWords['timeline'];

const MARKS: Readonly<Partial<Record<TimelineKind, TimelineMark>>> = {
  filed: 'filing',
  peopleTold: 'notices',
  now: 'now',
  prepared: 'now',
  initial: 'deadline',
  completion: 'deadline',
  order: 'deadline',
  due: 'deadline',
};

const MOST_NAMED = 4;

/** `ES`, `DE, ES, FR`, `31 authorities`. */
function named({ of }: TimelineFact, words: Words): string {
  return of.length <= MOST_NAMED ? of.join(', ') : filled(words.authorities, of.length);
}

const eventOf = (fact: TimelineFact, words: Words): TimelineEvent => ({
  lane: fact.lane,
  mark: MARKS[fact.kind] ?? 'event',
  at: fact.at,
  until: fact.until,
  precision: fact.precision,
  label: filled(words[fact.kind], named(fact, words)),
});

function gapOf({ from, to }: CaseTimeline['silences'][number], words: Words): TimelineGap[] {
  const days = Math.round((instantMs(to) - instantMs(from)) / MS_PER_DAY);
  return days < 1 ? [] : [{ lane: 'processor', from, to, label: `${days} ${words.days}` }];
}

/** A timeline as it is drawn and told: labels in one language, the same names as in the data. */
export function timelineInWords(timeline: CaseTimeline, setting: TimelineSetting): TimelineData {
  const { caseId, drill, zone, language, title } = setting;
  const { timeline: words } = FILING_WORDS[language];
  return {
    caseId,
    drill,
    title: title ?? filled(words.title, caseId),
    zone,
    language,
    lanes: {
      processor: timeline.processors.join(', ') || words.laneProcessor,
      controller: timeline.controller ?? words.laneController,
      outside: words.laneOutside,
    },
    events: timeline.facts.map((fact) => eventOf(fact, words)),
    gaps: timeline.silences.flatMap((silence) => gapOf(silence, words)),
  };
}

import type { FilingTimeliness } from '../domain/clocks/authority-deadlines.ts';
import { type Instant, instantMs, MS_PER_HOUR } from '../domain/clocks/instant.ts';
import { showDuration, showInstantInFull } from '../domain/clocks/show-time.ts';

/** The 72 hours towards one authority, as they stand at `now`. */
export interface CountdownData {
  caseId: string;
  drill: boolean;
  /** Times are shown in this zone: the authority's. */
  zone: string;
  now: Instant;
  /** Null where no authority is filed with. */
  authority: string | null;
  /** How many further authorities are owed the same, or got it. */
  others: number;
  /** Null while nobody is aware. */
  awareAt: Instant | null;
  /** When to have acted; a target of ours where `isTarget`. */
  actBy: Instant | null;
  /** After this it is missed; null where the law names no hours. */
  dueAt: Instant | null;
  isTarget: boolean;
  filed: { at: Instant; status: FilingTimeliness | null } | null;
}

/** What the picture says, and what stands for it where no picture is seen. */
export interface CountdownWords {
  state: 'left' | 'extra' | 'late' | 'untimed' | 'filed' | 'none';
  headline: string;
  lines: string[];
}

/** Headline and lines as one sentence: `4 h late, say why in the filing; it was due …`. */
export const countdownSentence = ({ state, headline, lines }: CountdownWords): string =>
  `${headline}${state === 'late' ? ',' : ':'} ${lines.join('; ')}.`;

/** Owed where the law names hours. */
type Timed = CountdownData & { authority: string; awareAt: Instant; actBy: Instant; dueAt: Instant };

const isTimed = (data: CountdownData): data is Timed =>
  [data.authority, data.awareAt, data.actBy, data.dueAt].every((each) => each !== null);

/** The end of the hours: what the law names, never a later target of ours. */
const endOf = ({ actBy, dueAt, isTarget }: Timed): Instant => (isTarget ? dueAt : actBy);

/** `4 h`, `31 h 12 min`: as everywhere, without a nought at the end. */
const lasting = (ms: number): string => showDuration(ms).replace(/ 0 (?:min|h)$/, '');

const before = (at: Instant, now: Instant): number => instantMs(at) - instantMs(now);

/** A target beside an end that the law names must not be taken for that end. */
function targetLines({ isTarget, actBy, dueAt, zone }: CountdownData): string[] {
  if (!isTarget || actBy === null) return [];
  return [`our own target: ${showInstantInFull(actBy, zone)}${dueAt === null ? '' : '; it extends nothing'}`];
}

function running(data: Timed): CountdownWords {
  const { now, zone, dueAt } = data;
  const end = endOf(data);
  const until = showInstantInFull(end, zone);
  const left = before(end, now);
  if (left >= 0)
    return { state: 'left', headline: `${lasting(left)} left`, lines: [`until ${until}`, ...targetLines(data)] };
  if (before(dueAt, now) >= 0) {
    const lines = [
      `by the earlier reading it ended ${until}`,
      `missed only after ${showInstantInFull(dueAt, zone)}: file now`,
    ];
    return { state: 'extra', headline: `${lasting(left)} over`, lines };
  }
  const late = lasting(before(dueAt, now));
  return {
    state: 'late',
    headline: `${late} late`,
    lines: ['say why in the filing', `it was due ${showInstantInFull(dueAt, zone)}`, ...targetLines(data)],
  };
}

const TIMELY: Record<FilingTimeliness, string> = {
  ON_TIME: 'in time',
  WITHIN_1182_HOUR: 'in time by the later reading of the clock',
  LATE: 'late',
};

function filedWords(data: CountdownData, { at, status }: NonNullable<CountdownData['filed']>): CountdownWords {
  const said = status === null ? [] : [TIMELY[status]];
  const headline = ['Filed', ...said].join(', ');
  const when = showInstantInFull(at, data.zone);
  if (!isTimed(data)) return { state: 'filed', headline, lines: [when, 'the law names no hours'] };
  const end = status === 'ON_TIME' ? endOf(data) : data.dueAt;
  const ms = before(end, at);
  const how = `${lasting(ms)} ${ms < 0 ? 'after' : 'before'} the end, ${showInstantInFull(end, data.zone)}`;
  return { state: 'filed', headline, lines: [when, how] };
}

const untimed = (data: CountdownData): CountdownWords => ({
  state: 'untimed',
  headline: 'As quickly as possible',
  lines: ['the law names no hours', ...targetLines(data)],
});

function none({ awareAt }: CountdownData): CountdownWords {
  const why = awareAt === null ? 'nobody is aware of a breach yet' : 'no authority has to be notified';
  return { state: 'none', headline: 'No clock runs', lines: [`${why}, as far as recorded`] };
}

/**
 * How long there is, until when, and how late: the countdown in a headline and a few lines.
 *
 * Time left is rounded down. The end is the operational reading; late counts from the conservative one.
 */
export function countdownInWords(data: CountdownData): CountdownWords {
  if (data.authority === null) return none(data);
  if (data.filed !== null) return filedWords(data, data.filed);
  return isTimed(data) ? running(data) : untimed(data);
}

/** Whose clock it is: `notify ES and 3 others`. */
export function countdownTitle({ caseId, authority, others }: CountdownData): string {
  if (authority === null) return `${caseId}: notification`;
  const further = others === 0 ? '' : ` and ${others} ${others === 1 ? 'other' : 'others'}`;
  return `${caseId}: notify ${authority}${further}`;
}

export interface CountdownHours {
  /** Hours that are no longer whole, of 72. */
  gone: number;
  /** Whole hours to the end. */
  left: number;
  /** Hours begun after the last reading of the end. */
  late: number;
}

/**
 * The bar in whole hours, to `now` or to the filing; null where the law names none.
 *
 * Counted back from the end, so that where clocks are put forward no hour is shown that nobody has.
 */
export function countdownHours(data: CountdownData): CountdownHours | null {
  if (!isTimed(data)) return null;
  const until = data.filed?.at ?? data.now;
  const whole = Math.floor(before(endOf(data), until) / MS_PER_HOUR);
  const left = Math.min(72, Math.max(0, whole));
  return { gone: 72 - left, left, late: Math.max(0, Math.ceil(-before(data.dueAt, until) / MS_PER_HOUR)) };
}

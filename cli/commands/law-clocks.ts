import { type Command, Option } from 'commander';
import {
  type AuthorityDeadlines,
  authorityDeadlines,
  type FilingTimeliness,
  filingStatus,
} from '../../domain/clocks/authority-deadlines.ts';
import { type Instant, instantMs } from '../../domain/clocks/instant.ts';
import { dateOnlyAt, type Precision, type ReadTime, readLocalTime } from '../../domain/clocks/read-local-time.ts';
import { rfc3339InZone, showDuration, showInstant } from '../../domain/clocks/show-time.ts';
import { isWorkingDay } from '../../domain/clocks/working-days.ts';
import { localDateOf } from '../../domain/clocks/zone.ts';
import { clockVersions } from '../../domain/law/version.ts';
import { type Answer, act } from '../answer.ts';
import { examples } from '../examples.ts';
import { columns } from '../text-table.ts';
import { type HourClock, requireHourClock, requireRegime } from './law-text.ts';

interface ClockOptions {
  aware: string;
  authority: string;
  zone?: string;
  precision?: Precision;
}

/** Awareness as typed; known by its date alone it counts from 00:00 in the easternmost zone concerned (R-2-8). */
function readAwareness(options: ClockOptions, clock: HourClock): ReadTime {
  const zone = options.zone ?? clock.zone;
  const read = readLocalTime(options.aware, zone, options.precision);
  return read.precision === 'date' ? { ...read, at: dateOnlyAt(read.date, [zone, clock.zone]) } : read;
}

/** Why the instants differ, for somebody who counts "three days" on the calendar. */
function notesOn(awareAt: Instant, deadlines: AuthorityDeadlines, { authority, zone }: HourClock): string[] {
  const { conservative, wallGuard, reg1182 } = deadlines;
  const gap = showDuration(instantMs(reg1182) - instantMs(conservative));
  const notes = [
    `Reg. 1182/71 ends ${gap} later because it does not count the hour of awareness (Art. 3(1)): never plan with it`,
  ];
  const shift = instantMs(wallGuard) - instantMs(conservative);
  if (shift > 0) {
    notes.push('Clocks are put back on the way: the same time of day would be an hour too late');
  }
  if (shift < 0) notes.push('Clocks are put forward on the way: act by the same time of day, an hour early');
  if (!isWorkingDay(authority.holidayCountry, localDateOf(conservative, zone))) {
    notes.push('It ends on a Saturday, Sunday or public holiday, and that does not extend it (Art. 3(3), 3(4))');
  }
  if (instantMs(awareAt) % 1000 !== 0) notes.push('Awareness is counted with its milliseconds');
  return notes;
}

function clocksText(
  aware: ReadTime,
  deadlines: AuthorityDeadlines,
  clock: HourClock,
  { rule, hours }: { rule: string; hours: number },
): string {
  const show = (at: Instant): string => showInstant(at, clock.zone);
  const { anyPart, fullDays } = deadlines.info35;
  const { ruleVersion, tzDataVersion } = clockVersions();
  const rows = [
    ['Aware', show(aware.at), aware.precision === 'instant' ? '' : `known by its ${aware.precision} only`],
    ['Act by', show(deadlines.operational), 'countdown and alarms'],
    [`${hours} hours end`, show(deadlines.conservative), 'Art. 33(1); without undue delay, this is the outer limit'],
    ['Same wall time', show(deadlines.wallGuard), `${hours / 24} calendar days later`],
    ['Reg. 1182/71', show(deadlines.reg1182), 'from here on a notification is late'],
    ['Two working days', show(fullDays), `Art. 3(5), disputed, shown only; the period touches ${anyPart}`],
  ];
  const notes = notesOn(aware.at, deadlines, clock).map((note) => `  ${note}`);
  const versions = `Rule ${rule}, version ${ruleVersion}, time zone data ${tzDataVersion}`;
  const head = `${clock.authority.name} (${clock.authority.code})`;
  return [head, '', columns(rows), '', ...notes, '', versions].join('\n');
}

function answerClocks(options: ClockOptions): Answer {
  const clock = requireHourClock(options.authority);
  const aware = readAwareness(options, clock);
  const { rule, hours } = requireRegime(aware.at, clock.authority);
  const { holidayCountry } = clock.authority;
  const deadlines = authorityDeadlines({ awareAt: aware.at, zone: clock.zone, holidayCountry, hours });
  const inZone = (at: Instant): string => rfc3339InZone(at, clock.zone);
  return {
    data: {
      awareAt: inZone(aware.at),
      precision: aware.precision,
      zone: clock.zone,
      rule,
      ruleVersion: clockVersions().ruleVersion,
      conservative: inZone(deadlines.conservative),
      wallGuard: inZone(deadlines.wallGuard),
      operational: inZone(deadlines.operational),
      reg1182: inZone(deadlines.reg1182),
      info35: { anyPart: deadlines.info35.anyPart, fullDays: inZone(deadlines.info35.fullDays) },
    },
    text: clocksText(aware, deadlines, clock, { rule, hours }),
    next: `Next: tocsin law status --aware ${inZone(aware.at)} --filed <when> --authority ${clock.authority.code}`,
  };
}

const STATUS_WORDS: Record<FilingTimeliness, string> = {
  ON_TIME: 'In time: within 72 hours of awareness',
  WITHIN_1182_HOUR:
    'After 72 elapsed hours, but before the period of Reg. 1182/71 ends: in time in one reading, so give reasons',
  LATE: 'Late: it must be accompanied by the reasons for the delay (Art. 33(1)), and is still to be made',
};

function answerStatus(options: ClockOptions & { filed: string }): Answer {
  const clock = requireHourClock(options.authority);
  const aware = readAwareness(options, clock);
  const { hours } = requireRegime(aware.at, clock.authority);
  const filedAt = readLocalTime(options.filed, options.zone ?? clock.zone).at;
  const data = filingStatus({ awareAt: aware.at, zone: clock.zone, hours, filedAt });
  const rows = [
    ['Aware', showInstant(aware.at, clock.zone)],
    ['Filed', showInstant(filedAt, clock.zone), `${showDuration(instantMs(filedAt) - instantMs(aware.at))} after`],
  ];
  return {
    data,
    text: [`${data.status}: ${STATUS_WORDS[data.status]}`, '', columns(rows)].join('\n'),
    next: `Next: tocsin law completion --filed ${localDateOf(filedAt, clock.zone)} --authority ${clock.authority.code}`,
  };
}

const awareOptions = (command: Command): Command =>
  command
    .requiredOption('--aware <time>', 'when the controller became aware: 2026-10-23T18:00:00+02:00, or local time')
    .requiredOption('--authority <code>', 'the authority that receives the notification, such as ES')
    .option('--zone <zone>', "zone of a time written without offset (default: the authority's)")
    .addOption(
      new Option('--precision <precision>', 'how exactly awareness is known').choices(['instant', 'hour', 'date']),
    );

/** `law clocks` and `law status`. */
export function addClockCommands(law: Command): void {
  const clocks = awareOptions(law.command('clocks').description('every reading of the 72 hours of Art. 33(1)'));
  examples(
    clocks,
    'law clocks --aware 2026-10-23T18:00:00+02:00 --authority ES',
    'law clocks --aware 2025-11-25 --authority ES -o json',
  );
  act<ClockOptions>(clocks, async (_args, options) => answerClocks(options));

  const status = awareOptions(law.command('status').description('whether a notification was in time'));
  status.requiredOption('--filed <time>', 'when it was filed, by the clock of the authority');
  examples(
    status,
    'law status --aware 2026-03-10T14:30:00+01:00 --filed 2026-03-13T14:45:00+01:00 --authority ES',
    'law status --aware 2026-03-10T14:30 --filed 2026-03-13T15:00 --authority ES -o json',
  );
  act<ClockOptions & { filed: string }>(status, async (_args, options) => answerStatus(options));
}

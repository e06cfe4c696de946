import { showInstant } from '../domain/clocks/show-time.ts';

/** One deadline in a calendar: ids, instants and sentences of ours, no personal data. */
export interface CalendarEntry {
  caseId: string;
  dutyId: string;
  rule: string;
  /** When to have acted; entries without are left out. */
  actBy: string | null;
  /** After this it is missed; null where the law names no hours. */
  dueAt: string | null;
  /** Whether it is still owed; one that is not is shown as cancelled. */
  owed: boolean;
  drill: boolean;
  why: string;
  zone: string;
  /** Rises whenever the case moved; never falls. */
  sequence: number;
  movedAt: string;
}

const ALARM_HOURS = [24, 4] as const;
const MAX_OCTETS = 75;

/** RFC 5545, 3.3.11. */
const escaped = (text: string): string => text.replace(/[\\;,]/g, '\\$&').replaceAll('\n', '\\n');

/** `20261026T160000Z` */
const utc = (at: string): string =>
  new Date(at)
    .toISOString()
    .replace(/[-:]/g, '')
    .replace(/\.\d{3}/, '');

/** A line of at most 75 octets, broken between characters (RFC 5545, 3.1). */
function folded(line: string): string {
  const lines = [''];
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > MAX_OCTETS) {
      lines.push(' ');
      octets = 1;
    }
    lines[lines.length - 1] += character;
    octets += size;
  }
  return lines.join('\r\n');
}

/** `regime/NIS2/earlyWarning` → `report under NIS2, early warning`. */
const regimeTitle = (regimeId = '', step = ''): string =>
  regimeId === 'CONTRACT'
    ? `notice by contract, ${step}`
    : `report under ${regimeId}, ${step.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`;

/** `authority/ES/initial` → `notify ES`; what an outsider who sees the calendar may read. */
function titleOf({ caseId, dutyId, drill }: CalendarEntry): string {
  const [kind, which, what] = dutyId.split('/');
  const words: Record<string, string> = {
    'authority/initial': `notify ${which}`,
    'authority/completion': `complete the filing with ${which}`,
    'authority/order': `obey an order of ${which}`,
    'processor/notice': 'notice from a processor',
    'processor/answers': 'answers from a processor',
    'suspicion/decide': 'decide whether this is a breach',
    'people/standstill': `mend the mailing of wave ${which}`,
    'controller/notice': 'tell a controller',
    'retention/recipients': 'retention of the recipients',
    'retention/file': 'retention of the file',
  };
  if (kind === 'regime')
    return `${drill ? 'DRILL: ' : ''}B${caseId.slice(1).replace('-', ' ')}: ${regimeTitle(which, what)}`;
  const found = words[`${kind}/${what ?? which}`] ?? (kind === 'people' ? `tell the people, wave ${which}` : dutyId);
  return `${drill ? 'DRILL: ' : ''}B${caseId.slice(1).replace('-', ' ')}: ${found}`;
}

function description({ dueAt, actBy, rule, why, zone, dutyId }: CalendarEntry): string {
  const shown = dueAt ?? actBy;
  const time = shown === null ? '' : `${dueAt ? 'Due' : 'Target'} ${showInstant(shown, zone)}.`;
  return `${time} ${why} (${rule}). Duty ${dutyId}.`;
}

function alarm(hours: number, title: string): string[] {
  return [
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escaped(`${hours} h left: ${title}`)}`,
    `TRIGGER;RELATED=START:-PT${hours}H`,
    'END:VALARM',
  ];
}

function event(entry: CalendarEntry, actBy: string): string[] {
  const title = titleOf(entry);
  return [
    'BEGIN:VEVENT',
    `UID:${entry.caseId}/${entry.dutyId}@tocsin`,
    `SEQUENCE:${entry.sequence}`,
    `DTSTAMP:${utc(entry.movedAt)}`,
    `DTSTART:${utc(actBy)}`,
    `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${escaped(description(entry))}`,
    `STATUS:${entry.owed ? 'CONFIRMED' : 'CANCELLED'}`,
    'TRANSP:TRANSPARENT',
    'CLASS:CONFIDENTIAL',
    ...(entry.owed ? ALARM_HOURS.flatMap((hours) => alarm(hours, title)) : []),
    'END:VEVENT',
  ];
}

/**
 * Deadlines as an iCalendar file, with alarms 24 and 4 hours before.
 *
 * The same deadline keeps its UID, so that a calendar moves it; one no longer owed stays, as cancelled. Times are UTC,
 * lines end in CRLF.
 *
 * @see RFC 5545
 */
export function renderDeadlinesIcs(entries: readonly CalendarEntry[]): string {
  const events = entries.flatMap((entry) => (entry.actBy === null ? [] : event(entry, entry.actBy)));
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Tocsin//Breach deadlines//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    'X-WR-CALNAME:Breach deadlines',
    ...events,
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}

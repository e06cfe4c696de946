import type { Role } from './roles.ts';

/** One reminder of a ladder. */
export interface Rung {
  key: string;
  /** Zero or negative: hours before `actBy`; positive: hours after `dueAt`. */
  offsetHours: number;
  /** Set on the rung that stands at `dueAt` itself; it is the same as `0h` unless `actBy` is earlier. */
  anchor?: 'dueAt';
  roles: readonly Role[];
}

/** When whom to remind of a duty. Policy, not law: an organisation may change it, the law's instants stay. */
export interface Ladder {
  id: LadderId;
  rungs: readonly Rung[];
  /** Hours between reminders after the last rung, until the duty is done; null: the ladder ends. */
  repeatHours: number | null;
  repeatRoles: readonly Role[];
}

export type LadderId =
  | 'suspicion/decide'
  | 'processor/notice'
  | 'processor/answers'
  | 'authority/initial'
  | 'authority/completion'
  | 'authority/order'
  | 'authority/follow-up'
  | 'people'
  | 'people/standstill'
  | 'controller/notice'
  | 'regime/hours'
  | 'regime/day'
  | 'regime/days'
  | 'regime/weeks'
  | 'regime/undated'
  | 'retention';

const WORKING: readonly Role[] = ['handler', 'dpo'];
const DECIDING: readonly Role[] = ['handler', 'dpo', 'decisionOwner'];
const EVERYBODY: readonly Role[] = ['handler', 'dpo', 'decisionOwner', 'legal'];
const KEEPERS: readonly Role[] = ['dpo', 'operator'];

/** Rungs the given hours before `actBy`; those at or under `decidingFrom` hours also reach the decision owner. */
function before(hours: readonly number[], decidingFrom: number): Rung[] {
  return hours.map((hour) => ({
    key: hour === 0 ? '0h' : `-${hour}h`,
    offsetHours: hour === 0 ? 0 : -hour,
    roles: hour <= decidingFrom ? DECIDING : WORKING,
  }));
}

/** The last moment itself, where it is later than the one to act by. */
const AT_DUE: Rung = { key: 'due', offsetHours: 0, anchor: 'dueAt', roles: EVERYBODY };

const untilDone = { repeatHours: 24, repeatRoles: EVERYBODY } as const;

export const LADDERS: Readonly<Record<LadderId, Ladder>> = {
  // R-2-2: at 24 hours (actBy) a decision is forced, at 48 (dueAt) an authority can be expected to ask.
  'suspicion/decide': {
    id: 'suspicion/decide',
    rungs: [...before([12, 2, 0], 0), AT_DUE],
    ...untilDone,
  },
  'processor/notice': { id: 'processor/notice', rungs: before([6, 0], 0), ...untilDone },
  // R-28-3-f: chased closely at first, then weekly; the law gives no date, and a mail a day is soon not read.
  'processor/answers': {
    id: 'processor/answers',
    rungs: [
      ...before([0], -1),
      { key: '+24h', offsetHours: 24, roles: WORKING },
      { key: '+72h', offsetHours: 72, roles: WORKING },
    ],
    repeatHours: 168,
    repeatRoles: WORKING,
  },
  'authority/initial': {
    id: 'authority/initial',
    rungs: [...before([48, 24, 12, 6, 2, 1, 0], 12), AT_DUE],
    ...untilDone,
  },
  'authority/completion': { id: 'authority/completion', rungs: before([336, 168, 72, 24, 0], 24), ...untilDone },
  'authority/order': { id: 'authority/order', rungs: before([336, 168, 72, 24, 12, 0], 72), ...untilDone },
  // The law gives neither hours: a target of ours, then every third day.
  'authority/follow-up': {
    id: 'authority/follow-up',
    rungs: before([48, 24, 0], 0),
    repeatHours: 72,
    repeatRoles: DECIDING,
  },
  people: { id: 'people', rungs: before([48, 24, 12, 4, 0], 12), ...untilDone },
  // Said once for each time a mailing comes to a stand; it goes on by itself once the cause is mended.
  'people/standstill': {
    id: 'people/standstill',
    rungs: [{ key: '0h', offsetHours: 0, roles: ['handler', 'dpo', 'operator'] }],
    repeatHours: null,
    repeatRoles: [],
  },
  'controller/notice': { id: 'controller/notice', rungs: before([24, 12, 6, 2, 1, 0], 6), ...untilDone },
  // The ladder of the 72 hours, cut to the period: the first rung of a short one stands at its beginning.
  'regime/hours': { id: 'regime/hours', rungs: before([4, 2, 1, 0], 2), ...untilDone },
  'regime/day': { id: 'regime/day', rungs: before([24, 12, 6, 2, 1, 0], 6), ...untilDone },
  'regime/days': { id: 'regime/days', rungs: before([48, 24, 12, 6, 2, 1, 0], 12), ...untilDone },
  'regime/weeks': { id: 'regime/weeks', rungs: before([336, 168, 72, 24, 0], 24), ...untilDone },
  // No date in the law, or none before a moment is recorded: brought to mind until it is done.
  'regime/undated': {
    id: 'regime/undated',
    rungs: [{ key: '+4h', offsetHours: 4, roles: DECIDING }],
    repeatHours: 24,
    repeatRoles: DECIDING,
  },
  retention: {
    id: 'retention',
    rungs: [
      { key: '-168h', offsetHours: -168, roles: KEEPERS },
      { key: '-24h', offsetHours: -24, roles: KEEPERS },
      { key: '0h', offsetHours: 0, roles: KEEPERS },
    ],
    repeatHours: 168,
    repeatRoles: [...KEEPERS, 'legal'],
  },
};

const LADDER_OF_DUTY: readonly (readonly [RegExp, LadderId])[] = [
  [/^suspicion\/decide$/, 'suspicion/decide'],
  [/^processor\/\d+\/notice$/, 'processor/notice'],
  [/^processor\/\d+\/answers$/, 'processor/answers'],
  [/^authority\/[A-Z-]+\/initial$/, 'authority/initial'],
  [/^authority\/[A-Z-]+\/completion$/, 'authority/completion'],
  [/^authority\/[A-Z-]+\/order\/\d+$/, 'authority/order'],
  [/^authority\/[A-Z-]+\/(supplement|withdrawal)$/, 'authority/follow-up'],
  [/^people\/\d+$/, 'people'],
  [/^people\/\d+\/standstill$/, 'people/standstill'],
  [/^controller\/\d+\/notice$/, 'controller/notice'],
  [/^retention\//, 'retention'],
];

/**
 * The ladder of a duty, by the duty's id such as `authority/ES/initial`.
 *
 * @throws {RangeError} for an id no ladder is written for
 */
export function ladderOf(dutyId: string): Ladder {
  const row = LADDER_OF_DUTY.find(([pattern]) => pattern.test(dutyId));
  if (!row) throw new RangeError(`Cannot find ladder of duty '${dutyId}': no kind of duty has this id`);
  return LADDERS[row[1]];
}

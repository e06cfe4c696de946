import type { DeliveryState } from './outcome.ts';

/** Where people of a wave stand, as it is shown: every person in exactly one part. */
export const PROGRESS_PARTS = [
  { part: 'reached', words: 'sent', short: 'sent' },
  { part: 'bounced', words: 'sent, came back', short: 'came back' },
  { part: 'beingSent', words: 'being sent', short: 'being sent' },
  { part: 'waiting', words: 'waiting', short: 'waiting' },
  { part: 'deferred', words: 'deferred, tried again later', short: 'deferred' },
  { part: 'refused', words: 'refused', short: 'refused' },
  { part: 'expired', words: 'expired', short: 'expired' },
  { part: 'unknownHeld', words: 'unknown, held', short: 'held' },
  { part: 'suppressed', words: 'not to be sent', short: 'not to be sent' },
] as const;
export type ProgressPart = (typeof PROGRESS_PARTS)[number]['part'];
export type ProgressCounts = Record<ProgressPart, number>;

/**
 * Splits the ledger's counts into the parts shown; they add up to the same people.
 *
 * @param deferred  of the waiting: those tried already
 * @param bounced   of the sent: those whose notice another mail server gave back
 */
export function progressOf(
  counts: Readonly<Partial<Record<DeliveryState, number>>>,
  deferred: number,
  bounced: number,
): ProgressCounts {
  const { sent = 0, waiting = 0, claimed = 0, refused = 0, expired = 0, suppressed = 0 } = counts;
  return {
    reached: sent - bounced,
    bounced,
    beingSent: claimed,
    waiting: waiting - deferred,
    deferred,
    refused,
    expired,
    unknownHeld: counts['unknown-held'] ?? 0,
    suppressed,
  };
}

/** When the people not tried yet will have been, at this rate; null when nothing goes out or nobody waits. */
export function expectedEnd({ waiting, beingSent }: ProgressCounts, perMinute: number, now: Date): Date | null {
  const left = waiting + beingSent;
  if (left === 0 || perMinute <= 0) return null;
  return new Date(now.getTime() + Math.ceil((left / perMinute) * 60_000));
}

/** Cells of a bar for each part: in proportion, none without a cell that has people, all together `cells`. */
export function barCells(progress: ProgressCounts, cells: number): { part: ProgressPart; cells: number }[] {
  const present = PROGRESS_PARTS.map(({ part }) => ({ part, people: progress[part] })).filter(
    ({ people }) => people > 0,
  );
  const total = present.reduce((sum, { people }) => sum + people, 0);
  const shares = present.map(({ part, people }) => ({ part, exact: (people / total) * cells, cells: 1 }));
  for (const share of shares) share.cells = Math.max(1, Math.floor(share.exact));
  let over = shares.reduce((sum, share) => sum + share.cells, 0) - cells;
  const byNeed = (sign: number) => [...shares].sort((a, b) => sign * (a.exact - a.cells - (b.exact - b.cells)));
  while (over !== 0) {
    const chosen = byNeed(over > 0 ? 1 : -1).find((share) => over < 0 || share.cells > 1);
    if (!chosen) break;
    chosen.cells += over > 0 ? -1 : 1;
    over += over > 0 ? -1 : 1;
  }
  return shares.map(({ part, cells: own }) => ({ part, cells: own }));
}

const OWN_WORDS: Readonly<Record<string, string>> = {
  ALREADY_TOLD: 'told so in an earlier wave',
  CANCELLED: 'the wave was cancelled',
  TAKEN_OVER: 'a later wave tells them instead',
  NO_EMAIL: 'the list has no e-mail address for them',
  SENDER_LOST: 'our sender ended in the act; it may have arrived',
  DEADLINE: 'the mail server took too long',
  SMTPUTF8_NOT_SUPPORTED: 'the mail server cannot write to addresses with such letters',
};
const STATUS_WORDS: Readonly<Record<string, string>> = {
  '1.1': 'there is no such mailbox',
  '1.2': 'there is no such mail domain',
  '1.3': 'the address is not one the server understands',
  '1.6': 'the mailbox has moved',
  '1.10': 'the domain takes no mail',
  '2.1': 'the mailbox is closed',
  '2.2': 'the mailbox is full',
  '2.3': 'the message is too long for the mailbox',
  '3.4': 'the message is too big',
  '4.1': 'the other server did not answer',
  '4.2': 'the connection to the other server broke',
  '4.4': 'no way to the mail domain was found',
  '4.7': 'the other server was tried for too long',
  '7.1': 'the other server does not want it, by its policy',
  '7.23': 'refused because of SPF',
  '7.26': 'refused because SPF and DKIM both failed',
};

/**
 * A code of the ledger or of a delivery report in plain words.
 *
 * @param code  our own, or an SMTP code and enhanced status such as `550 5.1.1`
 * @see RFC 3463; RFC 5321, 4.2
 */
export function reasonWords(code: string): string {
  const own = OWN_WORDS[code];
  if (own) return own;
  const [, kind, rest] = /(?:^| )([245])\.(\d{1,3}\.\d{1,3})$/.exec(code) ?? [];
  if (kind === '4' && rest?.startsWith('7.'))
    return 'the other server wants it later (greylisting, or too many at once)';
  const known = rest === undefined ? undefined : STATUS_WORDS[rest];
  if (known) return known;
  const first = kind ?? code[0];
  if (/AFTER_DOT/.test(code)) return 'the connection broke at the very end; it may have arrived';
  if (code.startsWith('LOST')) return 'the connection broke before the message was complete';
  if (first === '4') return 'the other server could not take it at that time';
  if (first === '5') return 'the other server refused it';
  return 'no reason was given';
}

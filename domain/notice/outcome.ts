/** Where every person of a wave ends; the five counts add up to the list. */
export const FINAL_STATES = ['sent', 'refused', 'expired', 'suppressed', 'unknown-held'] as const;
export type FinalState = (typeof FINAL_STATES)[number];
export type DeliveryState = FinalState | 'waiting' | 'claimed';

/** What came of one attempt, judged by how far the conversation with the mail server got. */
export type Outcome =
  | { kind: 'sent'; code: string }
  /** A 4xx, or the connection lost before the message was complete: surely not delivered, tried again. */
  | { kind: 'deferred'; code: string; enhancedCode: string | null }
  /** The server wants fewer messages a minute from us: tried again soon, more slowly. */
  | { kind: 'throttled'; code: string; enhancedCode: string | null }
  /** A 5xx about this person or message: not tried again. */
  | { kind: 'refused'; code: string; enhancedCode: string | null }
  /** The connection was lost after the final dot: delivered or not, nobody knows. */
  | { kind: 'unknown'; code: string }
  /** The server cannot be used at all, or will not take mail from us: says nothing about the person. */
  | { kind: 'unavailable'; code: string; enhancedCode: string | null };

/** What happens to a message that may or may not have arrived. */
export type UnknownPolicy = 'resend' | 'hold';

export interface Settled {
  state: DeliveryState;
  /** Set when it is tried again. */
  nextAttemptAt: Date | null;
  code: string;
  enhancedCode: string | null;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
// RFC 5321, 4.5.4.1: at least 30 minutes in general, give up after 4 to 5 days; greylisting wants the first ones sooner.
const FIRST_RETRIES = [5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR];
const LATER_RETRY = 4 * HOUR;
const GIVE_UP_AFTER = 4 * 24 * HOUR;

/**
 * What the ledger records for an attempt.
 *
 * @param attempt       number of this attempt, from 1
 * @param firstTriedAt  when the first attempt was made; four days later a person still deferred has expired
 */
export function settle(
  outcome: Outcome,
  attempt: number,
  firstTriedAt: Date,
  now: Date,
  unknown: UnknownPolicy,
): Settled {
  const enhancedCode = 'enhancedCode' in outcome ? outcome.enhancedCode : null;
  const ended = (state: FinalState): Settled => ({ state, nextAttemptAt: null, code: outcome.code, enhancedCode });
  if (outcome.kind === 'sent' || outcome.kind === 'refused') return ended(outcome.kind);
  if (outcome.kind === 'unknown' && unknown === 'hold') return ended('unknown-held');
  if (outcome.kind === 'unavailable') return { state: 'waiting', nextAttemptAt: now, code: outcome.code, enhancedCode };
  const nextAttemptAt = new Date(now.getTime() + (FIRST_RETRIES[attempt - 1] ?? LATER_RETRY));
  if (nextAttemptAt.getTime() - firstTriedAt.getTime() > GIVE_UP_AFTER) return ended('expired');
  return { state: 'waiting', nextAttemptAt, code: outcome.code, enhancedCode };
}

// RFC 3463, 3.4-3.8: of the system, of the protocol, of the content everybody gets, of security and policy.
const ABOUT_US = /^5\.(?:3|5|6|7)\./;
/** 5.6.7: this person's address needs SMTPUTF8. 5.7.1 at one person only is theirs too: a share tells, not one answer. */
const ABOUT_PERSON = new Set(['5.6.7']);
const BARE_ABOUT_US = new Set(['500', '501', '502', '503', '504', '521', '530', '535', '554']);

/**
 * Whether a refusal may be about the sender, its standing or the message all get, and not about this person.
 *
 * One such answer proves nothing: mailboxes refuse strangers with 5.7.1 too. Many in a row do (`PolicyBrake`). Bare codes
 * count where they are never about a mailbox; 550, 551, 552 and 553 without an enhanced code are about the person.
 *
 * @see RFC 3463, 3; RFC 5321, 4.2.2
 */
export function mayBeAboutUs({ code, enhancedCode }: Extract<Outcome, { kind: 'refused' }>): boolean {
  if (enhancedCode === null) return BARE_ABOUT_US.has(code);
  return ABOUT_US.test(enhancedCode) && !ABOUT_PERSON.has(enhancedCode);
}

import { showInstant } from '../../clocks/show-time.ts';
import type { CaseFacts } from '../facts.ts';
import { type Letter, lastAttempt, letterState, sentAt } from '../letters.ts';
import type { Duty } from './duty.ts';

/** How a letter stands in one sentence for the DPO; empty when nothing needs saying. */
export function letterSentence({ policy }: Pick<CaseFacts, 'policy'>, letter: Letter): string {
  const { number, kind } = letter;
  const show = (at: string | null | undefined): string => (at ? showInstant(at, policy.zone) : 'an unknown moment');
  const last = lastAttempt(letter);
  const ask = kind === 'filing' ? 'no acknowledgement recorded' : 'taken by the mail server';
  switch (letterState(letter)) {
    case 'toSend':
      return `letter ${number} waits to be sent`;
    case 'beingSent':
      return `letter ${number} is being sent since ${show(last?.startedAt)}`;
    case 'deferred':
      return `letter ${number} is not delivered yet (${last?.outcome?.code}), tried again by itself`;
    case 'sent':
      return `letter ${number} sent ${show(sentAt(letter))}, ${ask}`;
    case 'arrived':
      return `letter ${number} of ${show(sentAt(letter))} has arrived, ${kind === 'filing' ? ask : 'somebody says'}`;
    case 'unknown':
      return `letter ${number} of ${show(last?.startedAt)} may or may not have arrived: ask, and settle it`;
    case 'refused':
      return `letter ${number} was refused by the mail server (${last?.outcome?.code})`;
    case 'notArrived':
      return `letter ${number} has not arrived`;
  }
}

/** The newest of some letters; null once what came after it is recorded. */
export function unansweredLetter({ authorities }: CaseFacts, letters: readonly Letter[]): Letter | null {
  const letter = letters.at(-1) ?? null;
  const recorded = letter?.kind === 'filing' ? authorities[letter.addressee]?.phases.at(-1)?.seq : undefined;
  return letter && letter.seq > (recorded ?? 0) ? letter : null;
}

/** A duty still owed says how its letter stands: it ends when a person records more, not when a letter has gone out. */
export function withLetterNote(facts: CaseFacts, duty: Duty): Duty {
  if (duty.state !== 'open') return duty;
  const ofDuty = facts.letters.filter(({ dutyId }) => dutyId === duty.dutyId);
  const letter = unansweredLetter(facts, ofDuty);
  return letter ? { ...duty, why: `${duty.why} (${letterSentence(facts, letter)})` } : duty;
}

import type { CaseFacts, Wave } from '../domain/case/facts.ts';
import { HALT_WORDS, howToGoOn } from '../domain/case/halts.ts';
import { concernedNotReached, leftToPost } from '../domain/case/not-reached.ts';
import { showInstant } from '../domain/clocks/show-time.ts';

const people = (count: number): string => (count === 1 ? '1 person' : `${count} people`);

/** What a person must know of a wave beside its counts: when it begins and how to stop it, why it stands still. */
export function waveRemarks({ caseId, policy }: CaseFacts, wave: Wave): string[] {
  const { number, approval, startedAt, cancelledAt, halted, posted } = wave;
  const out = leftToPost(wave) ?? 0;
  return [
    approval && !startedAt && !cancelledAt
      ? `begins ${showInstant(approval.startsAt, policy.zone)}; until then: tocsin notice cancel ${caseId} --wave ${number}`
      : '',
    halted && !cancelledAt
      ? `stands still: ${HALT_WORDS[halted.reason]}. Go on: ${howToGoOn(caseId, number, startedAt !== null)}`
      : '',
    posted > 0 ? `${people(posted)} written to by letter` : '',
    out > 0 ? `${people(out)} not reached: tocsin notice others ${caseId} --wave ${number}` : '',
  ].filter(Boolean);
}

/** That a person decides on what may or may not have arrived; nothing once they were given up. */
export function heldRemarks({ number, heldGivenUpAt }: Wave, caseId: string, held: number): string[] {
  if (held === 0 || heldGivenUpAt !== null) return [];
  return [
    `${held === 1 ? '1 notice' : `${held} notices`} may or may not have arrived: tocsin notice held ${caseId} --wave ${number}`,
  ];
}

/** What holds for telling people at all. */
export function peopleRemarks(facts: CaseFacts): string[] {
  const { caseId, mailChannel, publishedAt, publishedForPeople, policy } = facts;
  const out = Object.values(facts.waves).reduce((sum, wave) => sum + concernedNotReached(wave), 0);
  return [
    mailChannel?.state === 'blocked'
      ? `E-mail is blocked since ${showInstant(mailChannel.at, policy.zone)}: the breach hit it. Release it: tocsin notice release-channel ${caseId}`
      : '',
    publishedAt
      ? `The public was told ${showInstant(publishedAt, policy.zone)}${publishedForPeople === null ? '' : `, for ${people(publishedForPeople)} whom no notice had reached`}`
      : '',
    out > 0 && !publishedAt
      ? `${people(out)} whom the breach may concern, reached by no notice and no letter: write to them, or tell the public: tocsin notice publish ${caseId}`
      : '',
  ].filter(Boolean);
}

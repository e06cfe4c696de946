import type { WaveHalt } from './facts.ts';

/** Why a wave stands still, in words. */
export const HALT_WORDS = {
  RECIPIENTS_CHANGED: 'its lists are not those that were approved',
  TEXT_CHANGED: 'its texts, or the address they come from, are not those that were approved',
  TEMPLATE_LOCALE_MISSING: 'people of its lists read a language in which there is no text',
  NOTICE_CONTENT_MISSING: 'its texts do not say all that Art. 34(2) asks for',
  NOT_A_BREACH: 'the case was decided to be no breach',
  EXEMPTION_CLAIMED: 'an exemption of Art. 34(3) was claimed',
  CHANNEL_COMPROMISED: 'the breach hit the e-mail it would be sent by',
} as const satisfies Record<WaveHalt['reason'], string>;

/** What a person does about a halted wave, as a command. */
export function howToGoOn(caseId: string, number: number, started: boolean): string {
  return started
    ? `tocsin notice resume ${caseId} --wave ${number}, or for good: tocsin notice cancel ${caseId} --wave ${number}`
    : `tocsin notice preview ${caseId} --wave ${number}, then approve it anew: tocsin notice approve ${caseId} --wave ${number}`;
}

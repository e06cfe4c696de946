import type { LetterActBodies } from '../domain/case/fold-letters.ts';
import type { Sentences, Telling } from './sentences-words.ts';
import { because } from './sentences-words.ts';
import { showMoment } from './show-words.ts';

export const LETTER_SENTENCES: Sentences = {
  'filing.send': ({ authority, phase, to, channelOverride }, telling) =>
    `Sends the ${phase} filing to ${authority} by mail${to === 'other' ? ' at an address given for it' : ''}${channelOverride ? ', against the channel on file' : ''}${because(telling)}`,
  'filing.recordPortalFailure': ({ authority, failedAt, documentId }, { zone, words }) =>
    `The portal of ${authority} failed on ${showMoment(failedAt, 'instant', zone)}${documentId ? ', with a picture' : ''}${words('what') && `: ${words('what')}`}`,
  'letter.settle': ({ letter, outcome }, telling) =>
    `Said that letter ${letter} has ${outcome === 'arrived' ? 'arrived' : 'not arrived'}${because(telling)}`,
  'controller.tell': ({ controllerId }) => `Tells controller ${controllerId} by mail`,
};

const OUTCOMES: Readonly<Record<LetterActBodies['letter.outcome']['outcome'], string>> = {
  taken: 'was taken by the mail server',
  refused: 'was refused by the mail server',
  unknown: 'may or may not have arrived',
  deferred: 'could not be delivered yet and is tried again',
};

type LetterActSentences = {
  [K in keyof LetterActBodies]: (body: LetterActBodies[K], telling: Telling) => string;
};

export const LETTER_ACT_SENTENCES: LetterActSentences = {
  'letter.start': ({ letter, attempt, dutyId, sha256 }) =>
    `Begins to send letter ${letter} for ${dutyId}${attempt > 1 ? `, try ${attempt}` : ''} (sha256 ${sha256.slice(0, 12)}…)`,
  'letter.outcome': ({ letter, outcome, code, enhancedCode }) =>
    `Letter ${letter} ${OUTCOMES[outcome]} (${[code, enhancedCode].filter(Boolean).join(' ')})`,
};

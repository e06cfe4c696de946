import { because, type Sentences } from './sentences-words.ts';
import { showMoment } from './show-words.ts';

export const FILING_SENTENCES: Sentences = {
  'filing.approve': ({ authority, phase, dpoAdvice }, telling) =>
    `Approved the ${phase} filing with ${authority}; DPO: ${dpoAdvice}${because(telling)}`,
  'filing.recordSubmission': ({ authority, phase, subtype, submittedAt, registryNumber }, { zone, entry }) => {
    const { status, withoutApproval } = entry.body as { status?: string | null; withoutApproval?: boolean };
    const how = [status, withoutApproval ? 'without approval' : ''].filter(Boolean).join(', ');
    return `Filed with ${authority} (${phase}, ${subtype}) on ${showMoment(submittedAt, 'instant', zone)} ${registryNumber ? `under ${registryNumber}` : 'without a number yet'}${how && `: ${how}`}`;
  },
  'filing.withdraw': ({ authority, submittedAt }, telling) =>
    `Withdrew the notification from ${authority} on ${showMoment(submittedAt, 'instant', telling.zone)}${because(telling)}`,
  'filing.dismissChange': ({ authority }, telling) =>
    `Decided that what changed since need not be told to ${authority}${because(telling)}`,
  'filing.explainDelay': ({ authority, reasonCode }, telling) =>
    `Gave ${authority} the reason for the delay: ${reasonCode}${because(telling)}`,
  'filing.recordOrder': ({ authority, orderedAt, dueAt, what }, { zone, words }) =>
    `${authority} ordered to ${what === 'other' ? 'act' : what} on ${showMoment(orderedAt, 'instant', zone)}, by ${showMoment(dueAt, 'instant', zone)}${words('what') && `: ${words('what')}`}`,
  'filing.recordCorrespondence': ({ authority, direction, receivedAt, answersOrder }, { zone, words }) =>
    `${direction === 'in' ? `${authority} wrote to us` : `Wrote to ${authority}`} on ${showMoment(receivedAt, 'instant', zone)}${answersOrder ? `, answering order ${answersOrder}` : ''}${words('what') && `: ${words('what')}`}`,
};

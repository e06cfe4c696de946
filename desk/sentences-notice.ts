import { because, type Sentences } from './sentences-words.ts';
import { showMoment } from './show-words.ts';

export const NOTICE_SENTENCES: Sentences = {
  'recipients.import': ({ wave, audience, count, merged }) =>
    `Imported ${count} people for wave ${wave} (${audience})${merged > 0 ? `, ${merged} double lines merged` : ''}`,
  'notice.approve': ({ wave, count, audiences }, telling) =>
    `Approved the notice to ${count} people of wave ${wave} (${audiences.join(', ')})${because(telling)}`,
  'notice.cancel': ({ wave }, telling) => `Cancelled wave ${wave}${because(telling)}`,
  'notice.pause': ({ wave }, telling) => `Paused wave ${wave}${because(telling)}`,
  'notice.resume': ({ wave }, telling) => `Went on with wave ${wave}${because(telling)}`,
  'notice.recordPublication': ({ publishedAt }, { zone, words }) =>
    `Told the public on ${showMoment(publishedAt, 'instant', zone)}${words('where') && `: ${words('where')}`}`,
  'notice.claimExemption': ({ letter }, telling) => `Claimed the exemption of Art. 34(3)(${letter})${because(telling)}`,
};

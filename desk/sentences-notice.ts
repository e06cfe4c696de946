import { because, type Sentences } from './sentences-words.ts';
import { showMoment } from './show-words.ts';

const RELEASED = {
  notHit: 'Found that the breach did not hit the e-mail to the people concerned',
  otherDomain: 'Released e-mail to the people concerned: it comes from a domain the breach did not touch',
  restored: 'Released e-mail to the people concerned: the channel is safe again',
} as const;

export const NOTICE_SENTENCES: Sentences = {
  'recipients.import': ({ wave, audience, count, merged }) =>
    `Imported ${count} people for wave ${wave} (${audience})${merged > 0 ? `, ${merged} double lines merged` : ''}`,
  'recipients.find': ({ lines, notices }, telling) =>
    `Searched the lists for one address: ${lines} ${lines === 1 ? 'line' : 'lines'}, ${notices} ${notices === 1 ? 'notice' : 'notices'}${because(telling)}`,
  'notice.approve': ({ wave, count, audiences }, telling) =>
    `Approved the notice to ${count} people of wave ${wave} (${audiences.join(', ')})${because(telling)}`,
  'notice.cancel': ({ wave }, telling) => `Cancelled wave ${wave}${because(telling)}`,
  'notice.pause': ({ wave }, telling) => `Paused wave ${wave}${because(telling)}`,
  'notice.resume': ({ wave }, telling) => `Went on with wave ${wave}${because(telling)}`,
  'notice.prove': ({ waves }, telling) =>
    `Looked up one person's notices (${waves.length === 0 ? 'none found' : `wave ${waves.join(', ')}`})${because(telling)}`,
  'notice.recordReports': ({ wave, actions, files }) =>
    `Read ${files} delivery ${files === 1 ? 'report' : 'reports'} about wave ${wave}: ${Object.entries(actions)
      .map(([action, count]) => `${count} ${action}`)
      .join(', ')}`,
  'notice.settleHeld': ({ wave, outcome, count }, telling) =>
    `${outcome === 'resend' ? 'Let' : 'Gave up'} ${count} ${count === 1 ? 'notice' : 'notices'} of wave ${wave} that may or may not have arrived${outcome === 'resend' ? ' go out again' : ''}${because(telling)}`,
  'notice.limit': ({ wave, perMinute, domains }, telling) =>
    `${limitWords(wave, perMinute, domains)}${because(telling)}`,
  'notice.recordPublication': ({ publishedAt, notReached }, { zone, words }) =>
    `Told the public on ${showMoment(publishedAt, 'instant', zone)}${notReached ? `, for ${notReached} people whom no notice had reached` : ''}${words('where') && `: ${words('where')}`}`,
  'notice.blockChannel': (_body, telling) =>
    `Blocked e-mail to the people concerned: the breach hit it${because(telling)}`,
  'notice.releaseChannel': ({ because: why }, telling) => `${RELEASED[why]}${because(telling)}`,
  'notice.takeOthers': ({ wave, form, count }, telling) =>
    `Took the list of ${count} people whom e-mail did not reach${wave === null ? '' : ` in wave ${wave}`}, as ${form.toUpperCase()}${because(telling)}`,
  'notice.recordPosted': ({ wave, postedAt, count }, telling) =>
    `Wrote to ${count} people of wave ${wave} by letter on ${showMoment(postedAt, 'instant', telling.zone)}${because(telling)}`,
  'notice.claimExemption': ({ letter }, telling) => `Claimed the exemption of Art. 34(3)(${letter})${because(telling)}`,
};

function limitWords(wave: number, perMinute: number | null, domains: Readonly<Record<string, number>>): string {
  const each = Object.entries(domains).map(([domain, rate]) => `${rate} to ${domain}`);
  const rates = [...(perMinute === null ? [] : [String(perMinute)]), ...each];
  return rates.length === 0
    ? `Lifted the limits of wave ${wave}`
    : `Limited wave ${wave} to ${rates.join(', ')} messages a minute`;
}

import type { Authority } from './authorities.ts';

type Row = Pick<Authority, 'code' | 'addresses' | 'channels' | 'confidence' | 'verifiedAt'>;

/**
 * Where an authority is reached when its portal cannot be used: by its row, with the row's confidence.
 *
 * A general address is said to be none where the row names no filing by mail.
 */
export function otherWaysTo({ code, addresses, channels, confidence, verifiedAt }: Row): string {
  const where = addresses.length === 0 ? 'no address is on file: look at its own site' : addresses.join(', ');
  const caution = channels.includes('formMail')
    ? ''
    : '. A general address is no recognised filing channel unless the authority says so: ask it';
  return `${code} by its row (confidence ${confidence}, verified ${verifiedAt}: verify before use): ${where}${caution}`;
}

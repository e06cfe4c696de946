import { domainToASCII, domainToUnicode } from 'node:url';

export type AddressFault =
  | 'RECIPIENTS_ADDRESS_MULTIPLE'
  | 'RECIPIENTS_ADDRESS_FORM'
  | 'RECIPIENTS_CONTROL_CHARACTER'
  | 'RECIPIENTS_TOO_LONG';

/** One mailbox, checked. `address` is what the envelope gets; `key` is what makes two spellings one person. */
export interface CheckedAddress {
  address: string;
  shown: string;
  key: string;
  /** The local part has letters beyond ASCII: only a server with SMTPUTF8 can take it. */
  needsSmtpUtf8: boolean;
}

// Controls, zero-width and direction marks: none has a place in a name or an address, all have been used to deceive.
const HIDDEN = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;
const ATOM = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+$/u;
const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
const MAX_LOCAL_BYTES = 64;
const MAX_ADDRESS_BYTES = 254;

export const hasHiddenCharacter = (text: string): boolean => HIDDEN.test(text);

/**
 * One e-mail address as a person's mailbox, or why it is not one.
 *
 * Stricter than RFC 5322 on purpose: no display name, comment, quoted local part, group or address literal, because
 * mail libraries rewrite these to somebody else's mailbox instead of refusing them. The local part keeps its case;
 * the domain is stored in ASCII.
 */
export function checkAddress(raw: string): CheckedAddress | AddressFault {
  const text = raw.replace(/^ +| +$/g, '');
  if (hasHiddenCharacter(text)) return 'RECIPIENTS_CONTROL_CHARACTER';
  if (/["<>()[\]\\:]/.test(text)) return 'RECIPIENTS_ADDRESS_FORM';
  if (/[,;]/.test(text) || text.split('@').length > 2) return 'RECIPIENTS_ADDRESS_MULTIPLE';
  const [local, domain] = text.split('@');
  if (!local || !domain) return 'RECIPIENTS_ADDRESS_FORM';
  if (!local.split('.').every((atom) => ATOM.test(atom))) return 'RECIPIENTS_ADDRESS_FORM';
  return mailbox(local.normalize('NFC'), domain);
}

function mailbox(local: string, domain: string): CheckedAddress | AddressFault {
  const ascii = asciiDomain(domain);
  if (ascii === null) return 'RECIPIENTS_ADDRESS_FORM';
  const address = `${local}@${ascii}`;
  const tooLong = Buffer.byteLength(local) > MAX_LOCAL_BYTES || Buffer.byteLength(address) > MAX_ADDRESS_BYTES;
  if (tooLong) return 'RECIPIENTS_TOO_LONG';
  const needsSmtpUtf8 = Buffer.byteLength(local) !== local.length;
  return { address, shown: `${local}@${domainToUnicode(ascii)}`, key: address, needsSmtpUtf8 };
}

/** Lower case, punycode, without a final dot; null for anything that is not a name with at least two labels. */
function asciiDomain(domain: string): string | null {
  if (!/^[\p{L}\p{M}\p{N}.\u3002-]+$/u.test(domain)) return null;
  const ascii = domainToASCII(domain).replace(/\.$/, '');
  const labels = ascii.split('.');
  const numeric = /^[0-9]+$/.test(labels.at(-1) ?? '');
  return labels.length >= 2 && !numeric && labels.every((label) => LABEL.test(label)) ? ascii : null;
}

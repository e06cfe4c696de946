import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';

/** A key by which mail is signed, and where its public half is published: `selector._domainkey.domain`. */
export interface DkimKey {
  domain: string;
  selector: string;
  key: KeyObject;
}

/** Named once more than they occur, so that none can be added afterwards (RFC 6376, 8.15). */
const OVERSIGNED = ['from', 'to', 'subject', 'date', 'message-id', 'reply-to'];
const SIGNED = [...OVERSIGNED, 'mime-version', 'content-type', 'content-transfer-encoding', 'auto-submitted'];
const LINE_OCTETS = 72;

/**
 * Signs a message as it goes out: relaxed/relaxed, RSA with SHA-256 or Ed25519 by the key's own kind.
 *
 * Yields the message with a `DKIM-Signature` before it; the rest is untouched, byte by byte.
 *
 * @param mime  lines end in CRLF, dots are not doubled
 * @see RFC 6376, 3.4.2, 3.4.4, 3.7; RFC 8463
 */
export function signMail(mime: Buffer, { domain, selector, key }: DkimKey): Buffer {
  const text = mime.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  const headers = headersOf(text.slice(0, end + 2));
  const names = namesOf(headers);
  const bodyHash = createHash('sha256')
    .update(relaxedBody(text.slice(end + 4)), 'latin1')
    .digest('base64');
  const algorithm = key.asymmetricKeyType === 'ed25519' ? 'ed25519-sha256' : 'rsa-sha256';
  const tags = [
    'v=1',
    `a=${algorithm}`,
    'c=relaxed/relaxed',
    `d=${domain}`,
    `s=${selector}`,
    `h=${names.join(':\r\n ')}`,
    `bh=${bodyHash}`,
    'b=',
  ];
  const unsigned = `DKIM-Signature: ${tags.join(';\r\n ')}`;
  const data = Buffer.from(`${canonical(headers, names)}${relaxedHeader(unsigned)}`, 'latin1');
  const signature = signatureOf(data, key).toString('base64');
  return Buffer.concat([Buffer.from(`${unsigned}${folded(signature)}\r\n`, 'latin1'), mime]);
}

/** RFC 8463, 3: Ed25519 signs the hash of the data, as RSA does within. */
function signatureOf(data: Buffer, key: KeyObject): Buffer {
  if (key.asymmetricKeyType !== 'ed25519') return sign('sha256', data, key);
  return sign(null, createHash('sha256').update(data).digest(), key);
}

const headersOf = (text: string): string[] => text.split(/\r\n(?![ \t])/).filter((line) => line !== '');
const nameOf = (header: string): string => header.slice(0, header.indexOf(':')).trim().toLowerCase();

function namesOf(headers: readonly string[]): string[] {
  const present = headers.map(nameOf).filter((name) => SIGNED.includes(name));
  return [...present, ...OVERSIGNED];
}

/** Headers of one name are taken from the last one up, as a verifier does; those that do not occur are empty. */
function canonical(headers: readonly string[], names: readonly string[]): string {
  const left = new Map<string, string[]>();
  for (const header of headers) left.set(nameOf(header), [...(left.get(nameOf(header)) ?? []), header]);
  return names
    .map((name) => left.get(name)?.pop())
    .filter((header) => header !== undefined)
    .map((header) => `${relaxedHeader(header)}\r\n`)
    .join('');
}

function relaxedHeader(header: string): string {
  const value = header.slice(header.indexOf(':') + 1).replace(/\r\n/g, '');
  return `${nameOf(header)}:${value.replace(/[ \t]+/g, ' ').trim()}`;
}

function relaxedBody(body: string): string {
  const lines = `${body}\r\n`.replace(/[ \t]+\r\n/g, '\r\n').replace(/[ \t]+/g, ' ');
  const trimmed = lines.replace(/(?:\r\n)+$/, '');
  return trimmed === '' ? '' : `${trimmed}\r\n`;
}

const folded = (text: string): string => text.replace(new RegExp(`.{1,${LINE_OCTETS}}`, 'g'), '\r\n $&');

/**
 * What is published for a key: the value of the TXT record at `selector._domainkey.domain`.
 *
 * @throws {TypeError} for a key that is neither RSA nor Ed25519
 */
export function dkimRecord(key: KeyObject): string {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  if (key.asymmetricKeyType === 'rsa') return `v=DKIM1; k=rsa; p=${spki.toString('base64')}`;
  // RFC 8463, 4.2: the 32 octets of the key alone, without their frame.
  return `v=DKIM1; k=ed25519; p=${spki.subarray(-32).toString('base64')}`;
}

/**
 * Reads a private key.
 *
 * @throws {TypeError} unless it is RSA of 2,048 bits at least, or Ed25519
 */
export function dkimKeyOf(pem: string): KeyObject {
  const key = createPrivateKey(pem);
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (key.asymmetricKeyType === 'ed25519' || (key.asymmetricKeyType === 'rsa' && bits >= 2_048)) return key;
  throw new TypeError('Cannot sign with this key: it is neither RSA of 2,048 bits or more nor Ed25519');
}

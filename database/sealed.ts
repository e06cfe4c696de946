import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { EXIT, Refusal } from '../domain/refusal.ts';

/** Layout of sealed bytes, version 1: version (1) ‖ nonce (12) ‖ tag (16) ‖ ciphertext. */
const VERSION = 1;
const NONCE_BYTES = 12;
/** Given to Node each time: without it, `createDecipheriv` accepts a tag of 4 bytes. */
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + NONCE_BYTES + TAG_BYTES;
const ALGORITHM = 'aes-256-gcm';
export const KEY_BYTES = 32;

/**
 * Encrypts with AES-256-GCM under a fresh random nonce.
 *
 * @param context  what the bytes belong to; they open under exactly this context only
 */
export function sealWith(key: Buffer, context: string[], plain: string | Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(associatedData(context));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), text]);
}

/** @throws {Refusal} `SEAL_BROKEN` for changed or shortened bytes, another key, or another context */
export function openWith(key: Buffer, context: string[], sealed: Buffer): Buffer {
  if (sealed.length < HEADER_BYTES || sealed[0] !== VERSION) throw sealBroken();
  const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(1, 1 + NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(associatedData(context));
  decipher.setAuthTag(sealed.subarray(1 + NONCE_BYTES, HEADER_BYTES));
  try {
    const plain = decipher.update(sealed.subarray(HEADER_BYTES));
    // In this mode nothing is left over: it only checks the tag.
    decipher.final();
    return plain;
  } catch {
    throw sealBroken();
  }
}

/** Version and context as a JSON list: no two contexts give the same bytes. */
const associatedData = (context: string[]): Buffer =>
  Buffer.from(JSON.stringify(['tocsin.sealed', VERSION, ...context]));

/** A key for one purpose only, from a key that is used for several. */
export const deriveKey = (key: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `tocsin.${purpose}.1`, KEY_BYTES));

export const macWith = (key: Buffer, text: string): string =>
  createHmac('sha256', key).update(text, 'utf8').digest('hex');

const sealBroken = (): Refusal =>
  new Refusal({
    code: 'SEAL_BROKEN',
    message: 'Cannot open sealed words: the stored bytes are not the ones that were sealed here',
    next: 'Restore the row from a backup, and run tocsin register verify --words to see what else was changed',
  });

/**
 * Reads a master key: 32 bytes as base64 or as 64 hexadecimal digits.
 *
 * @param source  where it was read, for the error sentence: a variable's or file's name
 * @throws {Refusal} `MASTER_KEY_NOT_USABLE`; never repeats the text
 */
export function masterKeyFrom(text: string, source = 'TOCSIN_MASTER_KEY'): Buffer {
  const trimmed = text.trim();
  const key = /^[0-9a-fA-F]{64}$/.test(trimmed) ? Buffer.from(trimmed, 'hex') : fromBase64(trimmed);
  if (key?.length === KEY_BYTES && new Set(key).size > 1) return key;
  const found = trimmed === '' ? 'it is empty' : key ? weakness(key) : 'it is neither base64 nor hexadecimal';
  const details = {
    code: 'MASTER_KEY_NOT_USABLE',
    message: `Cannot use the master key of '${source}': ${found}`,
    next: 'Give 32 random bytes, for example those of: openssl rand -base64 32',
  };
  throw new Refusal(details, EXIT.usage);
}

const weakness = (key: Buffer): string =>
  key.length === KEY_BYTES ? 'all its bytes are the same' : `it holds ${key.length} bytes, not ${KEY_BYTES}`;

const fromBase64 = (text: string): Buffer | null =>
  /^[A-Za-z0-9+/_-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : null;

import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { MAX_DOCUMENT_BYTES } from '../database/document.ts';
import { quoteValue, Refusal } from '../domain/refusal.ts';

/** A file an authority gave or sent: what it is by its bytes, whatever its name says. */
export interface Receipt {
  fileName: string;
  mediaType: string;
  bytes: Buffer;
}

const PNG = Buffer.from('89504e470d0a1a0a', 'hex');
const JPEG = Buffer.from('ffd8ff', 'hex');
/** Object identifier 1.2.840.113549.1.7.2: signed data, what a .p7s or .p7m file is. */
const SIGNED_DATA = Buffer.from('06092a864886f70d010702', 'hex');
/** Readers of PDF take a header anywhere in the first kilobyte. */
const PDF_HEADER_WITHIN = 1024;
const MAIL_HEAD_WITHIN = 64 * 1024;

const startsWith = (bytes: Buffer, start: Buffer): boolean => bytes.subarray(0, start.length).equals(start);

function isSignedData(bytes: Buffer): boolean {
  if (/^-----BEGIN (PKCS7|CMS)-----/.test(bytes.subarray(0, 32).toString('latin1'))) return true;
  const at = bytes.subarray(0, 32).indexOf(SIGNED_DATA);
  return bytes[0] === 0x30 && at >= 2 && at <= 8;
}

/** A message of RFC 5322: header fields only until the first empty line, From and Date among them. */
function isMail(bytes: Buffer): boolean {
  const text = bytes.subarray(0, MAIL_HEAD_WITHIN).toString('latin1');
  if (text.includes('\0')) return false;
  const [head = ''] = text.split(/\r?\n\r?\n/, 1);
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const fields = lines.every((line) => /^[!-9;-~]+:/.test(line) || /^From /.test(line));
  return fields && /^from:/im.test(head) && /^date:/im.test(head);
}

/** The media type a file's own bytes tell; null for anything that is no receipt. */
export function mediaTypeOf(bytes: Buffer): string | null {
  if (bytes.subarray(0, PDF_HEADER_WITHIN).includes('%PDF-')) return 'application/pdf';
  if (startsWith(bytes, PNG)) return 'image/png';
  if (startsWith(bytes, JPEG)) return 'image/jpeg';
  if (isSignedData(bytes)) return 'application/pkcs7-signature';
  return isMail(bytes) ? 'message/rfc822' : null;
}

/** Size is looked at before a byte is read. */
function readBytes(file: string): Buffer {
  try {
    const { size } = statSync(file);
    if (size > MAX_DOCUMENT_BYTES) throw tooLarge(size);
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new Refusal({
      code: 'FILE_UNREADABLE',
      message: `Cannot read file ${quoteValue(file)}: ${code}`,
      next: 'Check the path and your right to read it; nothing was recorded',
    });
  }
}

const tooLarge = (size: number): Refusal =>
  new Refusal({
    code: 'DOCUMENT_TOO_LARGE',
    message: `Cannot store a document of ${size} bytes: the most is ${MAX_DOCUMENT_BYTES}`,
    next: 'Store a smaller version, and keep the original in your own archive; nothing was recorded',
  });

/**
 * Reads a receipt: PDF, PNG, JPEG, mail (.eml) or signature (.p7s), told by its bytes, of 25 MiB at most.
 *
 * @throws {Refusal} `RECEIPT_NOT_A_RECEIPT`, `DOCUMENT_TOO_LARGE`, `FILE_UNREADABLE`
 */
export function readReceipt(file: string): Receipt {
  const bytes = readBytes(file);
  const mediaType = mediaTypeOf(bytes);
  if (mediaType !== null) return { fileName: path.basename(file), mediaType, bytes };
  throw new Refusal({
    code: 'RECEIPT_NOT_A_RECEIPT',
    message: `Cannot take ${quoteValue(path.basename(file))} as a receipt: by its bytes it is no PDF, PNG, JPEG, mail or signature${bytes.length === 0 ? ', it is empty' : ''}`,
    next: "Save the authority's receipt as PDF, PNG, JPEG, .eml or .p7s and give that file; nothing was recorded",
  });
}

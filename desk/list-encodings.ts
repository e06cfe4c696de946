export const LIST_ENCODINGS = ['utf8', 'utf16le', 'utf16be', 'latin1', 'windows-1252', 'iso-8859-15'] as const;
export type ListEncoding = (typeof LIST_ENCODINGS)[number];

interface Codec {
  /** As people call it. */
  called: string;
  /** Bytes of the smallest character. */
  width: 1 | 2;
  /** Text of whole lines; null when a byte of it is no character, which is never replaced by another. */
  decode: (lines: Buffer) => string | null;
}

const latin1 = (lines: Buffer): string => lines.toString('latin1');

/** No letters of ISO-8859. */
const CONTROLS = /[\u0080-\u009f]/;
/** The five bytes that Windows-1252 leaves undefined. */
const UNDEFINED_1252 = /[\u0081\u008d\u008f\u0090\u009d]/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** 0x80 to 0x9f of Windows-1252. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
/** Where ISO-8859-15 differs from ISO-8859-1. */
const LATIN_9: Record<string, string> = {
  '¤': '€',
  '¦': 'Š',
  '¨': 'š',
  '´': 'Ž',
  '¸': 'ž',
  '¼': 'Œ',
  '½': 'œ',
  '¾': 'Ÿ',
};

const wellFormed = (text: string): string | null => (LONE_SURROGATE.test(text) ? null : text);
const without = (text: string, forbidden: RegExp): string | null => (forbidden.test(text) ? null : text);

// Node's TextDecoder takes 'latin1' for Windows-1252, and releases differ in what they make of 0x80 to 0x9f: so these
// few tables are our own.
export const CODECS: Record<ListEncoding, Codec> = {
  utf8: { called: 'UTF-8', width: 1, decode: utf8 },
  utf16le: {
    called: 'UTF-16 (little-endian)',
    width: 2,
    decode: (lines) => (lines.length % 2 === 0 ? wellFormed(lines.toString('utf16le')) : null),
  },
  utf16be: {
    called: 'UTF-16 (big-endian)',
    width: 2,
    decode: (lines) => (lines.length % 2 === 0 ? wellFormed(Buffer.from(lines).swap16().toString('utf16le')) : null),
  },
  latin1: { called: 'Latin-1', width: 1, decode: (lines) => without(latin1(lines), CONTROLS) },
  'windows-1252': {
    called: 'Windows-1252',
    width: 1,
    decode: (lines) =>
      without(latin1(lines), UNDEFINED_1252)?.replace(
        /[\u0080-\u009f]/g,
        (byte) => WINDOWS[byte.charCodeAt(0) - 0x80] ?? byte,
      ) ?? null,
  },
  'iso-8859-15': {
    called: 'ISO-8859-15',
    width: 1,
    decode: (lines) =>
      without(latin1(lines), CONTROLS)?.replace(/[¤¦¨´¸¼½¾]/g, (letter) => LATIN_9[letter] ?? letter) ?? null,
  },
};

const utf8Decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function utf8(lines: Buffer): string | null {
  try {
    return utf8Decoder.decode(lines);
  } catch {
    return null;
  }
}

const NEWLINE = 0x0a;

/** Where the last whole line of these bytes ends; 0 when none does. They must begin where a line begins. */
export function endOfLines(bytes: Buffer, encoding: ListEncoding): number {
  if (CODECS[encoding].width === 1) return bytes.lastIndexOf(NEWLINE) + 1;
  const low = encoding === 'utf16le' ? 0 : 1;
  for (let at = bytes.lastIndexOf(NEWLINE); at >= 0; at = at === 0 ? -1 : bytes.lastIndexOf(NEWLINE, at - 1)) {
    const start = at - low;
    if (start >= 0 && start % 2 === 0 && bytes[start + 1 - low] === 0 && start + 2 <= bytes.length) return start + 2;
  }
  return 0;
}

/** The encoding a file's first bytes show; null when they show none. */
export function shownEncoding(start: Buffer): ListEncoding | null {
  const [a, b, c, d] = start;
  if (a === 0xff && b === 0xfe) return 'utf16le';
  if (a === 0xfe && b === 0xff) return 'utf16be';
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf8';
  if (a && b === 0 && c && d === 0) return 'utf16le';
  if (a === 0 && b && c === 0 && d) return 'utf16be';
  return null;
}

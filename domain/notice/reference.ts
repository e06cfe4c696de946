/** Crockford's base 32: no I, L, O, U, so that nothing is misheard or misread on the telephone. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 14;
const CHECK_LENGTH = 2;
/** Largest prime that two characters hold: every wrong character and every two swapped ones change the remainder. */
const MODULUS = 1021n;

/** Characters often taken for one another, beyond those that reading corrects by itself. */
const ALIKE = ['8B', '5S', '2Z', '6G', 'VY', 'MN', 'CG', 'UV', 'DT', 'BP', 'PT', 'FS'];

/** What previews and tests show in the place of a person's own; no notice to people carries it. */
export const SAMPLE_REFERENCE = 'TEST-0000-0000-W2';

/** Why a text is no reference, and what was probably meant. */
export interface ReferenceFault {
  what: string;
  didYouMean: string[];
}

/**
 * Reads a reference as a person types or says it: small letters, spaces, missing hyphens, O for 0, I or L for 1.
 *
 * @returns the reference in its groups, `7KQ3-9XWD-4TBM-2C`, or what is wrong with it
 */
export function readReference(text: string): string | ReferenceFault {
  const typed = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}._:/]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  const strange = [...typed].filter((character) => !DIGITS.includes(character));
  if (strange.length > 0 && typed.length === LENGTH) return fault(strangeWords(strange), candidates(typed));
  if (typed.length !== LENGTH) return fault(`it has ${typed.length} letters and digits, a reference has ${LENGTH}`, []);
  if (isRight(typed)) return inGroups(typed);
  return fault('its last two characters do not fit the rest: one was misread, or two were swapped', candidates(typed));
}

const fault = (what: string, didYouMean: string[]): ReferenceFault => ({ what, didYouMean });

const strangeWords = (strange: readonly string[]): string =>
  strange.every((character) => character === 'U')
    ? 'it holds a U, which no reference has'
    : 'it holds a character that no reference has';

/** A reference as it is shown. */
export const inGroups = (plain: string): string => plain.replace(/^(.{4})(.{4})(.{4})/, '$1-$2-$3-');

function isRight(plain: string): boolean {
  let value = 0n;
  for (const character of plain.slice(0, LENGTH - CHECK_LENGTH)) value = value * 32n + digitOf(character);
  const [high = '', low = ''] = plain.slice(LENGTH - CHECK_LENGTH);
  return value % MODULUS === digitOf(high) * 32n + digitOf(low);
}

const digitOf = (character: string): bigint => BigInt(DIGITS.indexOf(character));

/** References one common slip away: two neighbours swapped, or a character taken for one that looks or sounds alike. */
function candidates(typed: string): string[] {
  const found = new Set<string>();
  for (const variant of [...swapped(typed), ...misread(typed)]) {
    if ([...variant].every((character) => DIGITS.includes(character)) && isRight(variant)) found.add(inGroups(variant));
  }
  return [...found];
}

const swapped = (typed: string): string[] =>
  Array.from({ length: LENGTH - 1 }, (_, at) => {
    const [left = '', right = ''] = typed.slice(at, at + 2);
    return typed.slice(0, at) + right + left + typed.slice(at + 2);
  });

const misread = (typed: string): string[] =>
  [...typed].flatMap((character, at) =>
    ALIKE.filter((pair) => pair.includes(character)).map(
      (pair) => typed.slice(0, at) + pair.replace(character, '') + typed.slice(at + 1),
    ),
  );

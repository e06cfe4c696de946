import { quoteValue, Refusal } from '../refusal.ts';
import type { Authority, AuthorityRow } from './authorities/authority.ts';
import { EEA_A_TO_H } from './authorities/eea-a-to-h.ts';
import { EEA_H_TO_S } from './authorities/eea-h-to-s.ts';
import { GERMANY } from './authorities/germany.ts';
import { OUTSIDE, SPAIN_REGIONAL } from './authorities/regional-and-outside.ts';
import { nearestWords } from './nearest-words.ts';
import { LAW_VERIFIED_AT } from './version.ts';

export type { Authority, Channel, Confidence, Note } from './authorities/authority.ts';

function complete(row: AuthorityRow): Authority {
  const country = row.code.slice(0, 2);
  return {
    addresses: [],
    evidence: null,
    regime: 'GDPR',
    sector: 'all',
    holidayCountry: country,
    notes: [],
    reference: null,
    ...row,
    country,
    languages: row.languages.split(' '),
    verifiedAt: LAW_VERIFIED_AT,
  };
}

/** Every authority this project knows, in the order of their codes. */
export const AUTHORITIES: readonly Authority[] = [
  ...EEA_A_TO_H,
  ...EEA_H_TO_S,
  ...GERMANY,
  ...SPAIN_REGIONAL,
  ...OUTSIDE,
]
  .map(complete)
  .sort((a, b) => (a.code < b.code ? -1 : 1));

const BY_CODE = new Map(AUTHORITIES.map((authority) => [authority.code, authority]));

/** Codes written otherwise: the Union writes `EL` for Greece, ISO 3166 `GB` for the United Kingdom. */
const ALIASES: Readonly<Record<string, string>> = { EL: 'GR', GB: 'UK' };
const ISO_CODE: Readonly<Record<string, string>> = { UK: 'GB' };

/** The countries whose authorities apply the GDPR: the Member States, Iceland, Liechtenstein and Norway. */
export const EEA_COUNTRIES: readonly string[] = AUTHORITIES.filter(
  (authority) => authority.regime === 'GDPR' && authority.code.length === 2,
).map((authority) => authority.code);

/** The code as the tables write it: capitals, `GR` for `EL`, `UK` for `GB`. */
export function canonicalCode(code: string): string {
  const capitals = code.trim().toUpperCase();
  return ALIASES[capitals] ?? capitals;
}

/** The authority of a code, `EL` and `GB` included; undefined when there is none. */
export const authorityOf = (code: string): Authority | undefined => BY_CODE.get(canonicalCode(code));

/** The mail address of an authority's row; null when it has none. A general one is no filing channel by itself. */
export const mailboxOf = ({ addresses }: Authority): string | null =>
  addresses.find((address) => address.includes('@')) ?? null;

/** The words people use instead of a code: abbreviation, name, the country's name in English. */
function authorityNamed(text: string): Authority[] {
  const countries = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
  const wanted = text.trim().toLowerCase();
  return AUTHORITIES.filter((authority) => {
    const country = authority.code.length === 2 ? countries.of(ISO_CODE[authority.code] ?? authority.code) : undefined;
    const words = [authority.name, country, authority.abbr, ...(authority.abbr ?? '').split('/')];
    return words.some((word) => word?.toLowerCase() === wanted);
  });
}

/** Codes a person may have meant. */
function suggestedCodes(text: string): string[] {
  const named = authorityNamed(text).map((authority) => authority.code);
  return named.length > 0 ? named : nearestWords(canonicalCode(text), [...BY_CODE.keys()]);
}

/**
 * The authority of a code.
 *
 * @throws {Refusal} `AUTHORITY_UNKNOWN`, with the codes that may have been meant
 */
export function requireAuthority(code: string): Authority {
  const authority = authorityOf(code);
  if (authority) return authority;
  const meant = suggestedCodes(code);
  const question = meant.length > 0 ? `Did you mean ${meant.join(' or ')}? ` : '';
  throw new Refusal({
    code: 'AUTHORITY_UNKNOWN',
    message: `Cannot find authority ${quoteValue(code)}: no row has this code`,
    next: `${question}List the codes with: tocsin law authorities`,
  });
}

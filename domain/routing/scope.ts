import { AUTHORITIES, canonicalCode, EEA_COUNTRIES } from '../law/authorities.ts';
import { nearestWords } from '../law/nearest-words.ts';
import { quoteValue, Refusal } from '../refusal.ts';

/** How many people are affected, by country; null: some, number unknown; zero: none. */
export type PeopleByCountry = Record<string, number | null>;

/** Who answers for the processing, from where, and whom the breach touches. One scope per controller. */
export interface Scope {
  role: 'controller' | 'jointController' | 'processor';
  /** Countries; those outside the EEA may stand here too and count for nothing. */
  establishments: readonly string[];
  /** Where purposes and means are decided; `evidenced`: it can be proved (Art. 4(16)(a)). */
  mainEstablishment: { country: string; evidenced: boolean } | null;
  /** A public authority, or a body acting under Art. 6(1)(c) or (e). */
  publicAuthority: { country: string; region?: string | undefined } | null;
  /** Where the Art. 27 representative sits. */
  representative: string | null;
  /** Processing in several Member States or substantially affecting people in several (Art. 4(23)). */
  crossBorder: boolean;
  affected: PeopleByCountry;
  outside?: PeopleByCountry | undefined;
  /** The Land or region, by country: `{ "DE": "BY" }`. */
  regions?: Record<string, string> | undefined;
}

const REGIONS_OF_SPAIN = 'AN AR AS CB CE CL CM CN CT EX GA IB MC MD ML NC PV RI VC'.split(' ');
/** Länder with an authority of their own; `BYP` is Bavaria's second one. */
const LAENDER = AUTHORITIES.map(({ code }) => code)
  .filter((code) => code.startsWith('DE-') && code.length === 5)
  .map((code) => code.slice(3));
const REGIONS: Readonly<Record<string, readonly string[]>> = { DE: LAENDER, ES: REGIONS_OF_SPAIN };

function refuse(code: string, message: string, next: string): never {
  throw new Refusal({ code, message, next });
}

const isCountry = (code: string): boolean =>
  /^[A-Z]{2}$/.test(code) &&
  (EEA_COUNTRIES.includes(code) ||
    code === 'UK' ||
    new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }).of(code) !== undefined);

/** @throws {Refusal} `COUNTRY_UNKNOWN` */
function requireCountry(text: string, field: string): string {
  const code = canonicalCode(text);
  if (isCountry(code)) return code;
  const meant = nearestWords(code, EEA_COUNTRIES);
  const question = meant.length > 0 ? `Did you mean ${meant.join(' or ')}? ` : '';
  return refuse(
    'COUNTRY_UNKNOWN',
    `Cannot use ${quoteValue(text)} in '${field}': it is no country code`,
    `${question}Write two letters, such as ES`,
  );
}

/** A country of the EEA; a public body may also be an institution of the Union. */
function requireEea(text: string, field: string, alsoEu = false): string {
  const code = requireCountry(text, field);
  if (EEA_COUNTRIES.includes(code) || (alsoEu && code === 'EU')) return code;
  return refuse(
    'COUNTRY_NOT_EEA',
    `Cannot use ${quoteValue(text)} in '${field}': the country is not in the EEA`,
    "Put people in other countries under 'outside'",
  );
}

function requireOutside(text: string, field: string): string {
  const code = requireCountry(text, field);
  if (!EEA_COUNTRIES.includes(code)) return code;
  return refuse(
    'COUNTRY_IN_EEA',
    `Cannot use ${quoteValue(text)} in '${field}': the country is in the EEA`,
    "Put its people under 'affected'",
  );
}

/** Counts under canonical codes, without the countries where nobody is affected. */
function readPeople(
  people: PeopleByCountry,
  field: string,
  require: (text: string, field: string) => string,
): PeopleByCountry {
  const read = Object.entries(people).map(([text, count]): [string, number | null] => {
    const code = require(text, field);
    if (count === null || (Number.isSafeInteger(count) && count >= 0)) return [code, count];
    return refuse(
      'COUNT_INVALID',
      `Cannot use ${quoteValue(count)} people in '${field}.${code}': it is no whole number from 0 up`,
      'Write a whole number, or null if it is unknown',
    );
  });
  return Object.fromEntries(read.filter(([, count]) => count !== 0));
}

/**
 * The region's part of a code: `CT` for `CT` and `ES-CT`; empty where the country's regions do not matter.
 *
 * @throws {Refusal} `REGION_UNKNOWN`
 */
function readRegion(country: string, text: string): string {
  const known = REGIONS[country];
  const region = text.trim().toUpperCase().replace(`${country}-`, '');
  if (!known || known.includes(region)) return known ? region : '';
  const meant = nearestWords(region, known).join(' or ');
  return refuse(
    'REGION_UNKNOWN',
    `Cannot use region ${quoteValue(text)} of ${country}: no region has this code`,
    `${meant ? `Did you mean ${meant}? ` : ''}The codes are ${known.join(', ')}`,
  );
}

/** A scope whose codes are canonical and whose people are really affected. */
export interface CheckedScope extends Scope {
  outside: PeopleByCountry;
  regions: Record<string, string>;
}

/**
 * Reads a scope: `EL` becomes `GR`, `GB` becomes `UK`, countries with nobody affected fall away, the main establishment
 * is an establishment.
 *
 * @throws {Refusal} `COUNTRY_UNKNOWN`, `COUNTRY_NOT_EEA`, `COUNTRY_IN_EEA`, `COUNT_INVALID`, `REGION_UNKNOWN`
 */
export function checkScope(scope: Scope): CheckedScope {
  const main = scope.mainEstablishment;
  const places = [...scope.establishments, ...(main ? [main.country] : [])];
  const establishments = places.map((place) => requireCountry(place, 'establishments'));
  const regions = Object.entries(scope.regions ?? {}).map(([text, region]): [string, string] => {
    const country = requireEea(text, 'regions');
    return [country, readRegion(country, region)];
  });
  return {
    ...scope,
    establishments: [...new Set(establishments)].filter((country) => EEA_COUNTRIES.includes(country)),
    mainEstablishment: main && { ...main, country: requireCountry(main.country, 'mainEstablishment') },
    publicAuthority: readPublicAuthority(scope.publicAuthority),
    representative: scope.representative && requireEea(scope.representative, 'representative'),
    affected: readPeople(scope.affected, 'affected', requireEea),
    outside: readPeople(scope.outside ?? {}, 'outside', requireOutside),
    regions: Object.fromEntries(regions),
  };
}

function readPublicAuthority(body: Scope['publicAuthority']): Scope['publicAuthority'] {
  if (!body) return null;
  const country = requireEea(body.country, 'publicAuthority', true);
  return body.region === undefined ? { country } : { country, region: readRegion(country, body.region) };
}

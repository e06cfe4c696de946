import { instantMs, instantOf } from '../clocks/instant.ts';
import { placeOf, rfc3339InZone, showDate } from '../clocks/show-time.ts';
import { civilAt } from '../clocks/zone.ts';
import { PARTY_QUALIFICATIONS } from './codes/filing.ts';
import type { Code } from './codes.ts';
import type { ValueKind } from './field.ts';
import type { FilingHop, FilingParty, FilingRisk } from './input.ts';

export interface Showing {
  language: 'es' | 'en';
  zone: string;
}

const WORD = {
  es: { true: 'Sí', false: 'No', erased: '(texto suprimido)' },
  en: { true: 'Yes', false: 'No', erased: '(words erased)' },
} as const;

const labelOf = (codes: readonly Code[], code: unknown, { language }: Showing): string =>
  codes.find((each) => each.code === code)?.[language] ?? String(code);

/** `mar 25 nov 2025 08:15 Madrid (UTC+01:00)`; unlike a deadline, a midnight here is the start of its day. */
function showMoment(at: string, { zone, language }: Showing): string {
  const civil = instantOf(civilAt(instantMs(at), zone).ms);
  const offset = rfc3339InZone(at, zone).slice(-6);
  return `${showDate(civil.slice(0, 10), language)} ${civil.slice(11, 16)} ${placeOf(zone)} (UTC${offset})`;
}

const showDay = (value: string, showing: Showing): string =>
  value.length === 10 ? showDate(value, showing.language) : showMoment(value, showing);

const countryName = (code: string, language: string): string =>
  new Intl.DisplayNames(language, { type: 'region', fallback: 'code' }).of(code) ?? code;

const showCount = (value: unknown, language: string): string =>
  new Intl.NumberFormat(language, { useGrouping: 'always' }).format(Number(value));

function showPerCountry(value: object, { language }: Showing): string {
  return Object.entries(value)
    .map(([country, count]) => `${countryName(country, language)}: ${showCount(count, language)}`)
    .join('; ');
}

const isParty = (value: unknown): value is FilingParty =>
  value !== null && typeof value === 'object' && 'name' in value;

function showParty(party: FilingParty, showing: Showing): string {
  const contact = party.contact ? `, ${party.contact}` : '';
  return `${party.name} (${labelOf(PARTY_QUALIFICATIONS, party.qualification, showing)}${contact})`;
}

function showList(kind: ValueKind, value: readonly unknown[], showing: Showing): string {
  if (kind.kind === 'codes') return value.map((code) => labelOf(kind.codes, code, showing)).join('; ');
  if (kind.kind === 'countries') return value.map((code) => countryName(String(code), showing.language)).join(', ');
  return value
    .filter(isParty)
    .map((party) => showParty(party, showing))
    .join('; ');
}

/** A value as one types it into the form: in its language, times in the authority's zone. Words stay as they are. */
export function showValue(kind: ValueKind, value: unknown, showing: Showing): string {
  if (value === null) return WORD[showing.language].erased;
  if (Array.isArray(value)) return showList(kind, value, showing);
  if (typeof value === 'boolean') return WORD[showing.language][`${value}`];
  if (typeof value === 'object') return showPerCountry(value as object, showing);
  if (kind.kind === 'code') return labelOf(kind.codes, value, showing);
  if (kind.kind === 'count') return showCount(value, showing.language);
  const known = typeof value === 'string' && ['instant', 'date', 'day'].includes(kind.kind);
  return known ? showDay(value, showing) : String(value);
}

const DAYS = { es: 'días después de detectarlo', en: 'days after detecting it' } as const;

/** The vendor chain in a sentence each: who detected it when, and told us when. */
export function showHops(hops: readonly FilingHop[], showing: Showing): string {
  const { language } = showing;
  const day = (at: string): string => showDate(rfc3339InZone(at, showing.zone).slice(0, 10), language);
  const aware = language === 'es' ? 'tuvo conocimiento el' : 'became aware on';
  const told = language === 'es' ? 'y nos informó el' : 'and told us on';
  return hops
    .flatMap(({ name, detectedAt, noticedAt }) => {
      if (detectedAt === null) return [];
      if (noticedAt === null) return [`${name} ${aware} ${day(detectedAt)}.`];
      const days = Math.round((instantMs(noticedAt) - instantMs(detectedAt)) / 86_400_000);
      return [`${name} ${aware} ${day(detectedAt)} ${told} ${day(noticedAt)}, ${days} ${DAYS[language]}.`];
    })
    .join(' ');
}

/** The assessment in a line: method, score or range of scores, and that it stands on the edge of a band. */
export function showRisk(
  { method, scoreFrom, scoreTo, borderline, reasons }: FilingRisk,
  { language }: Showing,
): string {
  const decimal = (score: string | null): string =>
    language === 'es' ? (score ?? '').replace('.', ',') : (score ?? '');
  const range = scoreFrom === scoreTo ? decimal(scoreFrom) : `${decimal(scoreFrom)}-${decimal(scoreTo)}`;
  const edge = language === 'es' ? ' (en el límite entre dos niveles)' : ' (borderline)';
  const score = scoreFrom === null ? '' : `, SE ${range}${borderline ? edge : ''}`;
  return `${method}${score}.${reasons === null ? '' : ` ${reasons}`}`;
}

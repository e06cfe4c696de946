import type { Precision } from '../case/entry.ts';
import { instantMs, instantOf } from '../clocks/instant.ts';
import { placeOf, rfc3339InZone, showDate } from '../clocks/show-time.ts';
import { civilAt } from '../clocks/zone.ts';
import { PARTY_QUALIFICATIONS } from './codes/filing.ts';
import type { Code } from './codes.ts';
import type { ValueKind } from './field.ts';
import type { FilingHop, FilingParty, FilingRisk } from './input.ts';
import { knownDate } from './known-date.ts';
import { type FilingLanguage, labelIn } from './language.ts';

export interface Showing {
  language: FilingLanguage;
  zone: string;
}

const WORD: Record<FilingLanguage, { true: string; false: string; erased: string }> = {
  es: { true: 'Sí', false: 'No', erased: '(texto suprimido)' },
  en: { true: 'Yes', false: 'No', erased: '(words erased)' },
  fr: { true: 'Oui', false: 'Non', erased: '(texte effacé)' },
  de: { true: 'Ja', false: 'Nein', erased: '(Text gelöscht)' },
  it: { true: 'Sì', false: 'No', erased: '(testo cancellato)' },
  pt: { true: 'Sim', false: 'Não', erased: '(texto apagado)' },
};

/** Numbers and countries as in Portugal, whose dates, though, have no names of months in their short form. */
const localeOf = (language: FilingLanguage): string => (language === 'pt' ? 'pt-PT' : language);

function labelOf(codes: readonly Code[], code: unknown, { language }: Showing): string {
  const found = codes.find((each) => each.code === code);
  return found === undefined ? String(code) : labelIn(found, language);
}

/** `mar 25 nov 2025 08:15 Madrid (UTC+01:00)`; unlike a deadline, a midnight here is the start of its day. */
function showMoment(at: string, { zone, language }: Showing): string {
  const civil = instantOf(civilAt(instantMs(at), zone).ms);
  const offset = rfc3339InZone(at, zone).slice(-6);
  return `${showDate(civil.slice(0, 10), language)} ${civil.slice(11, 16)} ${placeOf(zone)} (UTC${offset})`;
}

const showDay = (value: string, showing: Showing): string =>
  value.length === 10 ? showDate(value, showing.language) : showMoment(value, showing);

const countryName = (code: string, language: FilingLanguage): string =>
  new Intl.DisplayNames(localeOf(language), { type: 'region', fallback: 'code' }).of(code) ?? code;

const showCount = (value: unknown, language: FilingLanguage): string =>
  new Intl.NumberFormat(localeOf(language), { useGrouping: 'always' }).format(Number(value));

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

/** Awareness: its moment; where only the date is known and it began elsewhere at 00:00, the date alone. */
export function showAwareness(at: string, precision: Precision | null, showing: Showing): string {
  const date = knownDate(at, precision, showing.zone);
  const here = rfc3339InZone(at, showing.zone).startsWith(`${date}T`);
  return here ? showMoment(at, showing) : showDate(date, showing.language);
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

/** A step of the vendor chain as a sentence: `{n}` the name, `{d}` the day of detection, `{t}` of the notice, `{c}` days. */
const HOP: Record<FilingLanguage, { aware: string; told: string }> = {
  es: {
    aware: '{n} tuvo conocimiento el {d}.',
    told: '{n} tuvo conocimiento el {d} y nos informó el {t}, {c} días después de detectarlo.',
  },
  en: {
    aware: '{n} became aware on {d}.',
    told: '{n} became aware on {d} and told us on {t}, {c} days after detecting it.',
  },
  fr: {
    aware: '{n} en a eu connaissance le {d}.',
    told: '{n} en a eu connaissance le {d} et nous en a informés le {t}, {c} jours après la détection.',
  },
  de: {
    aware: '{n} hat am {d} Kenntnis erlangt.',
    told: '{n} hat am {d} Kenntnis erlangt und uns am {t} informiert, {c} Tage nach der Entdeckung.',
  },
  it: {
    aware: '{n} ne è venuto a conoscenza il {d}.',
    told: '{n} ne è venuto a conoscenza il {d} e ci ha informati il {t}, {c} giorni dopo averla rilevata.',
  },
  pt: {
    aware: '{n} teve conhecimento em {d}.',
    told: '{n} teve conhecimento em {d} e informou-nos em {t}, {c} dias depois da deteção.',
  },
};

/** The vendor chain in a sentence each: who detected it when, and told us when. */
export function showHops(hops: readonly FilingHop[], { language, zone }: Showing): string {
  const day = (at: string, precision: FilingHop['detectedPrecision']): string =>
    showDate(knownDate(at, precision, zone), language);
  return hops
    .flatMap(({ name, detectedAt, detectedPrecision, noticedAt, noticedPrecision }) => {
      if (detectedAt === null) return [];
      const told = noticedAt === null ? null : instantMs(noticedAt) - instantMs(detectedAt);
      const parts: Record<string, string> = {
        n: name,
        d: day(detectedAt, detectedPrecision),
        t: noticedAt === null ? '' : day(noticedAt, noticedPrecision),
        c: String(Math.round((told ?? 0) / 86_400_000)),
      };
      return [HOP[language][told === null ? 'aware' : 'told'].replace(/\{([ndtc])\}/g, (_, part) => parts[part] ?? '')];
    })
    .join(' ');
}

const BORDERLINE: Record<FilingLanguage, string> = {
  es: 'en el límite entre dos niveles',
  en: 'borderline',
  fr: 'à la limite entre deux niveaux',
  de: 'an der Grenze zweier Stufen',
  it: 'al limite tra due livelli',
  pt: 'no limite entre dois níveis',
};

/** The assessment in a line: method, score or range of scores, and that it stands on the edge of a band. */
export function showRisk(
  { method, scoreFrom, scoreTo, borderline, reasons }: FilingRisk,
  { language }: Showing,
): string {
  const decimal = (score: string | null): string => (score ?? '').replace('.', language === 'en' ? '.' : ',');
  const range = scoreFrom === scoreTo ? decimal(scoreFrom) : `${decimal(scoreFrom)}-${decimal(scoreTo)}`;
  const edge = borderline ? ` (${BORDERLINE[language]})` : '';
  const score = scoreFrom === null ? '' : `, SE ${range}${edge}`;
  return `${method}${score}.${reasons === null ? '' : ` ${reasons}`}`;
}

import { EEA_COUNTRIES } from '../law/authorities.ts';
import { nearestWords } from '../law/nearest-words.ts';
import { quoteValue } from '../refusal.ts';
import { type CodeList, codesOf } from './codes.ts';
import type { ValueKind } from './field.ts';

export interface Fault {
  code: 'FACT_VALUE_UNKNOWN' | 'FACT_VALUE_FORM';
  sentence: string;
}

const form = (sentence: string): Fault => ({ code: 'FACT_VALUE_FORM', sentence });

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

function unknownCode(list: CodeList, value: unknown): Fault | null {
  const codes = codesOf(list);
  if (typeof value === 'string' && codes.includes(value)) return null;
  const near = typeof value === 'string' ? nearestWords(value, codes).slice(0, 1) : [];
  const hint = near.length > 0 ? ` Did you mean ${near.join()}?` : '';
  const sentence = `${quoteValue(value)} is not one of: ${codes.join(', ')}.${hint}`;
  return { code: 'FACT_VALUE_UNKNOWN', sentence };
}

function faultOfCodes(list: CodeList, value: unknown): Fault | null {
  if (!Array.isArray(value) || value.length === 0) return form(`give one or more of: ${codesOf(list).join(', ')}`);
  if (new Set(value).size !== value.length) return form('a value is given twice');
  return value.map((each) => unknownCode(list, each)).find((fault) => fault !== null) ?? null;
}

/** A date that exists in the calendar: `2025-02-30` does not. */
function isDate(value: unknown): value is string {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const ms = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(value);
}

function isInstant(value: unknown): boolean {
  if (typeof value !== 'string' || !isDate(value.slice(0, 10))) return false;
  return /^.{10}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(value) && !Number.isNaN(Date.parse(value));
}

const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;
const isCountry = (value: unknown): boolean => typeof value === 'string' && /^[A-Z]{2}$/.test(value);

function faultOfCountries(value: unknown): Fault | null {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isCountry)) {
    return form(`give country codes of two capitals, such as ${EEA_COUNTRIES.slice(0, 3).join(', ')}`);
  }
  return null;
}

function faultOfCountPerCountry(value: unknown): Fault | null {
  const rows = isRecord(value) ? Object.entries(value) : [];
  if (rows.length > 0 && rows.every(([country, count]) => isCountry(country) && isCount(count))) return null;
  return form('give whole numbers per country, such as {"ES": 1200, "PT": 40}');
}

/** What is wrong with a value of a kind, in words that fit behind the field's label; null when nothing is. */
export function faultOf(kind: ValueKind, value: unknown): Fault | null {
  switch (kind.kind) {
    case 'code':
      return unknownCode(kind.codes, value);
    case 'codes':
      return faultOfCodes(kind.codes, value);
    case 'words':
      return value === undefined || value === null || value === true ? null : form('is text: say it as words');
    case 'reference':
      return typeof value === 'string' && /^[\w./ -]{1,80}$/.test(value)
        ? null
        : form('give up to 80 letters and digits');
    case 'date':
      return isDate(value) ? null : form(`${quoteValue(value)} is not a date such as 2027-04-03`);
    case 'instant':
      return isInstant(value) ? null : form(`${quoteValue(value)} is not a time such as 2027-04-03T09:30:00+02:00`);
    case 'day':
      return isDate(value) || isInstant(value)
        ? null
        : form(`${quoteValue(value)} is neither a date such as 2027-04-03 nor a time with its offset`);
    case 'count':
      return isCount(value) ? null : form(`${quoteValue(value)} is not a whole number from 0 on`);
    case 'yesNo':
      return typeof value === 'boolean' ? null : form('give true or false');
    case 'countries':
      return faultOfCountries(value);
    case 'countPerCountry':
      return faultOfCountPerCountry(value);
    case 'parties':
      return Array.isArray(value) ? null : form('is a list of parties');
  }
}

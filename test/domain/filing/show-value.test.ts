import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { COUNT, COUNT_PER_COUNTRY, COUNTRIES, DATE, INSTANT, YES_NO } from '../../../domain/filing/field.ts';
import {
  FILING_LANGUAGES,
  type FilingLanguage,
  filingLanguageOf,
  labelTable,
} from '../../../domain/filing/language.ts';
import { showHops, showRisk, showValue } from '../../../domain/filing/show-value.ts';

/** Spaces of every width as one, since languages group numbers with different ones. */
const plain = (text: string): string => text.replace(/\s/g, ' ');
const showing = (language: FilingLanguage) => ({ language, zone: 'Europe/Madrid' });
const inAll = (show: (language: FilingLanguage) => string): Record<string, string> =>
  Object.fromEntries(FILING_LANGUAGES.map((language) => [language, plain(show(language))]));

describe('showValue, in each language', () => {
  it('shows a date with its weekday, the day before the month', () => {
    assert.deepEqual(
      inAll((language) => showValue(DATE, '2025-11-28', showing(language))),
      {
        es: 'vie 28 nov 2025',
        en: 'Fri 28 Nov 2025',
        fr: 'ven 28 nov 2025',
        de: 'Fr 28 Nov 2025',
        it: 'ven 28 nov 2025',
        pt: 'sex 28 nov 2025',
      },
    );
  });

  it('shows an instant in the zone, a midnight as the start of its day', () => {
    assert.deepEqual(
      ['de', 'pt'].map((language) =>
        showValue(INSTANT, '2025-11-25T00:00:00+01:00', showing(language as FilingLanguage)),
      ),
      ['Di 25 Nov 2025 00:00 Madrid (UTC+01:00)', 'ter 25 nov 2025 00:00 Madrid (UTC+01:00)'],
    );
  });

  it('groups numbers as the language does', () => {
    assert.deepEqual(
      inAll((language) => showValue(COUNT, 4200, showing(language))),
      { es: '4.200', en: '4,200', fr: '4 200', de: '4.200', it: '4.200', pt: '4 200' },
    );
  });

  it('names countries and says yes', () => {
    assert.deepEqual(
      inAll((language) => showValue(COUNTRIES, ['DE'], showing(language))),
      { es: 'Alemania', en: 'Germany', fr: 'Allemagne', de: 'Deutschland', it: 'Germania', pt: 'Alemanha' },
    );
    assert.deepEqual(
      inAll((language) => showValue(YES_NO, true, showing(language))),
      { es: 'Sí', en: 'Yes', fr: 'Oui', de: 'Ja', it: 'Sì', pt: 'Sim' },
    );
    assert.equal(plain(showValue(COUNT_PER_COUNTRY, { ES: 1200 }, showing('fr'))), 'Espagne: 1 200');
  });

  it('R-33-2 tells of the days between detection and notice in a sentence of the language', () => {
    const hops = [
      { name: 'Vendor $&', detectedAt: '2025-11-08T23:00:00Z', noticedAt: '2025-11-24T23:00:00Z', seq: 1 },
      { name: 'Sub', detectedAt: '2025-11-07T23:00:00Z', noticedAt: null, seq: 2 },
      { name: 'Silent', detectedAt: null, noticedAt: null, seq: 3 },
    ];
    assert.equal(
      showHops(hops, showing('de')),
      'Vendor $& hat am So 9 Nov 2025 Kenntnis erlangt und uns am Di 25 Nov 2025 informiert, 16 Tage nach der Entdeckung. Sub hat am Sa 8 Nov 2025 Kenntnis erlangt.',
    );
  });

  it('shows a score with the decimal sign of the language', () => {
    const risk = {
      outcome: 'risk',
      method: 'ENISA 2013',
      scoreFrom: '2.0',
      scoreTo: '3.0',
      borderline: true,
      reasons: null,
      seq: 1,
    } as const;
    assert.deepEqual(
      inAll((language) => showRisk(risk, showing(language))),
      {
        es: 'ENISA 2013, SE 2,0-3,0 (en el límite entre dos niveles).',
        en: 'ENISA 2013, SE 2.0-3.0 (borderline).',
        fr: 'ENISA 2013, SE 2,0-3,0 (à la limite entre deux niveaux).',
        de: 'ENISA 2013, SE 2,0-3,0 (an der Grenze zweier Stufen).',
        it: 'ENISA 2013, SE 2,0-3,0 (al limite tra due livelli).',
        pt: 'ENISA 2013, SE 2,0-3,0 (no limite entre dois níveis).',
      },
    );
  });
});

describe('languages', () => {
  it('takes the first of the authority that we have, else English', () => {
    assert.deepEqual(
      [['ca', 'es'], ['fr', 'nl', 'de'], ['el'], []].map((languages) => filingLanguageOf(languages)),
      ['es', 'fr', 'en', 'en'],
    );
  });

  for (const table of [
    'a | uno',
    'a | uno | one | un',
    'a | uno | one | un | eins | | um',
    'a | uno | one\na | x | y',
  ]) {
    it(`refuses the table ${JSON.stringify(table)}`, () => assert.throws(() => labelTable(table), /lacks a column/));
  }
});

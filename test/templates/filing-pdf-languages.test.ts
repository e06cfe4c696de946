import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { formFor } from '../../domain/filing/forms.ts';
import { FILING_LANGUAGES, type FilingLanguage } from '../../domain/filing/language.ts';
import { type Pack, packOf } from '../../domain/filing/pack.ts';
import { renderFilingPdf, renderPackPdf } from '../../templates/filing-pack-pdf.ts';
import { storyInput } from '../domain/filing/story-input.ts';
import { type PdfElement, type ReadPdf, readPdf, textOf } from '../support/pdf-reader.ts';

interface Expected {
  code: string;
  zone: string;
  /** As the authority calls itself. */
  name: string;
  title: string;
  /** The foot of a first page, up to how many there are. */
  page: string;
}

const EXPECTED: Record<FilingLanguage, Expected> = {
  es: {
    code: 'ES',
    zone: 'Europe/Madrid',
    name: 'Agencia Española de Protección de Datos',
    title: 'Notificación de brecha de datos personales',
    page: 'Página 1 de ',
  },
  en: {
    code: 'MT',
    zone: 'Europe/Malta',
    name: 'Office of the Information and Data Protection Commissioner',
    title: 'Notification of a personal data breach',
    page: 'Page 1 of ',
  },
  fr: {
    code: 'FR',
    zone: 'Europe/Paris',
    name: "Commission nationale de l'informatique et des libertés",
    title: "Notification d'une violation de données à caractère personnel",
    page: 'Page 1 sur ',
  },
  de: {
    code: 'DE-BY',
    zone: 'Europe/Berlin',
    name: 'Bayerisches Landesamt für Datenschutzaufsicht (BayLDA)',
    title: 'Meldung einer Verletzung des Schutzes personenbezogener Daten',
    page: 'Seite 1 von ',
  },
  it: {
    code: 'IT',
    zone: 'Europe/Rome',
    name: 'Garante per la protezione dei dati personali',
    title: 'Notifica di una violazione dei dati personali',
    page: 'Pagina 1 di ',
  },
  pt: {
    code: 'PT',
    zone: 'Europe/Lisbon',
    name: 'Comissão Nacional de Proteção de Dados',
    title: 'Notificação de uma violação de dados pessoais',
    page: 'Página 1 de ',
  },
};

/** Names in other alphabets, in letters that are written in English. */
const OTHER_ALPHABETS: readonly [code: string, zone: string, name: string][] = [
  ['GR', 'Europe/Athens', 'Αρχή Προστασίας Δεδομένων Προσωπικού Χαρακτήρα'],
  ['CY', 'Asia/Nicosia', 'Γραφείο Επιτρόπου Προστασίας Δεδομένων Προσωπικού Χαρακτήρα'],
  ['BG', 'Europe/Sofia', 'Комисия за защита на личните данни'],
];

const letterTo = (authority: string, zone: string): Pack =>
  packOf({ ...storyInput(), authority, zone }, formFor({ authority, form: 'letter' }));

/** Text without the line breaks the page put in. */
const flat = (element: PdfElement): string => textOf(element).replaceAll('\n', ' ').replace(/ +/g, ' ');

/** A character that the typeface does not have; the page names those that stand in the pack. */
const UNSEEN = /\[U\+[0-9A-F]/;

function isWhole({ root, unmarked, ua, fonts }: ReadPdf, name: string): void {
  assert.doesNotMatch(flat(root), UNSEEN);
  assert.ok(flat(root).includes(name), name);
  assert.deepEqual([unmarked, ua], [[], '1']);
  assert.ok(fonts.every(({ embedded }) => embedded));
}

describe('the letter as a PDF', () => {
  for (const language of FILING_LANGUAGES) {
    const { code, zone, name, title, page } = EXPECTED[language];
    it(`is written in ${language} for ${code}, and says so`, async () => {
      const pack = letterTo(code, zone);
      const read = readPdf(await renderFilingPdf(pack));
      assert.deepEqual([read.language, read.title], [language, `${title} · ${pack.caseId}`]);
      assert.ok(read.artifacts.some((text) => text.startsWith(page)));
      isWhole(read, name);
    });

    it(`is written in ${language} at the desk, too`, async () => {
      const read = readPdf(await renderPackPdf(letterTo(code, zone)));
      assert.equal(read.language, language);
      isWhole(read, name);
    });
  }

  for (const [code, zone, name] of OTHER_ALPHABETS) {
    it(`writes ${name} in its own letters`, async () => {
      const read = readPdf(await renderFilingPdf(letterTo(code, zone)));
      assert.equal(read.language, 'en');
      isWhole(read, name);
    });
  }
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ANNEX_A } from '../../../domain/filing/annex-a.ts';
import { COUNT, DATE, fieldsOf } from '../../../domain/filing/field.ts';
import { type FilingForm, sectionsOf } from '../../../domain/filing/forms/form.ts';
import { LETTER_FORM } from '../../../domain/filing/forms/letter.ts';
import { chosenForm, FORMS, formFor, rowsOf } from '../../../domain/filing/forms.ts';
import { FILING_LANGUAGES } from '../../../domain/filing/language.ts';
import { packOf } from '../../../domain/filing/pack.ts';
import { AUTHORITIES } from '../../../domain/law/authorities.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { renderPackText } from '../../../templates/filing-pack.ts';
import { storyInput } from './story-input.ts';

const codeOf = (ask: () => unknown): string => {
  try {
    ask();
  } catch (error) {
    if (error instanceof Refusal) return error.details.code;
  }
  return 'none';
};

describe('formFor', () => {
  const rows: [authority: string, form: string, language: string][] = [
    ['ES', 'aepd', 'es'],
    ['ES-CT', 'letter', 'es'],
    ['ES-PV', 'letter', 'es'],
    ['ES-AN', 'letter', 'es'],
    ['DE', 'letter', 'de'],
    ['DE-BY', 'letter', 'de'],
    ['AT', 'letter', 'de'],
    ['FR', 'letter', 'fr'],
    ['BE', 'letter', 'fr'],
    ['LU', 'letter', 'fr'],
    ['IT', 'letter', 'it'],
    ['PT', 'letter', 'pt'],
    ['IE', 'letter', 'en'],
    ['GR', 'letter', 'en'],
    ['FI', 'letter', 'en'],
    ['UK', 'letter', 'en'],
    ['CH', 'letter', 'de'],
    ['EU', 'letter', 'en'],
  ];
  for (const [authority, form, language] of rows) {
    it(`gives ${authority} the ${form} in ${language}`, () => {
      const chosen = formFor({ authority });
      assert.deepEqual([chosen.id, chosen.language], [form, language]);
    });
  }

  it('has a form for every authority of the table, in a language of the form', () => {
    for (const { code } of AUTHORITIES) {
      const { languages, language } = formFor({ authority: code });
      assert.equal(languages.includes(language), true, code);
    }
  });

  it('gives the common template where it is asked for', () => {
    assert.deepEqual(
      ['ES', 'FR'].map((authority) => formFor({ authority, form: 'edpb' }).language),
      ['en', 'en'],
    );
  });

  it('refuses a form nobody has, and the own form of another authority', () => {
    assert.equal(
      codeOf(() => formFor({ authority: 'ES', form: '__proto__' })),
      'FORM_UNKNOWN',
    );
    assert.equal(
      codeOf(() => formFor({ authority: 'FR', form: 'aepd' })),
      'FORM_NOT_OF_AUTHORITY',
    );
    assert.equal(
      codeOf(() => formFor({ authority: 'ES', form: 'letter' })),
      'none',
    );
  });
});

describe('the forms', () => {
  for (const form of FORMS) {
    it(`${form.id} asks only fields there are, each once`, () => {
      const known = new Set(rowsOf(form).map(({ key }) => key));
      const asked = form.sections.flatMap(({ fields }) => fields.map(({ key }) => key));
      assert.deepEqual(
        asked.filter((key) => !known.has(key)),
        [],
      );
      assert.equal(new Set(asked).size, asked.length);
    });

    it(`${form.id} has labels and lists in each of its languages`, () => {
      const asked = new Set(form.sections.flatMap(({ fields }) => fields.map(({ key }) => key)));
      const labelled = rowsOf(form)
        .filter(({ key }) => asked.has(key))
        .flatMap((row) => [row, ...('codes' in row.kind ? row.kind.codes : [])]);
      for (const language of form.languages) {
        for (const labels of [form.name, form.caution, ...form.sections, ...labelled]) {
          assert.equal(typeof labels[language], 'string', `${form.id}, ${language}: ${labels.en}`);
        }
      }
    });
  }

  it('R-33-3 the letter asks everything the article asks, whatever its letter', () => {
    const asked = new Set(LETTER_FORM.sections.flatMap(({ fields }) => fields.map(({ key }) => key)));
    const content = ['a1', 'a2', 'a3', 'a4', 'a5', 'b', 'c', 'd', 'start', 'risk', 'people'];
    const left = ANNEX_A.filter(({ code, key }) => code !== null && content.includes(code) && !asked.has(key));
    assert.deepEqual(left, []);
    assert.deepEqual(LETTER_FORM.languages, FILING_LANGUAGES);
  });

  it('R-33-4 the letter says what is still open and by when it follows', () => {
    const story = storyInput();
    const followsOn = { value: '2025-12-12', seq: 60, source: 'dpo', confidence: 'confirmed' as const, at: null };
    const input = { ...story, authority: 'FR', zone: 'Europe/Paris', values: { ...story.values, followsOn } };
    const fields = packOf(input).sections[10]?.fields.map(({ label, shown }) => [label, shown]);
    assert.deepEqual(fields, [
      [
        'Reste à préciser',
        'Nombre de personnes (art. 33, § 3, a); Nombre d’enregistrements (art. 33, § 3, a); Date de la violation',
      ],
      ['Pourquoi cela ne peut être dit maintenant', null],
      ['Le complément suivra au plus tard le', 'ven 12 déc 2025'],
    ]);
  });

  it('says of each pack whom it is for, what the form is worth, and what to know there', () => {
    const { authority, form } = packOf({ ...storyInput(), authority: 'MT', zone: 'Europe/Malta' });
    assert.deepEqual(
      [authority.code, authority.confidence, form.id, form.evidence, form.wording],
      ['MT', 'A', 'letter', 'D', 'ours'],
    );
    assert.match(authority.notes[0]?.text ?? '', /CDP\/DBN\/n\/yyyy/);
  });

  it('R-1-13 tells every Land the reservation of the federal act', () => {
    const notes = AUTHORITIES.filter(({ country }) => country === 'DE').map((each) =>
      each.notes.some(({ text, evidence }) => text.includes('BDSG 42(4), 43(4)') && evidence === 'M'),
    );
    assert.deepEqual([notes.length, notes.includes(false)], [18, false]);
  });
});

/** A form somebody adds: nothing but data. */
const TOY: FilingForm = {
  id: 'toy',
  name: { es: 'Formulario de juguete', en: 'Toy form' },
  version: '0',
  verifiedAt: '2026-11-22',
  evidence: 'D',
  wording: 'ours',
  caution: { es: 'No existe.', en: 'It does not exist.' },
  authorities: ['IE'],
  languages: ['en'],
  ownRows: [
    fieldsOf('drillsLastYear | Simulacros del último año | Drills last year')('drillsLastYear', 'Toy, II', COUNT),
    fieldsOf('checkedOn | Revisado el | Checked on')('checkedOn', 'Toy, II', DATE, { need: 'optional' }),
  ],
  derive: () => ({}),
  sections: sectionsOf('I | Lo esencial | The essentials\nII | Lo propio | Our own', {
    I: 'controller.name types countKind?',
    II: 'drillsLastYear checkedOn',
  }),
};

describe('a form that is only data', () => {
  const form = chosenForm(TOY, 'IE');
  const pack = packOf({ ...storyInput(), authority: 'IE', zone: 'Europe/Dublin' }, form);

  it('is filled in, checked and numbered by the same engine', () => {
    assert.deepEqual(
      pack.sections.map(({ number, title, fields }) => [
        number,
        title,
        fields.map((each) => [each.number, each.label, each.status]),
      ]),
      [
        [
          'I',
          'The essentials',
          [
            ['I.1', 'Name of the controller', 'given'],
            ['I.2', 'What was affected', 'given'],
            ['I.3', 'Number of people: how exact', 'open'],
          ],
        ],
        [
          'II',
          'Our own',
          [
            ['II.1', 'Drills last year', 'missing'],
            ['II.2', 'Checked on', 'blank'],
          ],
        ],
      ],
    );
    const own = pack.findings.filter(({ field }) => field === 'drillsLastYear').map(({ code }) => code);
    assert.deepEqual(own, ['FILING_FIELD_MISSING']);
  });

  it('is rendered by the same templates', () => {
    assert.match(renderPackText(pack), /\nII\. Our own\n {2}II\.1 Drills last year\n/);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { packOf } from '../../../domain/filing/pack.ts';
import { storyInput, unknownInput } from './story-input.ts';

/** The expected initial pack, typed by hand; people are not yet told in ours. */
const EXPECTED = {
  type: 'new',
  subtype: 'incomplete',
  involved: true,
  parties: [{ qualification: 'processor', name: 'Mixpanel' }],
  when: 'tbd',
  controllerAwareAt: '2025-11-25T00:00:00+01:00',
  awarePrecision: 'date',
  discoveredBy: 'processor',
  otherPartyToldOn: '2025-11-25',
  timelineText: 'processor aware 2025-11-09',
  types: ['confidentiality'],
  cKind: 'exfiltrated',
  unintelligible: 'no',
  incident: ['unauthorised_it_access', 'exfiltration'],
  cause: 'external_malicious',
  categories: ['users', 'customers'],
  countKind: 'tbd',
  count: null,
  dataTypes: ['basic', 'contact', 'location', 'additional'],
  recordKind: 'tbd',
  consequences: { c: ['linkable', 'misused'] },
  impact: ['loss_of_control', 'fraud'],
  severity: 'moderate',
  riskOutcome: 'risk',
  method: 'ENISA 2013, SE 2.0-3.0, borderline',
  addressing: ['vendor_removed_from_production', 'dataset_review_per_account'],
  police: 'unknown',
  otherAuthorities: 'unknown',
  crossBorder: 'unknown',
  openCodes: ['a3', 'a5', 'start'],
  lateReasons: null,
};

const fieldsOf = (input = storyInput()) => packOf(input).sections.flatMap(({ fields }) => fields);
const fieldOf = (key: string, input = storyInput()) => fieldsOf(input).find((field) => field.key === key);

describe('packOf, the story filed in Spain', () => {
  const { annexA } = packOf(storyInput());

  for (const [key, value] of Object.entries(EXPECTED)) {
    it(`T-8-3 gives ${key} as the expected pack does`, () => assert.deepEqual(annexA[key], value));
  }

  it('T-8-3 says that people will be told on a date, and nothing of means or of who was reached', () => {
    assert.deepEqual(
      [annexA['status'], annexA['plannedOn'], annexA['means'], annexA['informed']],
      ['no_will_on_date', '2025-11-28', undefined, undefined],
    );
  });

  it('T-8-3 is the expected pack in every key once people have been told, and then too leaves three codes open', () => {
    const story = storyInput();
    const { plannedOn: _, ...values } = story.values;
    const told = {
      status: 'yes',
      means: 'individual',
      informed: 'not_all',
      startedOn: '2025-11-27',
      informedText: 'Se identifica aún a las demás personas.',
      informedCount: 10,
      contentText: 'Aviso enviado.',
    };
    const said = (value: unknown) => ({
      value,
      seq: 70,
      source: 'controller',
      confidence: 'confirmed' as const,
      at: null,
    });
    const claimed = Object.fromEntries(Object.entries(told).map(([key, value]) => [key, said(value)]));
    const pack = packOf({ ...story, values: { ...values, ...claimed } });
    const expected = { ...EXPECTED, status: 'yes', means: 'individual', informed: 'not_all' };
    const actual = Object.fromEntries(Object.keys(expected).map((key) => [key, pack.annexA[key]]));
    assert.deepEqual(actual, expected);
    assert.deepEqual(
      pack.findings.filter(({ severity }) => severity === 'error'),
      [],
    );
  });

  it('T-8-3 marks that the data are readable as inferred', () => {
    assert.equal(fieldOf('unintelligible')?.status, 'inferred');
  });

  it('T-8-3 does not tick credentials', () => {
    assert.equal(JSON.stringify(annexA['dataTypes']).includes('credentials'), false);
  });

  it('has the fifteen sections of the form, numbered as there', () => {
    const numbers = packOf(storyInput()).sections.map(({ number }) => Number(number));
    assert.deepEqual(numbers, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);
  });

  it('shows values in the language of the form and says which entry they come from', () => {
    const field = fieldOf('controllerAwareAt');
    assert.deepEqual(
      [field?.number, field?.shown, field?.seq],
      ['10.3', 'mar 25 nov 2025 00:00 Madrid (UTC+01:00)', 12],
    );
  });

  it('says of each value which entry it comes from, who said it, how sure it is, and when', () => {
    const given = fieldsOf().filter(({ status, source }) => status === 'given' && source !== 'engine');
    assert.deepEqual(
      given.filter(({ seq, source, confidence, at }) => seq === null || !source || !confidence || at === null),
      [],
    );
    assert.deepEqual(
      ['controller.name', 'controllerAwareAt', 'riskOutcome'].map((key) => fieldOf(key)?.at),
      ['2025-11-01T08:00:00.000Z', '2025-11-25T09:05:00.000Z', '2025-11-26T09:30:00.000Z'],
    );
  });

  it('R-33-2 tells of the sixteen days between the detection and the notice', () => {
    assert.equal(
      fieldOf('timelineText')?.shown,
      'Mixpanel tuvo conocimiento el dom 9 nov 2025 y nos informó el mar 25 nov 2025, 16 días después de detectarlo.',
    );
  });

  it('reads intent, origin and mechanism of the form from the model', () => {
    assert.deepEqual(
      ['intent', 'origin', 'how'].map((key) => fieldOf(key)?.value),
      ['intentional', 'processor', ['cyber_unauthorised_access_to_IT_data', 'supplier_incident']],
    );
  });

  it('marks fields whose labels come from memory', () => {
    assert.deepEqual([fieldOf('dataTypes')?.verify, fieldOf('countKind')?.verify], [true, false]);
  });

  it('is plain data: it survives being written as JSON', () => {
    const pack = packOf(storyInput());
    assert.deepEqual(JSON.parse(JSON.stringify(pack)), pack);
  });
});

describe('packOf, other states', () => {
  it('leaves every code open when nothing is known', () => {
    const codes = ['a1', 'a2', 'a3', 'a4', 'a5', 'b', 'c', 'd', 'start', 'risk', 'people'];
    assert.deepEqual(packOf(unknownInput()).openCodes, codes);
  });

  it('quotes the earlier registry number in a complementary filing', () => {
    const input = { ...storyInput(), phase: 'complementary' as const, previousId: 'REGAGE25e00012345' };
    const { annexA } = packOf(input);
    assert.deepEqual([annexA['type'], annexA['previousId']], ['follow_up', 'REGAGE25e00012345']);
  });

  it('asks only the first sections in a withdrawal', () => {
    const input = { ...storyInput(), phase: 'withdrawal' as const, previousId: 'REGAGE25e00012345', values: {} };
    const missing = packOf(input).findings.filter(({ severity }) => severity === 'error');
    assert.deepEqual(
      missing.map(({ field }) => field),
      ['withdrawReason'],
    );
  });

  it('writes a letter in its language to an authority without a form of its own', () => {
    const pack = packOf({ ...storyInput(), authority: 'PT', zone: 'Europe/Lisbon' });
    assert.deepEqual(
      [pack.form.id, pack.form.language, pack.sections.length, pack.sections[3]?.fields[0]?.label],
      ['letter', 'pt', 12, 'Categorias de titulares'],
    );
  });
});

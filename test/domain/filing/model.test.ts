import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { storyChoices } from '../../../cli/rehearse/mixpanel/contradictions.ts';
import { STORY_DATES } from '../../../cli/rehearse/mixpanel/dates.ts';
import { storyClaims } from '../../../cli/rehearse/mixpanel/facts.ts';
import { LATER_CHOICES, LATER_CLAIMS } from '../../../cli/rehearse/mixpanel/later-facts.ts';
import { ANNEX_A } from '../../../domain/filing/annex-a.ts';
import { AEPD_FORM } from '../../../domain/filing/forms/aepd.ts';
import { checkClaim, isTextKey, rowOf } from '../../../domain/filing/model.ts';

const codesOf = (key: string, value: unknown): string[] => checkClaim(key, value).map(({ code }) => code);

describe('checkClaim', () => {
  it('says which key was meant', () => {
    const [finding] = checkClaim('countKnd', 'exact');
    assert.deepEqual([finding?.code, finding?.sentence.includes('Did you mean countKind')], ['FACT_KEY_UNKNOWN', true]);
  });

  it('lists the values that are allowed, and the nearest', () => {
    const [finding] = checkClaim('countKind', 'aproximate');
    assert.equal(finding?.code, 'FACT_VALUE_UNKNOWN');
    assert.match(finding?.sentence ?? '', /exact, approximate, undeterminable, tbd\. Did you mean approximate\?/);
  });

  it('refuses a fact another statement says, and names the command', () => {
    const [finding] = checkClaim('controllerAwareAt', '2025-11-25T00:00:00+01:00');
    assert.equal(finding?.code, 'FACT_KEY_SAID_ELSEWHERE');
    assert.match(finding?.sentence ?? '', /tocsin awareness decide/);
  });

  const accepted: [string, unknown][] = [
    ['countKind', 'tbd'],
    ['count', 0],
    ['types', ['confidentiality', 'availability']],
    ['consequences.c', ['linkable']],
    ['start', '2025-11-09'],
    ['start', '2025-11-09T10:00:00+01:00'],
    ['plannedOn', '2024-02-29'],
    ['estimatedOnly', false],
    ['causeText', undefined],
    ['causeText', true],
    ['affectedCountries', ['ES', 'PT']],
    ['countPerCountry', { ES: 1200, PT: 40 }],
    ['processingSince', '1_to_5_years'],
  ];
  for (const [key, value] of accepted) {
    it(`accepts ${key} = ${JSON.stringify(value)}`, () => assert.deepEqual(checkClaim(key, value), []));
  }

  const refused: [string, unknown, string][] = [
    ['__proto__', 'x', 'FACT_KEY_UNKNOWN'],
    ['constructor', 'x', 'FACT_KEY_UNKNOWN'],
    ['types', 'confidentiality', 'FACT_VALUE_FORM'],
    ['types', [], 'FACT_VALUE_FORM'],
    ['types', ['integrity', 'integrity'], 'FACT_VALUE_FORM'],
    ['types', ['confidentiality', 'secrecy'], 'FACT_VALUE_UNKNOWN'],
    ['count', -1, 'FACT_VALUE_FORM'],
    ['count', 1.5, 'FACT_VALUE_FORM'],
    ['count', '12', 'FACT_VALUE_FORM'],
    ['plannedOn', '2025-02-29', 'FACT_VALUE_FORM'],
    ['plannedOn', '09/11/2025', 'FACT_VALUE_FORM'],
    ['start', '2025-11-09T10:00:00', 'FACT_VALUE_FORM'],
    ['start', '2025-11-31T10:00:00Z', 'FACT_VALUE_FORM'],
    ['causeText', 'a text that should have been sealed', 'FACT_VALUE_FORM'],
    ['affectedCountries', ['Spain'], 'FACT_VALUE_FORM'],
    ['countPerCountry', { ES: -1 }, 'FACT_VALUE_FORM'],
    ['estimatedOnly', 'yes', 'FACT_VALUE_FORM'],
  ];
  for (const [key, value, code] of refused) {
    it(`refuses ${key} = ${JSON.stringify(value)}`, () => assert.deepEqual(codesOf(key, value), [code]));
  }

  it('never gives back words said in the wrong place', () => {
    assert.equal(JSON.stringify(checkClaim('causeText', 'canary')).includes('canary'), false);
  });

  it('accepts every claim of the story', () => {
    const said = [...storyClaims(STORY_DATES), ...storyChoices(STORY_DATES), ...LATER_CLAIMS, ...LATER_CHOICES];
    for (const { key, value, text } of said) {
      assert.deepEqual([key, checkClaim(key, value), isTextKey(key)], [key, [], text !== undefined]);
    }
  });
});

describe('the filing model', () => {
  it('has each key once', () => {
    const keys = [...ANNEX_A, ...AEPD_FORM.ownRows].map(({ key }) => key);
    assert.equal(new Set(keys).size, keys.length);
  });

  it('conditions name fields of the model', () => {
    const named = ANNEX_A.flatMap(({ need }) => (typeof need === 'string' ? [] : need.map(({ key }) => key)));
    assert.deepEqual(
      named.filter((key) => rowOf(key) === undefined && !['lateness', 'role'].includes(key)),
      [],
    );
  });

  it('the form of the AEPD shows every field of the model but one kind of identifier', () => {
    const shown = new Set(AEPD_FORM.sections.flatMap(({ fields }) => fields.map(({ key }) => key)));
    const rows = [...ANNEX_A, ...AEPD_FORM.ownRows].map(({ key }) => key);
    assert.deepEqual(
      rows.filter((key) => !shown.has(key)),
      ['controller.idType'],
    );
    assert.deepEqual(
      [...shown].filter((key) => !rows.includes(key)),
      [],
    );
  });
});

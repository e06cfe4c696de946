import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkFiling } from '../../../domain/filing/check.ts';
import type { FiledValue, FilingInput } from '../../../domain/filing/input.ts';
import { packOf } from '../../../domain/filing/pack.ts';
import { storyInput, unknownInput } from './story-input.ts';

const said = (value: unknown): FiledValue => ({ value, seq: 99, source: 'dpo', confidence: 'confirmed', at: null });

/** The story with some values said differently. */
function storyWith(values: Record<string, unknown>, more: Partial<FilingInput> = {}): FilingInput {
  const story = storyInput();
  const changed = Object.fromEntries(Object.entries(values).map(([key, value]) => [key, said(value)]));
  return { ...story, ...more, values: { ...story.values, ...changed } };
}

const errorsOf = (input: FilingInput): [code: string, field: string | null][] =>
  checkFiling(input)
    .findings.filter(({ severity }) => severity === 'error')
    .map(({ code, field }) => [code, field]);

const warningsOf = (input: FilingInput): string[] =>
  checkFiling(input)
    .findings.filter(({ severity }) => severity === 'warning')
    .map(({ code }) => code);

describe('checkFiling, the story', () => {
  it('T-8-3 is valid as incomplete, and not complete', () => {
    assert.deepEqual([errorsOf(storyInput()), checkFiling(storyInput()).complete], [[], false]);
  });

  it('T-8-3 is invalid as complete, with exactly the three open fields', () => {
    assert.deepEqual(errorsOf({ ...storyInput(), subtype: 'complete' }), [
      ['FILING_VALUE_OPEN', 'when'],
      ['FILING_VALUE_OPEN', 'countKind'],
      ['FILING_VALUE_OPEN', 'recordKind'],
    ]);
  });

  it('R-33-4 is complete once the three are answered', () => {
    const answers = {
      when: 'undeterminable',
      countKind: 'approximate',
      count: 4200,
      recordKind: 'approximate',
      recordCount: 4900,
      recordText: 'una fila',
    };
    const parties = [{ qualification: 'processor' as const, name: 'Mixpanel', contact: 'privacy@vendor.example' }];
    const input = storyWith(answers, { subtype: 'complete', parties });
    assert.deepEqual(checkFiling(input), { complete: true, findings: [] });
  });

  it('names the legal source and the command for each finding', () => {
    const finding = checkFiling(storyInput()).findings.find(({ field }) => field === 'countKind');
    assert.deepEqual(finding, {
      code: 'FILING_VALUE_OPEN',
      field: 'countKind',
      severity: 'warning',
      source: 'Art. 33(3)(a) GDPR; Annex A H[67]',
      sentence:
        '"Number of people: how exact" (a3) is still open. It may follow in a later phase (Art. 33(4)). Say it with: tocsin case facts breach-2025-9001 --set countKind=exact',
    });
  });
});

describe('checkFiling, each rule has its code', () => {
  const told = {
    status: 'yes',
    startedOn: '2025-11-28',
    informed: 'all',
    informedCount: 12,
    means: 'individual',
    contentText: 'x',
  };
  const exempt = { status: 'no_exempt_34_3', exemptionText: 'x' };
  const cases: [string, FilingInput, [string, string | null][]][] = [
    [
      'a high risk not communicated',
      storyWith({ riskOutcome: 'high', status: 'no_not_high_risk' }),
      [['HIGH_RISK_NOT_COMMUNICATED', 'status']],
    ],
    [
      'exemption c by individual mail',
      storyWith({ ...exempt, exemption: 'c', means: 'individual' }),
      [['EXEMPTION_C_NEEDS_PUBLIC', 'means']],
    ],
    ['exemption c in public', storyWith({ ...exempt, exemption: 'c', means: 'public' }), []],
    ['exemption c without means', storyWith({ ...exempt, exemption: 'c' }), [['FILING_FIELD_MISSING', 'means']]],
    ['exemption a without means', storyWith({ ...exempt, exemption: 'a' }), []],
    [
      'an exemption without its reasons',
      storyWith({ status: 'no_exempt_34_3', exemption: 'b' }),
      [['EXEMPTION_REASONS_MISSING', 'exemptionText']],
    ],
    ['an exemption without saying which', storyWith({ ...exempt }), [['FILING_FIELD_MISSING', 'exemption']]],
    [
      'thousands of people beside "to be determined"',
      storyWith({ count: 4000 }),
      [['COUNT_CONTRADICTS_KIND', 'count']],
    ],
    [
      'a number of records that cannot be determined',
      storyWith({ recordKind: 'undeterminable', recordCount: 7 }),
      [['COUNT_CONTRADICTS_KIND', 'recordCount']],
    ],
    ['a start beside "to be determined"', storyWith({ start: '2025-11-09' }), [['DATE_CONTRADICTS_WHEN', 'start']]],
    [
      'a contact point that nobody is',
      storyWith({ infoPoint: 'dpo' }, { dpo: null }),
      [['CONTACT_MISSING', 'infoPoint']],
    ],
    [
      'another contact point without name and contact',
      storyWith({ infoPoint: 'other' }),
      [
        ['FILING_FIELD_MISSING', 'infoPointName'],
        ['FILING_FIELD_MISSING', 'infoPointFunction'],
        ['FILING_FIELD_MISSING', 'infoPointContact'],
      ],
    ],
    [
      'joint controllers nobody names',
      storyWith({}, { role: 'jointController' }),
      [['JOINT_CONTROLLERS_MISSING', 'jointControllersText']],
    ],
    [
      'joint controllers by name',
      storyWith({ jointControllersText: 'Example One, S.L.; privacy@one.example' }, { role: 'jointController' }),
      [],
    ],
    [
      'other consequences nobody describes',
      storyWith({ 'consequences.c': ['other'] }),
      [['FILING_FIELD_MISSING', 'consequences.cText']],
    ],
    [
      'a withdrawal without reason',
      storyWith({}, { phase: 'withdrawal', previousId: 'REG1' }),
      [['WITHDRAW_REASON_MISSING', 'withdrawReason']],
    ],
    [
      'more people in countries than in all',
      storyWith({ countKind: 'exact', count: 10, countPerCountry: { ES: 8, PT: 3 } }),
      [['COUNT_PER_COUNTRY_EXCEEDS', 'countPerCountry']],
    ],
    [
      'as many people in countries as in all',
      storyWith({ countKind: 'exact', count: 11, countPerCountry: { ES: 8, PT: 3 } }),
      [],
    ],
    [
      'aware before being told',
      storyWith({}, { awareAt: '2025-11-23T23:00:00.000Z' }),
      [['AWARE_BEFORE_TOLD', 'controllerAwareAt']],
    ],
    [
      'aware before being told, explained',
      storyWith({ timelineText: 'Aviso informal.' }, { awareAt: '2025-11-23T23:00:00.000Z' }),
      [],
    ],
    [
      'an end before its start',
      storyWith({ when: 'range', estimatedOnly: true, start: '2025-11-09', end: '2025-11-08' }),
      [['END_BEFORE_START', 'end']],
    ],
    [
      'an end on the day of its start',
      storyWith({ when: 'range', estimatedOnly: true, start: '2025-11-09T10:00:00+01:00', end: '2025-11-09' }),
      [],
    ],
    [
      'a range without end',
      storyWith({ when: 'range', estimatedOnly: true, start: '2025-11-09' }),
      [['FILING_FIELD_MISSING', 'end']],
    ],
    [
      'a follow-up without the first number',
      storyWith({}, { phase: 'complementary' }),
      [['PREVIOUS_ID_MISSING', 'previousId']],
    ],
    ['late without reasons', storyWith({}, { lateness: 'LATE' }), [['LATE_REASONS_MISSING', 'lateReasons']]],
    [
      'late with reasons',
      storyWith({}, { lateness: 'LATE', reasonsForDelay: { code: 'processor_late', text: null, seq: 3 } }),
      [],
    ],
    [
      'late for another reason, not explained',
      storyWith({}, { lateness: 'LATE', reasonsForDelay: { code: 'other', text: null, seq: 3 } }),
      [['FILING_FIELD_MISSING', 'lateReasonsText']],
    ],
    [
      'a follow-up after the period',
      storyWith({}, { lateness: 'LATE', phase: 'complementary', previousId: 'REG1' }),
      [],
    ],
    ['no DPO, somebody else answers', storyWith({}, { dpo: null }), []],
    [
      'nobody who answers',
      storyWith({}, { dpo: null, reporter: null }),
      [
        ['FILING_FIELD_MISSING', 'reporter.name'],
        ['FILING_FIELD_MISSING', 'reporter.contact.email'],
        ['FILING_FIELD_MISSING', 'reporter.function'],
        ['CONTACT_MISSING', 'infoPoint'],
      ],
    ],
    ['awareness not decided', storyWith({}, { awareAt: null }), [['AWARENESS_MISSING', 'controllerAwareAt']]],
    ['a processor that would file', storyWith({}, { role: 'processor' }), [['PROCESSOR_DOES_NOT_FILE', 'type']]],
    ['a value no longer on the list', storyWith({ cKind: 'gone' }), [['FILING_VALUE_NOT_ALLOWED', 'cKind']]],
    ['words that were erased', storyWith({ impactText: null }), [['WORDS_ERASED', 'impactText']]],
    ['people told', storyWith(told), []],
    [
      'people told, not all, without why',
      storyWith({ ...told, informed: 'not_all' }),
      [['FILING_FIELD_MISSING', 'informedText']],
    ],
    [
      'integrity without its questions',
      storyWith({ types: ['confidentiality', 'integrity'] }),
      [
        ['FILING_FIELD_MISSING', 'iKind'],
        ['FILING_FIELD_MISSING', 'consequences.i'],
      ],
    ],
    [
      'a controller outside the EEA',
      storyWith({}, { controller: { ...storyInput().controller, country: 'US' } }),
      [
        ['FILING_FIELD_MISSING', 'representative.name'],
        ['FILING_FIELD_MISSING', 'representative.contact'],
        ['FILING_FIELD_MISSING', 'nonEeaCountries'],
        ['FILING_FIELD_MISSING', 'nonEeaCountPerCountry'],
        ['FILING_FIELD_MISSING', 'nonEeaAuthorities'],
      ],
    ],
  ];
  for (const [name, input, expected] of cases) {
    it(`finds ${expected.length === 0 ? 'nothing wrong with' : ''} ${name}`, () =>
      assert.deepEqual(errorsOf(input), expected));
  }

  for (const [key, open] of [
    ['cKind', 'tbd'],
    ['categories', ['users', 'not_yet_known']],
    ['consequences.c', ['under_assessment']],
    ['riskOutcome', 'more_information_needed'],
    ['status', 'no_investigating'],
    ['iKind', 'tbd'],
  ] as const) {
    it(`lets ${key} say ${JSON.stringify(open)} in a first filing, not in a complete one`, () => {
      const input = storyWith({ [key]: open });
      const found = (filing: FilingInput) =>
        checkFiling(filing).findings.filter(({ code, field }) => code === 'FILING_VALUE_OPEN' && field === key);
      assert.deepEqual(
        [input, { ...input, subtype: 'complete' as const }].map((filing) => found(filing)[0]?.severity),
        ['warning', 'error'],
      );
    });
  }

  it('always calls a withdrawal a follow-up of the first filing', () => {
    const { annexA } = packOf(storyWith({}, { phase: 'withdrawal', previousId: 'REG1' }));
    assert.deepEqual([annexA['type'], annexA['subtype'], annexA['previousId']], ['follow_up', 'withdraw', 'REG1']);
  });

  it('R-1-14 names the joint controllers among the parties, each by its own role', () => {
    const names = 'Example One, S.L.; privacy@one.example\n\n  Example Two GmbH ';
    const { annexA } = packOf(storyWith({ jointControllersText: names }, { role: 'jointController' }));
    assert.deepEqual(annexA['parties'], [
      { qualification: 'processor', name: 'Mixpanel' },
      { qualification: 'jointController', name: 'Example One, S.L.', contact: 'privacy@one.example' },
      { qualification: 'jointController', name: 'Example Two GmbH' },
    ]);
  });

  it('questions a reference that does not look like those of the authority', () => {
    const malta = (previousId: string): string[] =>
      warningsOf(storyWith({}, { authority: 'MT', phase: 'complementary', previousId }));
    assert.deepEqual(
      ['CDP/DBN/12/2026', 'E-12'].map((id) => malta(id).includes('PREVIOUS_ID_UNUSUAL')),
      [false, true],
    );
  });

  it('R-33-3 calls a filing thin that says nothing at all of a code', () => {
    const { values, ...story } = storyInput();
    const { categories: _, categoriesText: __, ...others } = values;
    const found = (input: FilingInput) => checkFiling(input).findings.find(({ code }) => code === 'FILING_THIN');
    assert.equal(found(storyInput()), undefined);
    assert.match(found({ ...story, values: others })?.sentence ?? '', /^Nothing at all is said of a2\./);
  });

  it('asks why a breach unlikely to be a risk is filed', () => {
    const risk = {
      outcome: 'unlikely',
      method: 'ENISA 2013',
      scoreFrom: '1.0',
      scoreTo: '1.0',
      borderline: false,
      reasons: null,
      seq: 3,
    } as const;
    assert.equal(warningsOf(storyWith({}, { risk })).includes('RISK_UNLIKELY_FILING'), true);
  });

  it('R-33-1 asks for reasons within the hour of Regulation 1182/71', () => {
    assert.equal(warningsOf(storyWith({}, { lateness: 'WITHIN_1182_HOUR' })).includes('LATE_REASONS_REQUESTED'), true);
  });

  it('R-33-1b says when the portal failed, how else the authority is reached, and how the reason is given', () => {
    const portalFailure = { authority: 'ES', at: '2025-11-27T22:10:00.000Z', evidenceKept: true, seq: 41 };
    const failedWith = (over: Partial<FilingInput>) =>
      checkFiling({ ...storyInput(), ...over }).findings.find(({ code }) => code === 'PORTAL_FAILED');
    const finding = failedWith({ portalFailure });
    assert.deepEqual([finding?.severity, finding?.field], ['warning', 'lateReasons']);
    const expected = [
      'The portal of ES failed on Thu 27 Nov 2025 23:10 Madrid',
      '(its picture is kept); the 72 hours go on',
      'ES by its row (confidence A, verified ',
      'verify before use): sedeaepd.gob.es. A general address is no recognised filing channel',
      ': tocsin filing delay breach-2025-9001 --authority ES --reason-code technical_failure_of_portal --reason "…"',
    ];
    for (const part of expected) assert.ok(finding?.sentence.includes(part), `${part} in ${finding?.sentence}`);
    assert.equal(failedWith({}), undefined);
    assert.equal(failedWith({ portalFailure: null }), undefined);
    const bare = failedWith({ portalFailure: { ...portalFailure, evidenceKept: false } });
    assert.match(bare?.sentence ?? '', /no picture of it is kept/);
  });

  it('R-33-1b asks for no reason twice, and takes none for given by itself', () => {
    const portalFailure = { authority: 'ES', at: '2025-11-27T22:10:00.000Z', evidenceKept: false, seq: 41 };
    const late = { ...storyInput(), portalFailure, lateness: 'LATE' as const };
    assert.ok(errorsOf(late).some(([code]) => code === 'LATE_REASONS_MISSING'));
    assert.equal(packOf(late).annexA['lateReasons'] ?? null, null);
    const reasonsForDelay = { code: 'technical_failure_of_portal', text: 'x', seq: 42 };
    const given = checkFiling({ ...late, reasonsForDelay }).findings.find(({ code }) => code === 'PORTAL_FAILED');
    assert.match(given?.sentence ?? '', /The reason for a late filing is on file$/);
  });

  it('says when another party cannot be reached, without holding the filing up', () => {
    assert.equal(warningsOf(storyInput()).includes('PARTY_CONTACT_MISSING'), true);
  });

  it('names both entries of a contradiction nobody decided', () => {
    const claims = [
      { seq: 21, value: 'exact', source: 'S0' },
      { seq: 34, value: 'approximate', source: 'S2' },
    ];
    const { values, ...rest } = storyInput();
    const { countKind: _, ...others } = values;
    const finding = checkFiling({ ...rest, values: others, conflicts: [{ key: 'countKind', claims }] }).findings.find(
      ({ code }) => code === 'FACT_CONTRADICTED',
    );
    assert.match(finding?.sentence ?? '', /S0 \(entry 21\) and S2 \(entry 34\) differ/);
  });

  it('finds every mandatory field missing when nothing is known, once each', () => {
    const expected = `controller.name controller.contact.address controller.contact.email reporter.name
      reporter.contact.email reporter.function infoPoint when controllerAwareAt discoveredBy discoveryText types
      incident cause causeText systemsText categories categoriesText countKind dataTypes dataTypesText recordKind
      measuresBefore measuresBeforeText impact severity addressing preventive measuresText status`;
    const fields = errorsOf(unknownInput()).map(([, field]) => field);
    assert.deepEqual(fields, expected.split(/\s+/));
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Refusal } from '../../../domain/refusal.ts';
import { assessEnisa } from '../../../domain/severity/assess-enisa.ts';
import { readAnswers } from '../../../domain/severity/enisa-answers.ts';
import {
  CIRCUMSTANCES,
  DATA_CATEGORIES,
  GENERAL_FACTORS,
  IDENTIFIERS,
  PROTECTIONS,
} from '../../../domain/severity/enisa-tables.ts';
import { judged, SEED } from './answers.ts';

const seed = Number(process.env['TOCSIN_TEST_SEED'] ?? Date.now() % 1_000_000);
console.log(`# fast-check seed ${seed} (repeat with TOCSIN_TEST_SEED=${seed})`);

interface Row {
  id: string;
  case: string;
  over: Record<string, unknown>;
  expected: [dpc: number, ei: number, cb: number, score: string, band: string];
}

const KNOWN = { confidentiality: 'knownRecipients', malicious: false };
const NOBODY = { confidentiality: 'notSeen', malicious: false };
const SIMPLE = { categories: { simple: 'base' } };
const ALL = { integrity: 'unrecoverable', availability: 'permanent' };
const ROWS: Row[] = [
  { id: 'T-6-1', case: '150 addresses in Cc', over: { ...SIMPLE, ...KNOWN }, expected: [1, 1, 0.25, '1.25', 'low'] },
  {
    id: 'T-6-2',
    case: 'a searchable address, taken by an attacker',
    over: { ...SIMPLE, identifiers: ['emailSearchable'] },
    expected: [1, 0.75, 1, '1.75', 'low'],
  },
  { id: 'T-6-3', case: 'the seed judged leniently', over: SIMPLE, expected: [1, 1, 1, '2.00', 'medium'] },
  {
    id: 'T-6-4',
    case: 'behaviour with a searchable address',
    over: { identifiers: ['emailSearchable'] },
    expected: [2, 0.75, 1, '2.50', 'medium'],
  },
  { id: 'T-6-5', case: 'the seed judged strictly', over: {}, expected: [2, 1, 1, '3.00', 'high'] },
  {
    id: 'T-6-6',
    case: 'the seed, were the location exact',
    over: { categories: { simple: 'base', behavioural: 'dailyLifeProfile' } },
    expected: [3, 1, 1, '4.00', 'veryHigh'],
  },
  {
    id: 'T-6-7',
    case: 'ransomware, health, restored',
    over: {
      categories: { sensitive: 'base' },
      identifiers: ['otherSignificant'],
      confidentiality: 'notSeen',
      availability: 'temporary',
    },
    expected: [4, 0.75, 0.75, '3.75', 'high'],
  },
  {
    id: 'T-6-8',
    case: 'encrypted laptop',
    over: { ...SIMPLE, ...NOBODY, protection: 'encryptedIntact', unintelligible: 'yes' },
    expected: [1, 0.25, 0, '0.25', 'low'],
  },
  {
    id: 'T-6-9',
    case: 'maximum',
    over: { ...ALL, categories: { sensitive: 'base' } },
    expected: [4, 1, 2, '6.00', 'veryHigh'],
  },
];

describe('assessEnisa', () => {
  for (const { id, case: words, over, expected } of ROWS) {
    it(`${id} from judgements: ${words} is ${expected[3]} ${expected[4]}`, () => {
      const { inputs, score, band } = assessEnisa(judged(over));
      assert.deepEqual([inputs.dpc, inputs.ei, inputs.cb, score, band], expected);
    });
  }

  it('lets the most telling category and the easiest identifier count', () => {
    const mixed = { categories: { simple: 'base', financial: 'base', sensitive: 'almostNothing' } };
    assert.equal(assessEnisa(judged(mixed)).inputs.dpc, 3);
    assert.equal(assessEnisa(judged({ identifiers: ['nameCommon', 'emailSearchable'] })).inputs.ei, 0.75);
  });

  it('moves identification one level by its protection, and never out of the table', () => {
    const eiOf = (identifier: string, protection: string): number =>
      assessEnisa(judged({ identifiers: [identifier], protection, unintelligible: 'unknown' })).inputs.ei;
    assert.equal(eiOf('emailSearchable', 'pseudonymised'), 0.5);
    assert.equal(eiOf('codeUnlinkable', 'pseudonymised'), 0.25);
    assert.equal(eiOf('codeUnlinkable', 'referenceList'), 0.5);
    assert.equal(eiOf('nameWithMore', 'referenceList'), 1);
    assert.equal(eiOf('nameWithMore', 'encryptedIntact'), 0.25);
  });

  it('explains each judgement: what was chosen, what it counts for, what it means', () => {
    const { trail, flags } = assessEnisa(judged({ general: ['vulnerablePeople'], generalStep: 1 }));
    assert.deepEqual(
      trail.map(({ input, chosen, counts }) => [input, chosen, counts]),
      [
        ['categories.simple', 'base', 'DPC 1'],
        ['categories.behavioural', 'base', 'DPC 2'],
        ['general', 'vulnerablePeople', 'DPC +1'],
        ['identifiers', 'nameWithMore', 'EI 1'],
        ['identifiers', 'emailWithName', 'EI 1'],
        ['confidentiality', 'unknownRecipients', 'CB +0.5'],
        ['integrity', 'notAltered', 'CB +0'],
        ['availability', 'easilyRecovered', 'CB +0'],
        ['malicious', 'yes', 'CB +0.5'],
      ],
    );
    assert.ok(trail.every(({ why }) => why.length > 10));
    assert.deepEqual(flags, { peopleOver100: true, unintelligible: false });
  });

  it('keeps the two flags out of the score', () => {
    const few = assessEnisa(judged({ people: 'upTo100', unintelligible: 'unknown' }));
    assert.deepEqual([few.score, few.flags], ['3.00', { peopleOver100: false, unintelligible: null }]);
  });
});

const optional = <T>(rows: readonly { code: T }[]) =>
  fc.option(fc.constantFrom(...rows.map(({ code }) => code)), { nil: undefined });
const codeOf = <T>(rows: readonly { code: T }[]) => fc.constantFrom(...rows.map(({ code }) => code));
const UP = GENERAL_FACTORS.filter(({ direction }) => direction === 1);
const ANY_ANSWERS = fc.record({
  categories: fc
    .record({
      simple: optional(DATA_CATEGORIES.simple.adjustments),
      behavioural: optional(DATA_CATEGORIES.behavioural.adjustments),
      financial: optional(DATA_CATEGORIES.financial.adjustments),
      sensitive: codeOf(DATA_CATEGORIES.sensitive.adjustments),
    })
    .map((all) => Object.fromEntries(Object.entries(all).filter(([, code]) => code !== undefined))),
  general: fc.uniqueArray(codeOf(UP), { minLength: 1 }),
  generalStep: fc.constantFrom(0, 1),
  identifiers: fc.uniqueArray(codeOf(IDENTIFIERS), { minLength: 1 }),
  protection: codeOf(PROTECTIONS),
  confidentiality: codeOf(CIRCUMSTANCES.confidentiality),
  integrity: codeOf(CIRCUMSTANCES.integrity),
  availability: codeOf(CIRCUMSTANCES.availability),
  malicious: fc.boolean(),
});

describe('any answers', () => {
  const holds = (claim: (answers: unknown) => void): void => fc.assert(fc.property(ANY_ANSWERS, claim), { seed });

  it('stay within the bounds of the method, in whole quarters, and amount to the score', () =>
    holds((said) => {
      const { inputs, score } = assessEnisa(readAnswers(said));
      const { dpc, ei, cb } = inputs;
      assert.ok([1, 2, 3, 4].includes(dpc) && [0.25, 0.5, 0.75, 1].includes(ei) && cb >= 0 && cb <= 2);
      assert.equal(Number(score) * 100, Math.round((dpc * ei + cb) * 100));
    }));

  it('never score lower for malice, and give the same whatever the order of what identifies', () =>
    holds((said) => {
      const answers = readAnswers(said);
      const of = (malicious: boolean): number => Number(assessEnisa({ ...answers, malicious }).score);
      assert.equal(of(true) - of(false), 0.5);
      const reversed = { ...answers, identifiers: [...answers.identifiers].reverse() };
      assert.equal(assessEnisa(reversed).score, assessEnisa(answers).score);
    }));
});

describe('readAnswers', () => {
  const refused = (said: unknown): [string, (string | null)[]] => {
    try {
      readAnswers(said);
    } catch (error) {
      if (error instanceof Refusal)
        return [error.details.code, (error.details.findings ?? []).map(({ field }) => field)];
      throw error;
    }
    return ['accepted', []];
  };
  const { malicious: _, ...withoutIntent } = SEED;
  const rows: [string, unknown, string, string[]][] = [
    ['a code on no list', { ...SEED, integrity: 'gone' }, 'ENISA_ANSWER', ['integrity']],
    [
      'a category that does not exist',
      { ...SEED, categories: { secret: 'base' } },
      'ENISA_ANSWER',
      ["categories.'secret'"],
    ],
    [
      "another category's adjustment",
      { ...SEED, categories: { simple: 'fullData' } },
      'ENISA_ANSWER',
      ['categories.simple'],
    ],
    ['a question not asked', { ...SEED, mood: 'bad' }, 'ENISA_ANSWER', ["'mood'"]],
    ['a question without answer', withoutIntent, 'ENISA_INCOMPLETE', ['malicious']],
    ['no kind of data', { ...SEED, categories: {} }, 'ENISA_INCOMPLETE', ['categories']],
    ['nothing that identifies', { ...SEED, identifiers: [] }, 'ENISA_ANSWER', ['identifiers']],
    [
      'a step up without a factor',
      { ...SEED, generalStep: 1, general: ['knownBefore'] },
      'ENISA_CONTRADICTORY',
      ['generalStep'],
    ],
    ['a step down without a factor', { ...SEED, generalStep: -1 }, 'ENISA_CONTRADICTORY', ['generalStep']],
    [
      'encrypted, and yet readable',
      { ...SEED, protection: 'encryptedIntact' },
      'ENISA_CONTRADICTORY',
      ['unintelligible'],
    ],
    ['no answers at all', 'high', 'ENISA_ANSWER', ['answers']],
    ['nothing', null, 'ENISA_ANSWER', ['answers']],
  ];
  for (const [what, said, code, fields] of rows) {
    it(`refuses ${what}`, () => assert.deepEqual(refused(said), [code, fields]));
  }
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CodeScore, scoresOf } from '../../../domain/filing/scores.ts';
import { filingValues } from '../../../domain/filing/values.ts';
import { storyInput, unknownInput } from './story-input.ts';

const brief = ({ code, answered, required, state }: CodeScore): string => `${code} ${answered}/${required} ${state}`;

describe('scoresOf', () => {
  it('T-8-3 leaves only the two numbers open, each code counted apart', () => {
    assert.deepEqual(scoresOf(filingValues(storyInput())).map(brief), [
      'a1 13/13 complete',
      'a2 2/2 complete',
      'a3 0/1 open',
      'a4 2/2 complete',
      'a5 0/1 open',
      'b 4/4 complete',
      'c 3/3 complete',
      'd 5/5 complete',
    ]);
  });

  it('R-33-3 says of nothing known that every code is missing, and which fields', () => {
    const scores = scoresOf(filingValues(unknownInput()));
    assert.deepEqual(
      scores.map(({ code, state }) => `${code} ${state}`),
      ['a1 partial', 'a2 missing', 'a3 missing', 'a4 missing', 'a5 missing', 'b partial', 'c missing', 'd missing'],
    );
    assert.deepEqual(scores[2]?.missingKeys, ['countKind']);
  });

  it('asks for the number once somebody says that there is one', () => {
    const story = storyInput();
    const countKind = { value: 'exact', seq: 9, source: 'dpo', confidence: 'confirmed' as const, at: null };
    const a3 = scoresOf(filingValues({ ...story, values: { ...story.values, countKind } }))[2];
    assert.deepEqual(a3, {
      code: 'a3',
      answered: 1,
      required: 2,
      state: 'partial',
      missingKeys: ['count'],
      openKeys: [],
    });
  });

  it('counts a contradicted field as without value', () => {
    const { values, ...story } = storyInput();
    const { severity: _, ...others } = values;
    const conflicts = [{ key: 'severity', claims: [] }];
    const c = scoresOf(filingValues({ ...story, values: others, conflicts }))[6];
    assert.deepEqual([c?.state, c?.missingKeys], ['partial', ['severity']]);
  });
});

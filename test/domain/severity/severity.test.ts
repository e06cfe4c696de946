import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Refusal } from '../../../domain/refusal.ts';
import { severityNeighbours, severityOf } from '../../../domain/severity/severity.ts';

interface Row {
  id: string;
  case: string;
  inputs: [number, number, number];
  score: string;
  band: string;
  borderline: boolean;
}

const ROWS: Row[] = [
  { id: 'T-6-1', case: '150 addresses in Cc', inputs: [1, 1, 0.25], score: '1.25', band: 'low', borderline: false },
  { id: 'T-6-2', case: 'just below medium', inputs: [1, 0.75, 1], score: '1.75', band: 'low', borderline: true },
  { id: 'T-6-3', case: 'on the cut-off', inputs: [1, 1, 1], score: '2.00', band: 'medium', borderline: true },
  { id: 'T-6-4', case: 'between cut-offs', inputs: [2, 0.75, 1], score: '2.50', band: 'medium', borderline: false },
  { id: 'T-6-5', case: 'on the cut-off', inputs: [2, 1, 1], score: '3.00', band: 'high', borderline: true },
  { id: 'T-6-6', case: 'on the cut-off', inputs: [3, 1, 1], score: '4.00', band: 'veryHigh', borderline: true },
  { id: 'T-6-7', case: 'ransomware, health', inputs: [4, 0.75, 0.75], score: '3.75', band: 'high', borderline: true },
  { id: 'T-6-8', case: 'encrypted laptop', inputs: [1, 0.25, 0], score: '0.25', band: 'low', borderline: false },
  { id: 'T-6-9', case: 'maximum', inputs: [4, 1, 2], score: '6.00', band: 'veryHigh', borderline: false },
];

const CONCLUSIONS: Record<string, [string, string]> = {
  low: ['document', 'notRequired'],
  medium: ['notify', 'notRequired'],
  high: ['notify', 'communicate'],
  veryHigh: ['notify', 'communicate'],
};

describe('severityOf', () => {
  for (const { id, case: words, inputs, score, band, borderline } of ROWS) {
    it(`${id} ${inputs.join(' / ')} is ${score} ${band}: ${words}`, () => {
      const [dpc, ei, cb] = inputs;
      const [conclusion33, conclusion34] = CONCLUSIONS[band] ?? [];
      assert.deepEqual(severityOf({ dpc, ei, cb }), { score, band, borderline, conclusion33, conclusion34 });
    });
  }

  it('finds every input out of range or between steps', () => {
    const fields = (dpc: number, ei: number, cb: number): (string | null)[] => {
      try {
        severityOf({ dpc, ei, cb });
      } catch (error) {
        if (error instanceof Refusal) return error.details.findings?.map(({ field }) => field) ?? [];
        throw error;
      }
      return [];
    };
    assert.deepEqual(fields(0, 0, -0.25), ['dpc', 'ei', 'cb']);
    assert.deepEqual(fields(2.5, 0.3, 0.1), ['dpc', 'ei', 'cb']);
    assert.deepEqual(fields(5, 1.25, 2.25), ['dpc', 'ei', 'cb']);
    assert.deepEqual(fields(Number.NaN, Number.POSITIVE_INFINITY, 0), ['dpc', 'ei']);
    assert.deepEqual(fields(4, 1, 2), []);
  });
});

describe('severityNeighbours', () => {
  it('shows that the seed case hangs on one judgement about location', () => {
    const near = severityNeighbours({ dpc: 2, ei: 1, cb: 1 });
    assert.ok(near.some(({ dpc, score, band }) => dpc === 1 && score === '2.00' && band === 'medium'));
    assert.ok(near.some(({ dpc, score, band }) => dpc === 3 && score === '4.00' && band === 'veryHigh'));
    assert.ok(near.some(({ ei, score, band }) => ei === 0.75 && score === '2.50' && band === 'medium'));
  });

  it('is empty in the middle of a band', () => assert.deepEqual(severityNeighbours({ dpc: 1, ei: 0.25, cb: 0 }), []));
});

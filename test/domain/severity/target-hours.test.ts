import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { targetHoursOf } from '../../../domain/severity/target-hours.ts';

describe('targetHoursOf', () => {
  it('R-33-1 aims at 24 hours for a high risk, 48 for a risk, 60 while undetermined, at none if unlikely', () => {
    const of = (['high', 'risk', null, 'unlikely'] as const).map(targetHoursOf);
    assert.deepEqual(of, [24, 48, 60, null]);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Precision } from '../../../domain/case/entry.ts';
import { knownDate } from '../../../domain/filing/known-date.ts';
import { packOf } from '../../../domain/filing/pack.ts';
import { storyInput } from './story-input.ts';

describe('knownDate', () => {
  const rows: [what: string, at: string, precision: Precision, zone: string, date: string][] = [
    ['00:00 in Madrid, told in Dublin', '2025-11-24T23:00:00Z', 'date', 'Europe/Dublin', '2025-11-25'],
    ['00:00 in Madrid, told in Madrid', '2025-11-24T23:00:00Z', 'date', 'Europe/Madrid', '2025-11-25'],
    [
      '00:00 in Helsinki in summer, told in the Azores',
      '2026-06-30T21:00:00Z',
      'date',
      'Atlantic/Azores',
      '2026-07-01',
    ],
    ['00:00 in the Azores', '2025-11-25T01:00:00Z', 'date', 'Atlantic/Azores', '2025-11-25'],
    ['00:00 in Reykjavik, told in Athens', '2025-11-25T00:00:00Z', 'date', 'Europe/Athens', '2025-11-25'],
    ['a moment of the evening', '2025-11-24T23:00:00Z', 'instant', 'Europe/Dublin', '2025-11-24'],
    ['a moment of the night', '2025-11-24T23:30:00Z', 'instant', 'Europe/Madrid', '2025-11-25'],
    ['a moment called a date', '2025-11-25T14:20:00Z', 'date', 'Europe/Dublin', '2025-11-25'],
  ];
  for (const [what, at, precision, zone, date] of rows) {
    it(`R-2-8 takes ${what} for ${date}`, () => assert.equal(knownDate(at, precision, zone), date));
  }
});

describe('a filing further west than where the date was counted', () => {
  const pack = packOf({ ...storyInput(), authority: 'IE', zone: 'Europe/Dublin' });
  const shownOf = (key: string) =>
    pack.sections.flatMap(({ fields }) => fields).find((field) => field.key === key)?.shown;

  it('T-8-1 tells the dates that are known, not the day before', () => {
    assert.deepEqual(
      [pack.annexA['otherPartyToldOn'], pack.annexA['timelineText'], shownOf('controllerAwareAt')],
      ['2025-11-25', 'processor aware 2025-11-09', 'Tue 25 Nov 2025'],
    );
    assert.equal(
      shownOf('timelineText'),
      'Mixpanel became aware on Sun 9 Nov 2025 and told us on Tue 25 Nov 2025, 16 days after detecting it.',
    );
  });

  it('T-8-1 finds no contradiction between awareness and being told on the same date', () => {
    assert.deepEqual(
      pack.findings.filter(({ severity }) => severity === 'error'),
      [],
    );
  });
});

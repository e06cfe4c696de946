import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dateOnlyAt, readLocalTime } from '../../../domain/clocks/read-local-time.ts';
import { Refusal, type RefusalDetails } from '../../../domain/refusal.ts';

const MADRID = 'Europe/Madrid';

function refusalOf(text: string, zone = MADRID): RefusalDetails {
  try {
    readLocalTime(text, zone);
  } catch (error) {
    if (error instanceof Refusal) return error.details;
    throw error;
  }
  return assert.fail(`'${text}' was read`);
}

describe('readLocalTime', () => {
  const read: [string, string, string][] = [
    ['2026-10-23T18:00:00+02:00', '2026-10-23T16:00:00.000Z', 'instant'],
    ['2026-10-23T16:00:00Z', '2026-10-23T16:00:00.000Z', 'instant'],
    ['2026-10-23t16:00:00.250z', '2026-10-23T16:00:00.250Z', 'instant'],
    ['2026-10-23 18:00', '2026-10-23T16:00:00.000Z', 'instant'],
    ['2026-10-23T18:00:59', '2026-10-23T16:00:59.000Z', 'instant'],
    ['2026-10-23T1800+0200', '2026-10-23T16:00:00.000Z', 'instant'],
    ['2025-11-25T09:00:00-08:00', '2025-11-25T17:00:00.000Z', 'instant'],
    ['2026-10-25T02:30:00+02:00', '2026-10-25T00:30:00.000Z', 'instant'],
    ['2026-10-25T02:30:00+01:00', '2026-10-25T01:30:00.000Z', 'instant'],
    ['2025-11-27T24:00', '2025-11-27T23:00:00.000Z', 'instant'],
    ['2026-03-10T14', '2026-03-10T13:00:00.000Z', 'hour'],
    ['2025-11-25', '2025-11-24T23:00:00.000Z', 'date'],
    ['2028-02-29', '2028-02-28T23:00:00.000Z', 'date'],
  ];
  for (const [text, at, precision] of read) {
    it(`reads ${text}`, () => {
      const got = readLocalTime(text, MADRID);
      assert.deepEqual([got.at, got.precision], [at, precision]);
    });
  }

  it('takes the start of the hour or of the day when no more is known', () => {
    assert.equal(readLocalTime('2026-03-10T14:59:59+01:00', MADRID, 'hour').at, '2026-03-10T13:00:00.000Z');
    assert.equal(readLocalTime('2026-03-10T14:59:59+01:00', MADRID, 'date').at, '2026-03-09T23:00:00.000Z');
    assert.equal(readLocalTime('2026-03-10T14:30:00+05:30', MADRID, 'hour').at, '2026-03-10T08:30:00.000Z');
    assert.equal(readLocalTime('2026-03-10', MADRID, 'instant').precision, 'date');
  });

  it('refuses a time that comes twice and offers both (TIME_TWICE)', () => {
    const { code, message, next } = refusalOf('2027-10-31T02:30');
    assert.equal(code, 'TIME_TWICE');
    for (const offered of ['2027-10-31T02:30:00+02:00', '2027-10-31T02:30:00+01:00']) {
      assert.ok(message.includes(offered) && next.includes(offered));
    }
  });

  it('refuses a time that never comes (TIME_DOES_NOT_EXIST)', () => {
    assert.equal(refusalOf('2027-03-28T02:30').code, 'TIME_DOES_NOT_EXIST');
    assert.equal(refusalOf('2027-03-28T00:30', 'Atlantic/Azores').code, 'TIME_DOES_NOT_EXIST');
  });

  it('knows that Reykjavik changes no clocks', () =>
    assert.equal(readLocalTime('2026-10-25T02:30', 'Atlantic/Reykjavik').at, '2026-10-25T02:30:00.000Z'));

  it('asks for ISO form and says which dates may be meant (TIME_FORM)', () => {
    const ambiguous = refusalOf('03/04/2027');
    assert.equal(ambiguous.code, 'TIME_FORM');
    assert.ok(ambiguous.next.includes('2027-04-03') && ambiguous.next.includes('2027-03-04'));
    const clear = refusalOf('31/10/2027 02:30');
    assert.equal(clear.code, 'TIME_FORM');
    assert.equal(clear.next, 'Write 2027-10-31T02:30');
  });

  const malformed = [
    '',
    'yesterday',
    '2026-02-30',
    '2026-13-01',
    '2026-03-10T25:00',
    '2026-03-10T24:01',
    '2026-03-10T14:60',
    '2026-03-10T14:30:60Z',
    '2026-03-10T14:30+15:00',
    '2026-03-10T14:30+01:75',
    '20260310',
    '1772460000',
    '٢٠٢٦-٠٣-١٠',
    '2026-03-10T14:30 Europe/Madrid',
    `2026-03-10${' '.repeat(100_000)}x`,
  ];
  for (const text of malformed) {
    it(`refuses ${JSON.stringify(text.slice(0, 40))} (TIME_FORM)`, () =>
      assert.equal(refusalOf(text).code, 'TIME_FORM'));
  }

  it('refuses years in which nothing was reported (TIME_UNLIKELY)', () => {
    for (const text of ['1970-01-01', '1970-01-01T00:00:00Z', '0001-01-01T00:00', '1999-12-31', '9999-12-31']) {
      assert.equal(refusalOf(text).code, 'TIME_UNLIKELY');
    }
  });

  it('refuses a zone it does not know (ZONE_UNKNOWN)', () => {
    for (const zone of ['Europe/Madird', '+02:00', ''])
      assert.equal(refusalOf('2026-03-10', zone).code, 'ZONE_UNKNOWN');
  });
});

describe('dateOnlyAt', () => {
  it('begins a day at the first midnight where midnight comes twice, and at 01:00 where clocks skip it', () => {
    assert.equal(dateOnlyAt('2026-10-25', ['Atlantic/Azores']), '2026-10-25T00:00:00.000Z');
    assert.equal(dateOnlyAt('2027-03-28', ['Atlantic/Azores']), '2027-03-28T01:00:00.000Z');
  });

  it('needs a zone', () => assert.throws(() => dateOnlyAt('2026-10-25', []), RangeError));
});

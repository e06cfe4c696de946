import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { authorityDeadlines, filingStatus } from '../../../domain/clocks/authority-deadlines.ts';
import { dateOnlyAt } from '../../../domain/clocks/read-local-time.ts';
import { rfc3339InZone } from '../../../domain/clocks/show-time.ts';

const MADRID = 'Europe/Madrid';

/** A worked example: every instant is written as the authority's clocks show it. */
interface Example {
  id: string;
  case: string;
  source: string;
  aware: string;
  conservative: string;
  reg1182: string;
  wallGuard?: string;
  /** Where it is not `conservative`. */
  operational?: string;
  fullDays?: string;
  anyPart?: number;
  zone?: string;
  holidayCountry?: string;
}

const RULE = 'Art. 33(1); Reg. 1182/71 Art. 3(1), 3(2)(a)';

const EXAMPLES: Example[] = [
  {
    id: 'T-3-01',
    case: 'ordinary Tuesday',
    source: RULE,
    aware: '2026-03-10T14:30:00+01:00',
    conservative: '2026-03-13T14:30:00+01:00',
    reg1182: '2026-03-13T15:00:00+01:00',
    fullDays: '2026-03-13T15:00:00+01:00',
  },
  {
    id: 'T-3-02',
    case: 'exactly on the hour',
    source: RULE,
    aware: '2026-03-10T14:00:00+01:00',
    conservative: '2026-03-13T14:00:00+01:00',
    reg1182: '2026-03-13T15:00:00+01:00',
  },
  {
    id: 'T-3-03',
    case: 'last second of an hour',
    source: RULE,
    aware: '2026-03-10T14:59:59+01:00',
    conservative: '2026-03-13T14:59:59+01:00',
    reg1182: '2026-03-13T15:00:00+01:00',
  },
  {
    id: 'T-3-04',
    case: 'published example, Berlin, ends on Christmas Day',
    source: 'MKM Legal; Reg. 1182/71 Art. 3(3)',
    zone: 'Europe/Berlin',
    holidayCountry: 'DE',
    aware: '2020-12-22T12:17:00+01:00',
    conservative: '2020-12-25T12:17:00+01:00',
    reg1182: '2020-12-25T13:00:00+01:00',
  },
  {
    id: 'T-3-04',
    case: 'published example, last minute of the same hour',
    source: 'MKM Legal; Reg. 1182/71 Art. 3(1)',
    zone: 'Europe/Berlin',
    holidayCountry: 'DE',
    aware: '2020-12-22T12:59:00+01:00',
    conservative: '2020-12-25T12:59:00+01:00',
    reg1182: '2020-12-25T13:00:00+01:00',
  },
  {
    id: 'T-3-05',
    case: 'Friday evening',
    source: 'Reg. 1182/71 Art. 3(3), 3(5)',
    aware: '2026-05-22T18:45:00+02:00',
    conservative: '2026-05-25T18:45:00+02:00',
    reg1182: '2026-05-25T19:00:00+02:00',
    anyPart: 2,
    fullDays: '2026-05-27T00:00:00+02:00',
  },
  {
    id: 'T-3-06',
    case: 'Friday 23:59:59, the first hour is Saturday 00:00',
    source: 'Reg. 1182/71 Art. 3(1), 3(5)',
    aware: '2026-05-22T23:59:59+02:00',
    conservative: '2026-05-25T23:59:59+02:00',
    reg1182: '2026-05-26T00:00:00+02:00',
    anyPart: 1,
  },
  {
    id: 'T-3-07',
    case: 'Maundy Thursday, ends on Easter Sunday',
    source: 'Reg. 1182/71 Art. 3(3), 3(5)',
    aware: '2026-04-02T16:20:00+02:00',
    conservative: '2026-04-05T16:20:00+02:00',
    reg1182: '2026-04-05T17:00:00+02:00',
    fullDays: '2026-04-08T00:00:00+02:00',
  },
  {
    id: 'T-3-08',
    case: 'Christmas Eve, ends on a Sunday',
    source: 'Reg. 1182/71 Art. 3(3), 3(5)',
    aware: '2026-12-24T17:10:00+01:00',
    conservative: '2026-12-27T17:10:00+01:00',
    reg1182: '2026-12-27T18:00:00+01:00',
    fullDays: '2026-12-30T00:00:00+01:00',
  },
  {
    id: 'T-3-09',
    case: "New Year's Eve",
    source: 'Reg. 1182/71 Art. 3(3), 3(5)',
    aware: '2025-12-31T23:30:00+01:00',
    conservative: '2026-01-03T23:30:00+01:00',
    reg1182: '2026-01-04T00:00:00+01:00',
    fullDays: '2026-01-06T00:00:00+01:00',
  },
  {
    id: 'T-3-10',
    case: 'clocks are put forward on the way',
    source: RULE,
    aware: '2026-03-27T18:00:00+01:00',
    conservative: '2026-03-30T19:00:00+02:00',
    reg1182: '2026-03-30T20:00:00+02:00',
    wallGuard: '2026-03-30T18:00:00+02:00',
    operational: '2026-03-30T18:00:00+02:00',
  },
  {
    id: 'T-3-11',
    case: 'the wall time of the third day does not exist',
    source: RULE,
    aware: '2026-03-26T02:30:00+01:00',
    conservative: '2026-03-29T03:30:00+02:00',
    reg1182: '2026-03-29T04:00:00+02:00',
    wallGuard: '2026-03-29T03:30:00+02:00',
  },
  {
    id: 'T-3-12',
    case: 'clocks are put back on the way: three days later is an hour too late',
    source: RULE,
    aware: '2026-10-23T18:00:00+02:00',
    conservative: '2026-10-26T17:00:00+01:00',
    reg1182: '2026-10-26T18:00:00+01:00',
    wallGuard: '2026-10-26T18:00:00+01:00',
  },
  {
    id: 'T-3-13',
    case: 'the ambiguous hour, first pass',
    source: RULE,
    aware: '2026-10-25T02:30:00+02:00',
    conservative: '2026-10-28T01:30:00+01:00',
    reg1182: '2026-10-28T02:00:00+01:00',
    wallGuard: '2026-10-28T02:30:00+01:00',
  },
  {
    id: 'T-3-14',
    case: 'the ambiguous hour, second pass',
    source: RULE,
    aware: '2026-10-25T02:30:00+01:00',
    conservative: '2026-10-28T02:30:00+01:00',
    reg1182: '2026-10-28T03:00:00+01:00',
  },
  {
    id: 'T-3-15',
    case: 'the deadline lies inside the repeated hour',
    source: RULE,
    aware: '2026-10-22T02:30:00+02:00',
    conservative: '2026-10-25T02:30:00+02:00',
    reg1182: '2026-10-25T02:00:00+01:00',
  },
  {
    id: 'T-3-16',
    case: 'December bridge, ends on a national holiday',
    source: 'Reg. 1182/71 Art. 3(3), 3(5)',
    aware: '2026-12-05T11:05:00+01:00',
    conservative: '2026-12-08T11:05:00+01:00',
    reg1182: '2026-12-08T12:00:00+01:00',
    fullDays: '2026-12-10T00:00:00+01:00',
  },
  {
    id: 'T-3-17',
    case: 'controller in the Canary Islands',
    source: RULE,
    zone: 'Atlantic/Canary',
    aware: '2026-06-12T10:10:00+01:00',
    conservative: '2026-06-15T10:10:00+01:00',
    reg1182: '2026-06-15T11:00:00+01:00',
  },
  {
    id: 'T-3-17',
    case: 'the same instant seen from Madrid',
    source: RULE,
    aware: '2026-06-12T11:10:00+02:00',
    conservative: '2026-06-15T11:10:00+02:00',
    reg1182: '2026-06-15T12:00:00+02:00',
  },
  {
    id: 'T-3-18',
    case: 'known by its date only, Madrid',
    source: 'R-2-8',
    aware: '2025-11-25T00:00:00+01:00',
    conservative: '2025-11-28T00:00:00+01:00',
    reg1182: '2025-11-28T01:00:00+01:00',
  },
  {
    id: 'T-3-19',
    case: 'known by its date only, easternmost zone Athens',
    source: 'R-2-8; Guidelines 9/2022 §73',
    zone: 'Europe/Athens',
    holidayCountry: 'GR',
    aware: '2025-11-25T00:00:00+02:00',
    conservative: '2025-11-28T00:00:00+02:00',
    reg1182: '2025-11-28T01:00:00+02:00',
  },
  {
    id: 'T-3-20',
    case: 'told at 09:00 in San Francisco, shown in Madrid',
    source: RULE,
    aware: '2025-11-25T09:00:00-08:00',
    conservative: '2025-11-28T18:00:00+01:00',
    reg1182: '2025-11-28T19:00:00+01:00',
  },
  {
    id: 'T-3-21',
    case: 'T-3-12 seen from Reykjavik, which changes no clocks',
    source: RULE,
    zone: 'Atlantic/Reykjavik',
    holidayCountry: 'IS',
    aware: '2026-10-23T16:00:00+00:00',
    conservative: '2026-10-26T16:00:00+00:00',
    reg1182: '2026-10-26T17:00:00+00:00',
  },
  {
    id: 'T-3-22',
    case: 'Good Friday and clocks put forward',
    source: 'Reg. 1182/71 Art. 3(3), 3(5)',
    aware: '2027-03-26T19:30:00+01:00',
    conservative: '2027-03-29T20:30:00+02:00',
    reg1182: '2027-03-29T21:00:00+02:00',
    wallGuard: '2027-03-29T19:30:00+02:00',
    operational: '2027-03-29T19:30:00+02:00',
    fullDays: '2027-03-31T00:00:00+02:00',
  },
];

describe('authorityDeadlines', () => {
  for (const example of EXAMPLES) {
    it(`${example.id} ${example.case}`, () => {
      assert.notEqual(example.source, '');
      const { zone = MADRID, holidayCountry = 'ES', aware } = example;
      const deadlines = authorityDeadlines({ awareAt: aware, zone, holidayCountry });
      const shown = (at: string): string => rfc3339InZone(at, zone);
      assert.equal(shown(deadlines.conservative), example.conservative);
      assert.equal(shown(deadlines.reg1182), example.reg1182);
      assert.equal(shown(deadlines.operational), example.operational ?? example.conservative);
      assert.equal(shown(deadlines.wallGuard), example.wallGuard ?? example.conservative);
      if (example.fullDays) assert.equal(shown(deadlines.info35.fullDays), example.fullDays);
      if (example.anyPart) assert.equal(deadlines.info35.anyPart, example.anyPart);
    });
  }

  it('T-3-02 T-3-03 leaves 60 minutes on the full hour and one second before the next', () => {
    const gapMs = (awareAt: string): number => {
      const { reg1182, conservative } = authorityDeadlines({ awareAt, zone: MADRID, holidayCountry: 'ES' });
      return Date.parse(reg1182) - Date.parse(conservative);
    };
    assert.equal(gapMs('2026-03-10T14:00:00+01:00'), 3_600_000);
    assert.equal(gapMs('2026-03-10T14:59:59+01:00'), 1_000);
  });

  it('T-3-14 ends an hour after T-3-13', () => {
    const end = (awareAt: string): number =>
      Date.parse(authorityDeadlines({ awareAt, zone: MADRID, holidayCountry: 'ES' }).conservative);
    assert.equal(end('2026-10-25T02:30:00+01:00') - end('2026-10-25T02:30:00+02:00'), 3_600_000);
  });

  it('T-3-15 compares instants: the later end reads as the smaller text', () => {
    const deadlines = authorityDeadlines({
      awareAt: '2026-10-22T02:30:00+02:00',
      zone: MADRID,
      holidayCountry: 'ES',
    });
    assert.ok(Date.parse(deadlines.conservative) < Date.parse(deadlines.reg1182));
    assert.ok(rfc3339InZone(deadlines.conservative, MADRID) > rfc3339InZone(deadlines.reg1182, MADRID));
  });

  it('T-3-19 places a date for thirty authorities at the earliest midnight among them', () => {
    const awareAt = dateOnlyAt('2025-11-25', [MADRID, 'Europe/Helsinki', 'Europe/Athens', 'Europe/Lisbon']);
    assert.equal(awareAt, '2025-11-24T22:00:00.000Z');
    const { conservative } = authorityDeadlines({ awareAt, zone: MADRID, holidayCountry: 'ES' });
    assert.equal(conservative, '2025-11-27T22:00:00.000Z');
  });

  it('counts a day that begins with the first counted hour as a whole one', () => {
    const { info35 } = authorityDeadlines({
      awareAt: '2026-05-22T23:59:59+02:00',
      zone: MADRID,
      holidayCountry: 'ES',
    });
    // First counted hour Saturday 00:00; whole working days Monday 25 and Tuesday 26.
    assert.equal(rfc3339InZone(info35.fullDays, MADRID), '2026-05-27T00:00:00+02:00');
    const wednesday = authorityDeadlines({ awareAt: '2026-05-26T23:10:00+02:00', zone: MADRID, holidayCountry: 'ES' });
    assert.equal(rfc3339InZone(wednesday.info35.fullDays, MADRID), '2026-05-30T00:00:00+02:00');
  });

  it('computes 96 hours with four calendar days', () => {
    const deadlines = authorityDeadlines({
      awareAt: '2026-10-23T18:00:00+02:00',
      zone: MADRID,
      holidayCountry: 'ES',
      hours: 96,
    });
    assert.equal(rfc3339InZone(deadlines.conservative, MADRID), '2026-10-27T17:00:00+01:00');
    assert.equal(rfc3339InZone(deadlines.wallGuard, MADRID), '2026-10-27T18:00:00+01:00');
  });

  it('refuses a local time that is no instant', () =>
    assert.throws(
      () => authorityDeadlines({ awareAt: '2026-10-23T18:00:00', zone: MADRID, holidayCountry: 'ES' }),
      RangeError,
    ));
});

describe('filingStatus', () => {
  const at = (filedAt: string) => filingStatus({ awareAt: '2026-03-10T14:30:00+01:00', zone: MADRID, filedAt });
  const cases: [string, string, boolean, boolean][] = [
    ['2026-03-13T14:30:00.000+01:00', 'ON_TIME', false, false],
    ['2026-03-13T14:30:00.001+01:00', 'WITHIN_1182_HOUR', false, true],
    ['2026-03-13T14:59:59.999+01:00', 'WITHIN_1182_HOUR', false, true],
    ['2026-03-13T15:00:00.000+01:00', 'LATE', true, true],
  ];
  for (const [filedAt, status, reasonsRequired, reasonsRequested] of cases) {
    it(`T-3-01 filed ${filedAt} is ${status}`, () =>
      assert.deepEqual(at(filedAt), { status, reasonsRequired, reasonsRequested }));
  }

  const seed = (filedAt: string) =>
    filingStatus({ awareAt: '2025-11-25T00:00:00+01:00', zone: MADRID, filedAt }).status;

  it('is within the hour of Reg. 1182/71 half an hour after the seed case ends, late after one', () => {
    assert.equal(seed('2025-11-28T00:00:00+01:00'), 'ON_TIME');
    assert.equal(seed('2025-11-28T00:30:00+01:00'), 'WITHIN_1182_HOUR');
    assert.equal(seed('2025-11-28T01:00:00+01:00'), 'LATE');
  });
});

describe('the clocks of the seed case', () => {
  it('T-8-4 runs from the moment the Spanish controller was told', () => {
    const { conservative, reg1182 } = authorityDeadlines({
      awareAt: '2025-11-27T08:15:00+01:00',
      zone: MADRID,
      holidayCountry: 'ES',
    });
    assert.equal(rfc3339InZone(conservative, MADRID), '2025-11-30T08:15:00+01:00');
    assert.equal(rfc3339InZone(reg1182, MADRID), '2025-11-30T09:00:00+01:00');
  });
});

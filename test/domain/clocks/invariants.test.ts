import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { authorityDeadlines } from '../../../domain/clocks/authority-deadlines.ts';
import { readLocalTime } from '../../../domain/clocks/read-local-time.ts';
import { rfc3339InZone } from '../../../domain/clocks/show-time.ts';
import { AUTHORITIES } from '../../../domain/law/authorities.ts';
import { Refusal } from '../../../domain/refusal.ts';

const HOUR_MS = 3_600_000;
const RUNS = Number(process.env['TOCSIN_TEST_RUNS'] ?? 10_000);

const places = [
  ...AUTHORITIES.flatMap(({ zones, holidayCountry }) => zones.map((zone) => ({ zone, holidayCountry }))),
  { zone: 'Indian/Reunion', holidayCountry: 'FR' },
  { zone: 'America/Martinique', holidayCountry: 'FR' },
  { zone: 'America/Cayenne', holidayCountry: 'FR' },
];
const place = fc.constantFrom(...places);
const instantMs = fc.integer({ min: Date.UTC(2018, 4, 26), max: Date.UTC(2037, 11, 28) });
/** Within three and a half days of a change of clocks in Europe, where all the traps are. */
const nearChange = fc
  .tuple(
    fc.integer({ min: 2019, max: 2037 }),
    fc.constantFrom(2, 9),
    fc.integer({ min: -84 * HOUR_MS, max: 12 * HOUR_MS }),
  )
  .map(([year, month, shift]) => {
    const last = new Date(Date.UTC(year, month + 1, 0, 1));
    return last.getTime() - last.getUTCDay() * 24 * HOUR_MS + shift;
  });
const anyMs = fc.oneof(instantMs, nearChange);

const seed = Number(process.env['TOCSIN_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
console.log(`# fast-check seed ${seed} (repeat with TOCSIN_TEST_SEED=${seed})`);
const settings = { seed, numRuns: RUNS };

describe('authorityDeadlines, over random instants in every zone', () => {
  it('keeps operational <= conservative < reg1182 <= fullDays, and reg1182 at most an hour later', () =>
    fc.assert(
      fc.property(anyMs, place, (ms, { zone, holidayCountry }) => {
        const awareAt = new Date(ms).toISOString();
        const deadlines = authorityDeadlines({ awareAt, zone, holidayCountry });
        const of = (at: string): number => Date.parse(at);
        const gapMs = of(deadlines.reg1182) - of(deadlines.conservative);
        assert.equal(of(deadlines.conservative) - ms, 72 * HOUR_MS);
        assert.ok(gapMs > 0 && gapMs <= HOUR_MS);
        assert.ok(of(deadlines.operational) <= of(deadlines.conservative));
        assert.ok(of(deadlines.operational) >= of(deadlines.conservative) - HOUR_MS);
        assert.ok(of(deadlines.reg1182) <= of(deadlines.info35.fullDays));
        assert.equal(of(deadlines.reg1182) % HOUR_MS, 0);
      }),
      settings,
    ));

  it('gives the same conservative and reg1182 in every zone', () =>
    fc.assert(
      fc.property(anyMs, place, place, (ms, one, other) => {
        const awareAt = new Date(ms).toISOString();
        const [a, b] = [one, other].map((each) => authorityDeadlines({ awareAt, ...each }));
        assert.equal(a?.conservative, b?.conservative);
        assert.equal(a?.reg1182, b?.reg1182);
      }),
      { seed, numRuns: 2_000 },
    ));

  it('shows an instant so that it reads back as the same instant', () =>
    fc.assert(
      fc.property(anyMs, place, (ms, { zone }) => {
        const text = rfc3339InZone(new Date(ms).toISOString(), zone);
        assert.match(text, /[+-]\d{2}:\d{2}$/);
        assert.equal(Date.parse(readLocalTime(text, zone).at), ms);
      }),
      settings,
    ));

  it('reads what clocks show as that instant, or refuses because they show it twice', () =>
    fc.assert(
      fc.property(anyMs, place, (ms, { zone }) => {
        const local = rfc3339InZone(new Date(ms).toISOString(), zone).replace(/[+-]\d{2}:\d{2}$/, '');
        try {
          assert.equal(Date.parse(readLocalTime(local, zone).at), ms);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          assert.equal(error.details.code, 'TIME_TWICE');
          assert.ok(error.details.next.includes(rfc3339InZone(new Date(ms).toISOString(), zone)));
        }
      }),
      settings,
    ));
});

describe('the zone of the host', () => {
  const script = `
    import { authorityDeadlines } from './domain/clocks/authority-deadlines.ts';
    import { completionDueAt } from './domain/clocks/completion.ts';
    import { showInstant } from './domain/clocks/show-time.ts';
    const out = [];
    for (let ms = Date.UTC(2026, 2, 1); ms < Date.UTC(2026, 10, 10); ms += 7 * 3600_000 + 61_001) {
      const awareAt = new Date(ms).toISOString();
      out.push(authorityDeadlines({ awareAt, zone: 'Europe/Madrid', holidayCountry: 'ES' }), showInstant(awareAt, 'Europe/Madrid'));
    }
    out.push(completionDueAt({ filedOn: '2025-11-27', authority: 'ES' }));
    console.log(JSON.stringify(out));
  `;
  const under = (TZ: string): string => {
    const run = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      encoding: 'utf8',
      env: { ...process.env, TZ },
    });
    assert.equal(run.status, 0, run.stderr);
    return run.stdout;
  };

  it('changes nothing', () => {
    const inUtc = under('UTC');
    assert.ok(inUtc.length > 10_000);
    for (const zone of ['Asia/Kolkata', 'America/New_York', 'Pacific/Kiritimati']) assert.equal(under(zone), inUtc);
  });
});

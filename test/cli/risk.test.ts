import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type DeskFixture, deskFixture, type Run } from './desk-fixture.ts';

let desk: DeskFixture;
let caseId: string;

before(async () => {
  desk = await deskFixture();
  caseId = await desk.open('2026-03-10T14:00:00Z', {
    learnedAt: '2026-03-10T14:30:00+01:00',
    precision: 'instant',
    from: 'confirmation',
    certain: true,
  });
});
after(() => desk.close());

const assess = (args: string, ...more: string[]): Promise<Run> =>
  desk.tocsin(['risk', 'assess', caseId, ...args.split(' '), ...more, '--as', 'carla', '--dry-run', '-o', 'json']);

describe('tocsin risk assess', () => {
  it('shows score, band, what hangs on one step, and which clocks the conclusion ends', async () => {
    const { status, stderr, stdout } = await desk.tocsin([
      ...['risk', 'assess', caseId, '--dpc', '1', '--ei', '0.75', '--cb', '1', '--risk', 'unlikely', '--document'],
      ...['--not-required', '--reasons', 'old data', '--as', 'carla', '--dry-run'],
    ]);
    assert.equal(status, 0);
    assert.match(stderr, /Score +1\.75, low, borderline/);
    assert.match(stderr, /DPC 1, EI 1, CB 1 +2\.00, medium/);
    assert.match(stdout, /It would wait for a second person/);
  });

  it('wants the conclusion said: a score never decides', async () => {
    const { code, status, json } = await assess('--dpc 2 --ei 1 --cb 1');
    assert.deepEqual([code, status], ['CONCLUSION_MISSING', 64]);
    const { message, next } = json['error'] as { message: string; next: string };
    assert.match(message, /3\.00 suggests notify and communicate/);
    assert.match(next, /--risk .*--notify or --document.*--communicate, --voluntary or --not-required/);
  });

  it('wants reasons where the conclusion departs from the score, on either article', async () => {
    const high = '--dpc 2 --ei 1 --cb 1';
    const low = '--dpc 1 --ei 0.25 --cb 0';
    const rows: [string, string | undefined][] = [
      [`${high} --risk high --notify --communicate`, undefined],
      [`${high} --risk risk --notify --voluntary`, 'REASON_REQUIRED'],
      [`${high} --risk risk --notify --not-required`, 'REASON_REQUIRED'],
      [`${low} --risk risk --notify --not-required`, 'REASON_REQUIRED'],
      [`${low} --risk unlikely --document --not-required`, 'REASON_REQUIRED'],
    ];
    for (const [args, code] of rows) assert.equal((await assess(args)).code, code, args);
    for (const [args] of rows) assert.equal((await assess(args, '--reasons', 'because')).status, 0, args);
  });

  it('refuses inputs the method does not know, half a score, and silence on a risk that is not unlikely', async () => {
    const rows: [string, string, number][] = [
      ['--dpc 5 --ei 1 --cb 1 --risk risk --notify --not-required --reasons r', 'SEVERITY_INPUT', 65],
      ['--dpc 2 --ei 0.3 --cb 1 --risk risk --notify --not-required --reasons r', 'SEVERITY_INPUT', 65],
      ['--dpc 2 --ei 1 --risk risk --notify --not-required --reasons r', 'SEVERITY_INPUT', 64],
      ['--dpc two --ei 1 --cb 1 --risk risk --notify --not-required', 'NUMBER_FORM', 65],
      ['--dpc 2 --ei 1 --cb 1 --lenient 1,1 --risk risk --notify --voluntary --reasons r', 'LENIENT_FORM', 64],
      ['--dpc 2 --ei 1 --cb 1 --risk risk --document --not-required --reasons r', 'RISK_CONTRADICTORY', 65],
      ['--dpc 2 --ei 1 --cb 1 --risk risk --notify --document --not-required', 'USAGE', 64],
      ['--dpc 2 --ei 1 --cb 1 --risk grave --notify --not-required', 'USAGE', 64],
    ];
    for (const [args, code, status] of rows) {
      const refused = await assess(args);
      assert.deepEqual([refused.code, refused.status], [code, status], args);
    }
  });

  it('warns of a high risk that is not communicated', async () => {
    const { json } = await assess('--dpc 4 --ei 1 --cb 1 --risk high --notify --not-required', '--reasons', 'r');
    assert.deepEqual(
      (json['findings'] as { code: string }[]).map(({ code }) => code),
      ['HIGH_RISK_NOT_COMMUNICATED'],
    );
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type DeskFixture, deskFixture } from './desk-fixture.ts';

/** A word people wrote; it must not leave the sealed store. */
const CANARY = 'canary-juan-perez';

let desk: DeskFixture;
/** Missed long ago. */
let missed: string;
/** Runs for many years to come, across the start of summer time. */
let running: string;
let drill: string;

const told = (learnedAt: string, more: object = {}): object => ({
  learnedAt,
  precision: 'instant',
  from: 'confirmation',
  certain: true,
  ...more,
});

before(async () => {
  desk = await deskFixture();
  const body = told('2026-10-23T18:00:00+02:00');
  const words = { what: CANARY, whose: CANARY };
  missed = (await desk.said('case.open', { as: 'carla', at: '2026-10-23T17:00:00Z', body, words })).caseId;
  running = await desk.open('2098-03-29T12:00:00Z', told('2098-03-28T18:00:00+01:00'));
  drill = await desk.open('2026-03-10T14:00:00Z', told('2026-03-10T14:30:00+01:00', { drill: true }));
});
after(() => desk.close());

interface Row {
  caseId: string;
  dutyId: string;
  dueAt: string | null;
  actBy: string | null;
  state: string;
  leftSeconds: number | null;
  drill: boolean;
}

async function rows(...args: string[]): Promise<{ status: number | null; rows: Row[] }> {
  // Neither Temporal nor the master key is there: PostgreSQL is enough.
  const { status, json } = await desk.tocsin(['deadlines', ...args, '-o', 'json'], { TOCSIN_MASTER_KEY: '' });
  return { status, rows: json as unknown as Row[] };
}

describe('tocsin deadlines', () => {
  it('lists what is owed, missed ones first, with both readings and their offset', async () => {
    const { status, rows: listed } = await rows();
    assert.equal(status, 0);
    assert.deepEqual(
      listed.map(({ caseId, dutyId, dueAt, actBy, state, drill }) => ({ caseId, dutyId, dueAt, actBy, state, drill })),
      [
        {
          caseId: drill,
          dutyId: 'authority/ES/initial',
          dueAt: '2026-03-13T14:30:00+01:00',
          actBy: '2026-03-13T14:30:00+01:00',
          state: 'missed',
          drill: true,
        },
        {
          caseId: missed,
          dutyId: 'authority/ES/initial',
          dueAt: '2026-10-26T17:00:00+01:00',
          actBy: '2026-10-26T17:00:00+01:00',
          state: 'missed',
          drill: false,
        },
        {
          caseId: running,
          dutyId: 'authority/ES/initial',
          dueAt: '2098-03-31T19:00:00+02:00',
          actBy: '2098-03-31T18:00:00+02:00',
          state: 'running',
          drill: false,
        },
      ],
    );
    const [, late, left] = listed;
    assert.ok(late?.leftSeconds !== null && (late?.leftSeconds ?? 0) < 0);
    assert.ok((left?.leftSeconds ?? 0) > 0);
  });

  it('says in words how late or how long, where, and marks drills', async () => {
    const { stdout } = await desk.tocsin(['deadlines']);
    assert.match(stdout, /^Deadlines: 2 owed, 1 MISSED; in drills 1 owed, 1 MISSED\n/);
    assert.match(
      stdout,
      new RegExp(
        `MISSED +\\d+ d \\d+ h late +Mon 26 Oct 2026 17:00 Madrid \\(UTC\\+01:00\\) +authority/ES/initial +${missed}\\n`,
      ),
    );
    assert.match(stdout, /running +\d+ d \d+ h left +Mon 31 Mar 2098 18:00 Madrid \(UTC\+02:00\)/);
    assert.match(stdout, new RegExp(`${drill} DRILL\n`));
    const one = await desk.tocsin(['deadlines', running]);
    assert.match(one.stdout, /Missed only after Mon\s+31 Mar 2098 19:00 Madrid \(UTC\+02:00\)/);
  });

  it('exits 2 with --check while one is missed; drills count only with --drills', async () => {
    assert.equal((await rows('--check')).status, 2);
    assert.equal((await rows('--check', running)).status, 0);
    assert.equal((await rows('--check', drill)).status, 0);
    assert.equal((await rows('--check', '--drills', drill)).status, 2);
  });

  it('writes a calendar that a moved and a met deadline move and cancel', async () => {
    const file = path.join(desk.folder, 'breaches.ics');
    const write = async (): Promise<string[]> => {
      assert.equal((await desk.tocsin(['deadlines', running, '--ics', file])).status, 0);
      const text = readFileSync(file, 'utf8');
      assert.ok(!text.includes(CANARY) && !text.includes('diego'));
      assert.ok(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75));
      assert.ok(!text.replaceAll('\r\n', '').includes('\n'));
      return text.replaceAll('\r\n ', '').split('\r\n');
    };
    const uid = `UID:${running}/authority/ES/initial@tocsin`;
    /** The lines of the one deadline; it must be there once, or a calendar shows it twice. */
    const eventOf = (lines: string[]): string[] => {
      assert.equal(lines.filter((line) => line === uid).length, 1);
      const at = lines.indexOf(uid);
      return lines.slice(at, lines.indexOf('END:VEVENT', at));
    };
    const sequence = (lines: string[]): number => Number(lines.find((line) => line.startsWith('SEQUENCE:'))?.slice(9));
    const first = await write();
    assert.ok(eventOf(first).includes('STATUS:CONFIRMED'));
    assert.ok(first.includes('DTSTART:20980331T160000Z'));
    assert.ok(first.includes(`SUMMARY:Breach ${running.slice(7)}: notify ES`));
    assert.deepEqual(
      first.filter((line) => line.startsWith('TRIGGER')),
      ['TRIGGER;RELATED=START:-PT24H', 'TRIGGER;RELATED=START:-PT4H'],
    );
    assert.deepEqual(await write(), first);

    await desk.said('awareness.decide', {
      as: 'diego',
      at: '2098-03-29T13:00:00Z',
      caseId: running,
      body: { at: '2098-03-28T10:00:00+01:00', precision: 'instant', reasonCode: 'other' },
    });
    const moved = await write();
    assert.ok(eventOf(moved).includes('DTSTART:20980331T080000Z') && eventOf(moved).includes('STATUS:CONFIRMED'));
    assert.ok(sequence(eventOf(moved)) > sequence(eventOf(first)));

    const filed = { authority: 'ES', submittedAt: '2098-03-29T15:00:00Z', registryNumber: 'E-1', subtype: 'complete' };
    await desk.said('filing.recordSubmission', {
      as: 'carla',
      at: '2098-03-29T15:01:00Z',
      caseId: running,
      body: filed,
    });
    const met = await write();
    assert.ok(eventOf(met).includes('STATUS:CANCELLED') && !eventOf(met).includes('BEGIN:VALARM'));
    assert.ok(sequence(eventOf(met)) > sequence(eventOf(moved)));
    assert.equal(
      eventOf(met).find((line) => line.startsWith('DTSTART')),
      'DTSTART:20980331T080000Z',
    );
  });

  it('leaves out what is met, unless one case or --all is asked for', async () => {
    assert.ok((await rows()).rows.every(({ caseId }) => caseId !== running));
    assert.deepEqual(
      (await rows(running)).rows.map(({ state, leftSeconds }) => [state, leftSeconds]),
      [['met', null]],
    );
    assert.ok((await rows('--all')).rows.some(({ caseId }) => caseId === running));
  });

  it('refuses an unknown case, a file it cannot write, and a database that is away', async () => {
    const gone = { TOCSIN_DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/none' };
    const refusals: [string[], Record<string, string>, string, number][] = [
      [['breach-2026-0999'], {}, 'CASE_UNKNOWN', 65],
      [['--ics', '/no/such/folder/b.ics'], {}, 'FILE_NOT_WRITABLE', 65],
      [['--check'], gone, 'DATABASE_AWAY', 69],
      [['ack', missed], {}, 'USAGE', 64],
    ];
    for (const [args, env, code, status] of refusals) {
      const refused = await desk.tocsin(['deadlines', ...args, '-o', 'json'], env);
      assert.deepEqual([refused.code, refused.status], [code, status], args.join(' '));
      assert.ok(!refused.stdout.includes('secret'));
    }
  });
});

describe('tocsin deadlines while a statement waits', () => {
  it('says so, and exits 75 with --check, because a clock may be missing; a missed one still comes first', async () => {
    const saved = await desk.tocsin(['deadlines', 'ack', running, 'authority/ES/initial', '--as', 'diego']);
    assert.equal(saved.status, 75);
    const one = await desk.tocsin(['deadlines', running, '--check']);
    assert.equal(one.status, 75);
    assert.match(one.stderr, /statement\(s\) wait to be delivered/);
    assert.equal((await rows('--check')).status, 2);
    assert.equal((await rows(running)).status, 0);
  });
});

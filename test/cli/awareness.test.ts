import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type DeskFixture, deskFixture, type Run } from './desk-fixture.ts';

let desk: DeskFixture;
let alert: string;
let vendor: string;

const say = (args: string, ...more: string[]): Promise<Run> => desk.tocsin([...args.split(' '), ...more, '-o', 'json']);

before(async () => {
  desk = await deskFixture();
  alert = await desk.open('2026-03-02T08:30:00Z', {
    learnedAt: '2026-03-02T09:00:00+01:00',
    precision: 'instant',
    from: 'press',
    certain: false,
  });
  vendor = await desk.open('2025-11-25T10:00:00Z', {
    learnedAt: '2025-11-25T00:00:00+01:00',
    precision: 'date',
    from: 'processor_notice',
    certain: true,
    processorId: 'vendor',
    detectedAt: '2025-11-09T00:00:00+01:00',
  });
});
after(() => desk.close());

interface Candidate {
  at: string;
  kind: string;
  certain: boolean;
  proposed: boolean;
}

const candidates = ({ json }: Run): Candidate[] => json['candidates'] as Candidate[];

describe('tocsin awareness', () => {
  it('T-2-6 counts from the day the processor told us, not from its own detection', async () => {
    const shown = await say(`awareness show ${vendor}`);
    assert.deepEqual(shown.json['awareness'], {
      at: '2025-11-25T00:00:00+01:00',
      precision: 'date',
      status: 'proposed',
    });
    assert.deepEqual(
      candidates(shown).map(({ at, kind, proposed }) => [at, kind, proposed]),
      [['2025-11-25T00:00:00+01:00', 'processor_notice', true]],
    );
    const { stdout } = await desk.tocsin(['awareness', 'show', vendor]);
    assert.match(stdout, /: aware Tue 25 Nov 2025, proposed/);
  });

  it('T-2-1 is not aware on an alert alone; the confirmation is proposed', async () => {
    const before = await say(`awareness show ${alert}`);
    assert.deepEqual(
      [before.json['awareness'], before.json['suspicionAt']],
      [{ at: null, precision: null, status: 'none' }, '2026-03-02T09:00:00+01:00'],
    );
    const body = { at: '2026-03-02T15:00:00+01:00', precision: 'instant', kind: 'confirmation' };
    await desk.said('awareness.propose', { as: 'diego', at: '2026-03-02T14:30:00Z', caseId: alert, body });
    const after = await say(`awareness show ${alert}`);
    assert.deepEqual(after.json['awareness'], {
      at: '2026-03-02T15:00:00+01:00',
      precision: 'instant',
      status: 'proposed',
    });
  });

  it('T-2-8 keeps the moment a processor of the group should have told us, and never proposes it', async () => {
    const described = { as: 'diego', at: '2026-04-01T00:00:00Z' };
    await desk.said('processor.describe', {
      ...described,
      body: { processorId: 'sister', contractHours: 24, sameGroup: true },
      words: { name: 'Sister' },
    });
    const caseId = await desk.open('2026-04-10T09:00:00Z', {
      learnedAt: '2026-04-10T10:00:00+02:00',
      precision: 'instant',
      from: 'processor_notice',
      certain: true,
      processorId: 'sister',
      detectedAt: '2026-04-06T10:00:00+02:00',
      detectedPrecision: 'instant',
    });
    assert.deepEqual(
      candidates(await say(`awareness show ${caseId}`)).map(({ at, kind, certain, proposed }) => [
        at,
        kind,
        certain,
        proposed,
      ]),
      [
        ['2026-04-07T10:00:00+02:00', 'constructive', false, false],
        ['2026-04-10T10:00:00+02:00', 'processor_notice', true, true],
      ],
    );
  });

  it('previews every clock, with a second person where it moves later, and records nothing', async () => {
    const version = (await desk.facts(vendor)).version;
    const later = await say(`awareness preview ${vendor} --at 2025-11-26T09:00 --as diego`);
    const dueOf = (name: string): unknown =>
      (later.json[name] as { dutyId: string; dueAt: string }[]).find(({ dutyId }) => dutyId === 'authority/ES/initial')
        ?.dueAt;
    assert.deepEqual(
      [later.json['awaitsSecondPerson'], dueOf('before'), dueOf('after'), dueOf('confirmed')],
      [true, '2025-11-28T00:00:00+01:00', '2025-11-28T00:00:00+01:00', '2025-11-29T09:00:00+01:00'],
    );
    const earlier = await say(`awareness preview ${vendor} --at 2025-11-24T12:00-08:00 --as diego`);
    assert.deepEqual([earlier.json['awaitsSecondPerson'], earlier.json['confirmed']], [false, null]);
    assert.equal((await desk.facts(vendor)).version, version);
  });

  it('refuses times nobody can use, reasons left out, strangers and the wrong role', async () => {
    const decide = `awareness decide ${vendor} --as diego --dry-run`;
    const refusals: [string, string, number][] = [
      [`${decide} --at 2026-10-25T02:30`, 'TIME_TWICE', 65],
      [`${decide} --at 2026-03-29T02:30`, 'TIME_DOES_NOT_EXIST', 65],
      [`${decide} --at 25/11/2025`, 'TIME_FORM', 65],
      [`${decide} --at 2098-01-01T09:00`, 'TIME_IN_FUTURE', 65],
      [`${decide} --at 2025-11-25T09:00 --zone Europe/Atlantis`, 'ZONE_UNKNOWN', 65],
      [decide, 'TIME_MISSING', 64],
      [`awareness decide ${vendor} --at 2025-11-25T09:00 --reason-code hunch --as diego`, 'USAGE', 64],
      [`awareness preview ${vendor} --at 2025-11-24T09:00 --as carla`, 'ROLE_NOT_ALLOWED', 77],
      [`awareness preview ${vendor} --at 2025-11-24T09:00`, 'ACTOR_MISSING', 64],
      [`awareness decide ${vendor} --at 2025-11-24T09:00 --as nobody`, 'PERSON_UNKNOWN', 77],
      [`awareness still-uncertain ${vendor} --as diego`, 'WORDS_MISSING', 65],
      ['awareness show breach-2026-0999', 'CASE_UNKNOWN', 65],
      [`confirm ${vendor} twelve --as diego`, 'ENTRY_NUMBER', 64],
    ];
    for (const [args, code, status] of refusals) {
      const refused = await say(args);
      assert.deepEqual([refused.code, refused.status], [code, status], args);
      assert.ok(!refused.stderr.includes('    at '), args);
    }
  });

  it('saves what is said while Temporal is away, and keeps in a file what is typed while PostgreSQL is', async () => {
    const args = `awareness decide ${vendor} --at 2025-11-24T09:00 --as diego`;
    const saved = await say(args, '--reason', 'an earlier heads-up');
    assert.deepEqual([saved.code, saved.status], ['SAVED_WAITING', 75]);
    const gone = { TOCSIN_DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/none', TOCSIN_HOME: desk.folder };
    const kept = await desk.tocsin([...args.split(' '), '--reason', 'typed in vain', '-o', 'json'], gone);
    assert.deepEqual([kept.code, kept.status], ['KEPT_IN_FILE', 75]);
    const { next } = kept.json['error'] as { next: string };
    const file = next.split('--from ')[1] ?? '';
    assert.ok(path.isAbsolute(file));
    assert.equal((JSON.parse(readFileSync(file, 'utf8')) as { reason: string }).reason, 'typed in vain');
    assert.match(next, new RegExp(`tocsin awareness decide ${vendor} .*--from `));
  });
});

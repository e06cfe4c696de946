import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { EXIT } from '../../domain/refusal.ts';
import { runTocsin } from '../notice/run-tocsin.ts';
import { CASE, csvOf } from '../notice/wave-fixture.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { type Mailing, mailing, W } from './mailing/mailing.ts';
import { OwnStore } from './mailing/own-store.ts';
import { SmallDisk } from './mailing/small-disk.ts';
import { until } from './running-stack.ts';

// Not the ring is missing where this cannot run, but a right of whoever runs it.
const disk = SmallDisk.mounted(192);
const options = disk ? {} : { skip: SmallDisk.NOT_RUN };

const PEOPLE = 3_000;

describe('a mailing whose database has no room left', options, () => {
  const store = new OwnStore();
  const home = tempFolder('full');
  let mail: Mailing;
  const distinct = (): number => new Set(mail.sink.takings.map(({ messageId }) => messageId)).size;
  const taken = (more: number): Promise<unknown> => {
    const enough = distinct() + more;
    return until(`${more} more`, 60, async () => distinct() >= enough);
  };
  const tocsin = (...args: string[]) => runTocsin(mail.fixture, home, args);

  before(async () => {
    const database = await store.database();
    await disk?.holdDatabase(database.adminUrl, store.data);
    mail = await mailing({ people: PEOPLE, sink: { beforeAnswerMs: 20 }, database });
    await mail.fixture.enter('person.add', { personId: 'dana', roles: ['dpo'], deputy: false, locale: 'es' });
  });
  after(async () => {
    await mail.close();
    disk?.close();
  });

  it('R05 sends nothing that cannot be recorded, says so in doctor and command line, and goes on by itself', async () => {
    const life = await mail.live();
    await taken(50);
    disk?.fill();
    await until('the sender to say that the disk is full', 60, async () => life.failures.includes('STORE_FULL'));
    const before = distinct();
    await pause(2_000);
    assert.ok(distinct() - before <= W, `${distinct() - before} sent that could not be recorded`);
    assert.ok(distinct() - (await mail.count('sent')) <= W, 'no more is on its way than one sender may have');

    const looked = await tocsin('doctor', '-o', 'json');
    const found = (JSON.parse(looked.out) as { part: string; code: string }[]).find(({ part }) => part === 'store');
    assert.deepEqual([found?.code, looked.exit], ['STORE_FULL', EXIT.serviceAway]);
    const list = path.join(home, 'list.csv');
    writeFileSync(list, csvOf(5_000, PEOPLE + 1));
    const imported = await tocsin(
      ...['recipients', 'import', CASE, list, '--wave', '2', '--audience', 'affected', '-o', 'json'],
    );
    assert.equal(JSON.parse(imported.out).error?.code, 'STORE_FULL', imported.out);
    assert.equal(imported.exit, EXIT.serviceAway);

    disk?.clear();
    await taken(50);
    assert.deepEqual(await life.end('SIGTERM'), { code: 0, signal: null });
    assert.equal(await mail.count('sent'), distinct());
  });

  it('R05 ends with everybody told once there is room, and at most one sender full of doubles', async () => {
    disk?.clear();
    mail.sink.behaviour = {};
    const life = await mail.live();
    assert.deepEqual(await life.ended, { code: 0, signal: null });
    assert.deepEqual([distinct(), await mail.count('sent')], [PEOPLE, PEOPLE]);
    assert.ok(mail.sink.doubles <= W, `${mail.sink.doubles} doubled`);
  });
});

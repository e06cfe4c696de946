import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { loadFacts, lockCase } from '../../database/case.ts';
import { engineEntry, enter } from '../../database/enter.ts';
import { eraseRecipients, recipientScope } from '../../database/recipients.ts';
import { inTransaction } from '../../database/transaction.ts';
import { onRing } from '../support/ring.ts';
import { ORGANISATION, type Run } from './desk-fixture.ts';
import { liveDesk } from './live-desk.ts';

const { base: desk, options } = await onRing(liveDesk);
after(() => desk?.close());

const LIST = [
  'email,name,locale,id',
  'ana@example.test,Ana Ejemplo,es,A-1',
  'ana@example.test,Pau Ejemplo,ca,A-2',
  'luis@example.test,Luis Otro,es,A-3',
  '',
].join('\n');

describe('what a case holds of one person, for a request for access', options, () => {
  let caseId: string;
  const say = (args: string, ...more: string[]): Promise<Run> =>
    desk.tocsin([...args.split(' '), ...more, '-o', 'json']);
  const find = (address: string, ...more: string[]): Promise<Run> =>
    say(`recipients find ${caseId}`, '--address', address, '--reason', 'asked on the phone', ...more);

  before(async () => {
    caseId = await desk.open('2026-03-09T08:30:00Z', {
      learnedAt: '2026-03-09T09:00:00+01:00',
      precision: 'instant',
      from: 'confirmation',
      certain: true,
    });
  });

  it('says that no list names the address while there is none', async () => {
    const { status, json } = await find('ana@example.test', '--as', 'diego');
    assert.equal(status, 0);
    assert.deepEqual([json['held'], json['notices']], [[], []]);
  });

  it('finds everybody who shares a mailbox, however the address is spelt, and nobody else', async () => {
    const file = path.join(desk.folder, 'people.csv');
    writeFileSync(file, LIST);
    assert.equal((await say(`recipients import ${caseId} ${file} --as carla`)).status, 0);
    const { status, json } = await find('ana@EXAMPLE.test', '--as', 'diego');
    assert.equal(status, 0);
    const held = json['held'] as { person: { name: string; personId: string }; locale: string; wave: number }[];
    assert.deepEqual(held.map(({ person, locale, wave }) => [person.name, person.personId, locale, wave]).sort(), [
      ['Ana Ejemplo', 'A-1', 'es', 1],
      ['Pau Ejemplo', 'A-2', 'ca', 1],
    ]);
    assert.doesNotMatch(JSON.stringify(json), /Luis/);
  });

  it('enters each search, its reason sealed, and never the address', async () => {
    const { stdout } = await say(`case timeline ${caseId}`);
    const searches = (JSON.parse(stdout) as { kind: string; actor: string; sentence: string }[]).filter(
      ({ kind }) => kind === 'recipients.find',
    );
    assert.deepEqual(
      searches.map(({ actor, sentence }) => [actor, sentence]),
      [
        ['diego', 'Searched the lists for one address: 0 lines, 0 notices because “asked on the phone”'],
        ['diego', 'Searched the lists for one address: 2 lines, 0 notices because “asked on the phone”'],
      ],
    );
    const bodies = await inTransaction(
      desk.pool,
      async (tx) => (await tx.query('select body from register_entry')).rows,
    );
    assert.doesNotMatch(JSON.stringify(bodies), /ana@|asked on/);
  });

  it('shows nothing to anybody but the DPO, and nothing without a reason or for what is no address', async () => {
    const handler = await find('ana@example.test', '--as', 'carla');
    assert.equal(handler.status, 77);
    assert.doesNotMatch(handler.stdout + handler.stderr, /Ana|ana@/);
    const silent = await say(`recipients find ${caseId} --address ana@example.test --as diego`);
    assert.equal(silent.status, 65);
    assert.doesNotMatch(silent.stdout, /Ana/);
    assert.equal((await find('Ana <ana@example.test>', '--as', 'diego')).code, 'ADDRESS_FORM');
  });

  it('shows lists in counts only', async () => {
    const { stdout, json } = await say(`recipients show ${caseId}`);
    const lists = json['lists'] as { wave: number; count: number; locales: object; by: string }[];
    assert.deepEqual(
      lists.map(({ wave, count, locales, by }) => [wave, count, locales, by]),
      [[1, 3, { ca: 1, es: 2 }, 'carla']],
    );
    assert.doesNotMatch(stdout, /example\.test|Ejemplo/);
  });

  it('R-9-5 finds nobody once the lists are gone and their key with them', async () => {
    await inTransaction(desk.pool, async (tx) => {
      const now = new Date();
      await lockCase(tx, caseId);
      const facts = await loadFacts(tx, ORGANISATION, caseId);
      const count = await eraseRecipients(tx, caseId);
      await desk.vault.destroyKey(tx, recipientScope(caseId), now);
      await enter(tx, engineEntry(facts, 'recipients.erase', { count, rule: 'R-9-5' }, now));
    });
    const { status, code, stdout } = await find('ana@example.test', '--as', 'diego');
    assert.deepEqual([status, code], [65, 'RECIPIENTS_ERASED']);
    assert.doesNotMatch(stdout, /ana@/);
  });
});

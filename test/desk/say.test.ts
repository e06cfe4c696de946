import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Client } from '@temporalio/client';
import { acceptStatement } from '../../activities/accept-statement.ts';
import type { CaseDependencies } from '../../activities/case-dependencies.ts';
import { openCase } from '../../activities/open-case.ts';
import { createPool, type Pool } from '../../database/pool.ts';
import { findStatement, storeStatement } from '../../database/statement.ts';
import { inSnapshot, inTransaction } from '../../database/transaction.ts';
import type { Desk } from '../../desk/context.ts';
import { say } from '../../desk/say.ts';
import { awarenessOf } from '../../domain/case/awareness.ts';
import { type DeskFixture, deskFixture, ORGANISATION } from '../cli/desk-fixture.ts';

const NOW = '2026-03-11T09:00:00Z';
const OPENING = { learnedAt: '2026-03-10T10:00:00+01:00', precision: 'instant', from: 'confirmation', certain: true };
const decided = (at: string) => ({ at, precision: 'instant', reasonCode: 'reasonable_certainty' });
const diego = { organisationId: ORGANISATION, actor: 'diego', assurance: 'claimed' as const };
/** Of the other organisation of this installation. */
const otto = { organisationId: 'other', actor: 'otto', assurance: 'claimed' as const };

let fixture: DeskFixture;
let deskPool: Pool;
let dependencies: CaseDependencies;
before(async () => {
  fixture = await deskFixture();
  const { pool, vault } = fixture;
  deskPool = createPool(fixture.database.url('desk'), 'test desk', { max: 2 });
  dependencies = { pool, vault, now: async () => new Date(NOW), sendStaffMail: async () => {} };
  const described = { country: 'FR', zone: 'Europe/Paris', authority: 'FR' };
  const words = { name: 'Autre' };
  await say(deskOf(), otto, { kind: 'organisation.describe', caseId: null, body: described, words });
  const person = { personId: 'otto', roles: ['dpo', 'decisionOwner'] };
  const mail = { name: 'otto', email: 'otto@other.example' };
  await say(deskOf(), otto, { kind: 'person.add', caseId: null, body: person, words: mail });
});
after(async () => {
  await deskPool.end();
  await fixture.close();
});

/** A desk; `heard`: what its cases decide, in that order. Without it Temporal is away. */
function deskOf(heard?: string[]): Desk {
  const executeUpdateWithStart = async (
    _say: string,
    {
      args,
      startWorkflowOperation,
    }: { args: [{ statementId: string; kind: string }]; startWorkflowOperation: unknown },
  ): Promise<void> => {
    const { workflowId } = (startWorkflowOperation as { options: { workflowId: string } }).options;
    const [statement] = args;
    heard?.push(statement.kind);
    await acceptStatement(dependencies, { caseId: workflowId, updateId: statement.statementId, say: statement });
  };
  const withDeadline = <T>(_at: number, work: () => Promise<T>): Promise<T> => work();
  const client = { withDeadline, workflow: { executeUpdateWithStart } } as unknown as Client;
  const temporal = async (): Promise<Client> => {
    if (heard) return client;
    throw new Error('connect: no Temporal');
  };
  return { pool: deskPool, vault: fixture.vault, now: async () => new Date(NOW), temporal };
}

describe('what is said', () => {
  it('is heard after what was said before it and still waits', async () => {
    const caseId = await fixture.open(NOW, OPENING);
    const earlier = decided('2026-03-09T20:00:00+01:00');
    await assert.rejects(say(deskOf(), diego, { kind: 'awareness.decide', caseId, body: earlier }), /waits/);
    const heard: string[] = [];
    const body = { ...decided('2026-03-09T18:00:00+01:00') };
    await say(deskOf(heard), diego, { kind: 'awareness.decide', caseId, body });
    assert.deepEqual(heard, ['awareness.decide', 'awareness.decide']);
    assert.equal(awarenessOf(await fixture.facts(caseId))?.at, body.at, 'what was said last stands');
  });

  it('of a case of another organisation is refused at the desk and by the case', async () => {
    const caseId = await fixture.open(NOW, OPENING);
    const body = { outcome: 'breach' };
    await assert.rejects(say(deskOf([]), otto, { kind: 'case.decideGate', caseId, body }), /Cannot find case/);
    const stored = {
      ...otto,
      statementId: 'smuggled',
      caseId,
      kind: 'case.decideGate' as const,
      saidAt: new Date(NOW),
      body,
      words: {},
      corrects: null,
    };
    await inTransaction(fixture.pool, (tx) => storeStatement(tx, stored));
    const said = { statementId: 'smuggled', kind: 'case.decideGate' };
    const { outcome } = await acceptStatement(dependencies, { caseId, updateId: 'smuggled', say: said });
    assert.equal(outcome.accepted, false);
    assert.equal((await fixture.facts(caseId)).gate, null);
    const kept = await inSnapshot(fixture.pool, (tx) => findStatement(tx, 'smuggled'));
    assert.equal(kept?.state, 'refused', 'the refusal is its answer, and it waits no longer');
  });

  it('of no case there is starts nothing', async () => {
    const heard: string[] = [];
    for (const caseId of ['breach-2026-8888', 'Ana Pérez', '']) {
      const saying = { kind: 'case.decideGate' as const, caseId, body: { outcome: 'breach' } };
      await assert.rejects(say(deskOf(heard), diego, saying), /Cannot find case/, caseId);
    }
    assert.deepEqual(heard, []);
  });
});

describe('a case opened from the Temporal UI', () => {
  const open = (learnedAt: string) =>
    openCase(dependencies, async () => {}, {
      requestId: 'open',
      input: { actor: 'diego', organisation: ORGANISATION, body: { ...OPENING, learnedAt } },
    });

  it('is the same one when told again, and another when another breach is told under the same id', async () => {
    const first = await open('2026-03-10T10:00:00+01:00');
    const again = await open('2026-03-10T10:00:00+01:00');
    const other = await open('2026-03-11T08:00:00+01:00');
    assert.equal(first.outcome.accepted, true);
    assert.equal(again.caseId, first.caseId);
    assert.notEqual(other.caseId, first.caseId);
  });
});

import { randomUUID } from 'node:crypto';
import { acceptStatement } from '../../activities/accept-statement.ts';
import { sendNotices } from '../../activities/send-notices.ts';
import { createPipeliningSender } from '../../activities/smtp/pipelining-sender.ts';
import { saveWords } from '../../database/narrative.ts';
import { savePerson } from '../../database/organisation.ts';
import { type Outcome, storeStatement } from '../../database/statement.ts';
import { inTransaction } from '../../database/transaction.ts';
import type { StatementKind } from '../../domain/case/bodies.ts';
import type { Role } from '../../domain/law/roles.ts';
import { type ScriptedServer, scriptedServer } from './scripted-server.ts';
import { CASE, ORGANISATION, type WaveFixture } from './wave-fixture.ts';

/** Message-IDs whose final dot came and got no answer. */
export const unanswered = ({ dots, taken }: ScriptedServer): string[] => dots.filter((id) => !taken.includes(id));

/** A mail server that falls silent after the final dot of the first messages. */
export function silentAfterDot(messages: number): Promise<ScriptedServer> {
  let dots = 0;
  return scriptedServer(({ verb }) => {
    if (verb !== '.') return null;
    dots += 1;
    return dots <= messages ? { drop: true } : null;
  });
}

/** Sends what is due of a wave to this server, holding what may have arrived. */
export async function sendHolding(fixture: WaveFixture, { url }: ScriptedServer, wave: number): Promise<string> {
  const sender = createPipeliningSender(url);
  const limits = { signal: new AbortController().signal, boxMs: 30_000, heartbeat: () => {} };
  const dependencies = { ...fixture.dependencies(sender), unknownPolicy: 'hold' as const };
  const { state } = await sendNotices(dependencies, { caseId: CASE, wave }, limits);
  sender.close();
  return state;
}

export async function addPerson({ pool, vault }: WaveFixture, personId: string, role: Role): Promise<void> {
  await inTransaction(pool('desk'), async (tx) => {
    const told = { name: personId, email: `${personId}@ejemplo.example` };
    const words = await saveWords(tx, vault, { organisationId: ORGANISATION, caseId: null }, told);
    await savePerson(tx, ORGANISATION, { personId, roles: [role], deputy: false, locale: 'es' }, words);
  });
}

/** Says something as the desk and the case do: stored first, then accepted in one transaction. */
export async function tell(
  fixture: WaveFixture,
  actor: string,
  kind: StatementKind,
  body: Record<string, unknown>,
  statementId: string = randomUUID(),
): Promise<Outcome> {
  const { pool, vault, clock } = fixture;
  await inTransaction(pool('desk'), async (tx) => {
    const owner = { organisationId: ORGANISATION, caseId: CASE };
    const words = await saveWords(tx, vault, owner, { reason: 'the relay lost its queue' });
    const said = { ...owner, actor, assurance: 'claimed' as const, saidAt: clock.now };
    await storeStatement(tx, { ...said, statementId, kind, body, words, corrects: null });
  });
  return hear(fixture, kind, statementId);
}

/** The case hears a stored statement, once more if it did before. */
export async function hear(
  { pool, vault, clock }: WaveFixture,
  kind: StatementKind,
  statementId: string,
): Promise<Outcome> {
  const dependencies = { pool: pool('worker'), vault, now: async () => clock.now, sendStaffMail: async () => {} };
  const input = { caseId: CASE, updateId: statementId, say: { statementId, kind } };
  return (await acceptStatement(dependencies, input)).outcome;
}

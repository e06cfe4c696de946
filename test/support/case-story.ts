import { type StoryEngine, startStory } from '../../cli/rehearse/story-engine.ts';
import type { StoryMail } from '../../cli/rehearse/story-mail.ts';
import { temporalProgram } from '../../cli/stack/temporal-binary.ts';
import { loadFacts, organisationOfCase } from '../../database/case.ts';
import type { Pool } from '../../database/pool.ts';
import { entriesOfCase } from '../../database/register.ts';
import { inSnapshot } from '../../database/transaction.ts';
import type { NewSaying, Said } from '../../desk/say.ts';
import type { Duty } from '../../domain/case/duties/duty.ts';
import { dutiesOf } from '../../domain/case/duties/index.ts';
import type { Entry } from '../../domain/case/entry.ts';
import type { CaseFacts } from '../../domain/case/facts.ts';
import type { Role } from '../../domain/law/roles.ts';
import { Refusal } from '../../domain/refusal.ts';
import { testBundle } from './bundle.ts';
import { migratedDatabase, type TestDatabase } from './postgres.ts';
import { RingNotRun } from './ring.ts';

export const ORGANISATION = 'ejemplo';

/** One person for each role, named by it; two of those who decide, so that there is a second person. */
const PEOPLE: Record<string, Role[]> = {
  dpo: ['dpo'],
  ana: ['reporter'],
  bruno: ['security', 'operator'],
  carla: ['handler'],
  elena: ['decisionOwner'],
  fermin: ['legal'],
  gloria: ['auditor'],
  olga: ['decisionOwner', 'dpo'],
};

/** Says something about a case, or the organisation, as one of its people. */
export type Tell = (actor: string, saying: NewSaying) => Promise<Said>;

/** What the register says of a case. */
export interface Readings {
  factsOf: (caseId: string) => Promise<CaseFacts>;
  dutyOf: (caseId: string, dutyId: string) => Promise<Duty | undefined>;
  entriesOf: (caseId: string) => Promise<Entry[]>;
  /** Instants at which reminders of a duty went out, by the register. */
  remindersOf: (caseId: string, dutyId: string) => Promise<{ at: string; rung: string }[]>;
}

export interface CaseStory extends StoryEngine, Readings {
  database: TestDatabase;
  tell: Tell;
}

async function testServerPath(): Promise<string> {
  try {
    return (await temporalProgram('temporal-test-server')).path;
  } catch (error) {
    if (error instanceof Refusal) throw new RingNotRun(3, error.details.message);
    throw error;
  }
}

/**
 * The engine on skipped time with an organisation of eight people (`dpo`, `ana`, …); the clock stands where the
 * machine's does.
 *
 * @throws {RingNotRun} without the test server
 */
export async function caseStory(policy: Record<string, unknown> = {}): Promise<CaseStory> {
  const testServer = await testServerPath();
  const [database, workflowBundle] = [await migratedDatabase(), await testBundle()];
  const engine = await startStory({ databaseUrl: database.url, testServer, workflowBundle });
  const tell: Tell = (actor, saying) => engine.say(ORGANISATION, actor, saying);
  await describeOrganisation(tell, policy);
  return {
    ...engine,
    ...readingsOf(engine.pool),
    database,
    tell,
    close: async () => {
      await engine.close();
      await database.drop();
    },
  };
}

export function readingsOf(pool: Pool): Readings {
  const entriesOf = (caseId: string) => inSnapshot(pool, (tx) => entriesOfCase(tx, caseId));
  const factsOf = (caseId: string) =>
    inSnapshot(pool, async (tx) => loadFacts(tx, (await organisationOfCase(tx, caseId)) ?? '', caseId));
  return {
    entriesOf,
    factsOf,
    dutyOf: async (caseId, dutyId) => dutiesOf(await factsOf(caseId)).find((duty) => duty.dutyId === dutyId),
    remindersOf: async (caseId, dutyId) => remindersIn(await entriesOf(caseId), dutyId),
  };
}

/** An organisation with one person for each role, and a processor. */
export async function describeOrganisation(tell: Tell, policy: Record<string, unknown> = {}): Promise<void> {
  const body = { country: 'ES', zone: 'Europe/Madrid', authority: 'ES', policy };
  const words = { name: 'Ejemplo, S.L.', email: 'avisos@ejemplo.example', alertAddress: 'alerta@ejemplo.example' };
  await tell('dpo', { kind: 'organisation.describe', caseId: null, body, words });
  for (const [personId, roles] of Object.entries(PEOPLE)) {
    const person = { name: personId, email: addressOf(personId) };
    await tell('dpo', { kind: 'person.add', caseId: null, body: { personId, roles, locale: 'es' }, words: person });
  }
  await tell('dpo', {
    kind: 'processor.describe',
    caseId: null,
    body: { processorId: 'mixpanel', contractHours: 48 },
    words: { name: 'Mixpanel' },
  });
}

export const addressOf = (personId: string): string => `${personId}@ejemplo.example`;

function remindersIn(entries: Entry[], dutyId: string): { at: string; rung: string }[] {
  return entries
    .filter(({ kind }) => kind === 'reminder.send')
    .flatMap(({ at, body }) =>
      (body['duties'] as { dutyId: string; rung: string }[])
        .filter((duty) => duty.dutyId === dutyId)
        .map(({ rung }) => ({ at, rung })),
    );
}

/** Mails to staff that name a case in their Message-ID. */
export const remindersMailed = (mails: readonly StoryMail[], caseId: string): StoryMail[] =>
  mails.filter(({ messageId }) => messageId.startsWith(`<${caseId}.`));

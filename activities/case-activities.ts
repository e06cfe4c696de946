import { activityInfo } from '@temporalio/activity';
import type { Outcome } from '../database/statement.ts';
import type { CaseSnapshot } from '../domain/case/snapshot.ts';
import { type AcceptInput, acceptStatement } from './accept-statement.ts';
import { beating } from './border.ts';
import type { CaseDependencies } from './case-dependencies.ts';
import { keepRetention } from './keep-retention.ts';
import { type OpenCaseInput, type OpenedCase, openCase, type StartCase } from './open-case.ts';
import { preparePacks } from './prepare-packs.ts';
import { remind } from './remind.ts';
import { type LetterDependencies, type SendLettersInput, sendLetters } from './send-letters.ts';
import { snapshotWithWords } from './snapshot.ts';
import { type StartWave, startWaves } from './start-waves.ts';

interface OfCase {
  caseId: string;
}

/** Starts workflows: a case's, and a wave's mailing; both leave one that already runs alone. */
export interface Starters {
  startCase: StartCase;
  startWave: StartWave;
  /** Tells a wave's mailing to look at the register again; one that does not run is left alone. */
  nudgeCampaign: StartWave;
}

/** The effects a case has, each safe to repeat; every one answers with the case as it then stands. */
export function createCaseActivities(
  dependencies: LetterDependencies,
  { startCase, startWave, nudgeCampaign }: Starters,
) {
  return {
    loadCase: ({ caseId }: OfCase): Promise<CaseSnapshot> => snapshotWithWords(dependencies, caseId),
    acceptStatement: (input: AcceptInput): Promise<Heard> => hear(dependencies, nudgeCampaign, input),
    remind: ({ caseId }: OfCase): Promise<CaseSnapshot> => beating(() => remind(dependencies, caseId, claimant())),
    preparePacks: ({ caseId }: OfCase): Promise<CaseSnapshot> => beating(() => preparePacks(dependencies, caseId)),
    sendLetters: (input: SendLettersInput): Promise<CaseSnapshot> => beating(() => sendLetters(dependencies, input)),
    startWaves: ({ caseId }: OfCase): Promise<CaseSnapshot> =>
      beating(() => startWaves(dependencies, startWave, caseId)),
    keepRetention: ({ caseId }: OfCase): Promise<CaseSnapshot> => beating(() => keepRetention(dependencies, caseId)),
    allocateCase: (request: { requestId: string; input: OpenCaseInput }): Promise<OpenedCase> =>
      openCase(dependencies, startCase, request),
  };
}
export type CaseActivities = ReturnType<typeof createCaseActivities>;

const CHANGES_A_MAILING = /^(notice\.(pause|resume|cancel|claimExemption|blockChannel)|case\.decideGate|confirm)$/;

/** What a workflow hears of a statement's fate: codes and numbers, which stay in its history for years. */
export interface Heard {
  answer:
    | { accepted: true; seq: number; awaitsSecondPerson: boolean }
    | { accepted: false; code: string; words: string };
  snapshot: CaseSnapshot;
}

/**
 * The answer as it may travel. Sentences can quote what a person typed at the desk, who reads them in the database;
 * what was typed in the Temporal UI is there already, and so may be its answer.
 */
function answerOf(outcome: Outcome, said: AcceptInput['say']): Heard['answer'] {
  if (outcome.accepted) {
    const { seq, awaitsSecondPerson } = outcome;
    return { accepted: true, seq, awaitsSecondPerson };
  }
  const { code, message, next } = outcome.refusal;
  const words = 'statementId' in said ? 'Refused; the sentence is with the statement' : `${message}. ${next}`;
  return { accepted: false, code, words };
}

/** A mailing under way is told at once that it was paused, resumed or cancelled; if not, the register soon tells it. */
async function hear(dependencies: CaseDependencies, nudgeCampaign: StartWave, input: AcceptInput): Promise<Heard> {
  const { outcome, snapshot } = await acceptStatement(dependencies, input);
  if (outcome.accepted && CHANGES_A_MAILING.test(input.say.kind)) {
    await Promise.allSettled(snapshot.mailings.map((wave) => nudgeCampaign({ caseId: input.caseId, wave })));
  }
  return { answer: answerOf(outcome, input.say), snapshot };
}

/** The same for every attempt of one activity, so that a retry takes up its own claim. */
function claimant(): string {
  const { workflowExecution, activityId } = activityInfo();
  return `${workflowExecution?.runId ?? ''}/${activityId}`;
}

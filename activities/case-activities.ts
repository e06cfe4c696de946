import { activityInfo } from '@temporalio/activity';
import type { CaseSnapshot } from '../domain/case/snapshot.ts';
import { type Acceptance, type AcceptInput, acceptStatement } from './accept-statement.ts';
import { beating } from './border.ts';
import type { CaseDependencies } from './case-dependencies.ts';
import { keepRetention } from './keep-retention.ts';
import { type OpenCaseInput, type OpenedCase, openCase, type StartCase } from './open-case.ts';
import { preparePacks } from './prepare-packs.ts';
import { remind } from './remind.ts';
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
  dependencies: CaseDependencies,
  { startCase, startWave, nudgeCampaign }: Starters,
) {
  return {
    loadCase: ({ caseId }: OfCase): Promise<CaseSnapshot> => snapshotWithWords(dependencies, caseId),
    acceptStatement: (input: AcceptInput): Promise<Acceptance> => acceptAndNudge(dependencies, nudgeCampaign, input),
    remind: ({ caseId }: OfCase): Promise<CaseSnapshot> => beating(() => remind(dependencies, caseId, claimant())),
    preparePacks: ({ caseId }: OfCase): Promise<CaseSnapshot> => beating(() => preparePacks(dependencies, caseId)),
    startWaves: ({ caseId }: OfCase): Promise<CaseSnapshot> =>
      beating(() => startWaves(dependencies, startWave, caseId)),
    keepRetention: ({ caseId }: OfCase): Promise<CaseSnapshot> => beating(() => keepRetention(dependencies, caseId)),
    allocateCase: (request: { requestId: string; input: OpenCaseInput }): Promise<OpenedCase> =>
      openCase(dependencies, startCase, request),
  };
}
export type CaseActivities = ReturnType<typeof createCaseActivities>;

const CHANGES_A_MAILING = /^notice\.(pause|resume|cancel)$/;

/** A mailing under way hears at once that it was paused, resumed or cancelled; the register is what it obeys. */
async function acceptAndNudge(
  dependencies: CaseDependencies,
  nudgeCampaign: StartWave,
  input: AcceptInput,
): Promise<Acceptance> {
  const acceptance = await acceptStatement(dependencies, input);
  if (!acceptance.outcome.accepted || !CHANGES_A_MAILING.test(input.say.kind)) return acceptance;
  await Promise.all(acceptance.snapshot.mailings.map((wave) => nudgeCampaign({ caseId: input.caseId, wave })));
  return acceptance;
}

/** The same for every attempt of one activity, so that a retry takes up its own claim. */
function claimant(): string {
  const { workflowExecution, activityId } = activityInfo();
  return `${workflowExecution?.runId ?? ''}/${activityId}`;
}

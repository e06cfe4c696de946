import {
  ApplicationFailure,
  condition,
  continueAsNew,
  currentUpdateInfo,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { SayInput } from '../activities/accept-statement.ts';
import { type BreachCaseInput, getStatus, lookAgain, SAY_DESCRIPTION, say } from './breach-case.messages.ts';
import { acceptStatement, loadCase } from './case-activities.ts';
import { CaseRun } from './case-run.ts';
import { answerSuspicion } from './duties/answer-suspicion.ts';
import { communicateToPeople } from './duties/communicate-to-people.ts';
import { hearProcessor } from './duties/hear-processor.ts';
import { keepAdjacentClocks } from './duties/keep-adjacent-clocks.ts';
import { notifyAuthorities } from './duties/notify-authorities.ts';
import { obeyOrders } from './duties/obey-orders.ts';
import { retain } from './duties/retain.ts';
import { tellControllers } from './duties/tell-controllers.ts';

const DUTIES = [
  answerSuspicion,
  hearProcessor,
  notifyAuthorities,
  communicateToPeople,
  tellControllers,
  obeyOrders,
  retain,
  keepAdjacentClocks,
];

/**
 * A case, from its opening to the end of its last retention. Its duties run side by side until the run turns over.
 *
 * Starting, turning over and recovering are one path: the first act loads the case from the register.
 */
export async function breachCase(input: BreachCaseInput): Promise<void> {
  const caseId = requireOwnId(input);
  const run = new CaseRun(caseId);
  setHandler(
    say,
    async (said: SayInput) =>
      run.answer(await acceptStatement({ caseId, updateId: currentUpdateInfo()?.id ?? '', say: said })),
    {
      description: SAY_DESCRIPTION,
      validator: (said: SayInput) => {
        assertStatement(said);
        run.assertMayBeTold();
      },
    },
  );
  setHandler(lookAgain, () => run.reload(), { description: 'Read the facts of the case again' });
  setHandler(getStatus, () => run.snapshot, {
    description: 'The case as its workflow sees it: duties, instants, states',
  });

  run.take(await loadCase({ caseId }));
  await Promise.race([
    Promise.all(DUTIES.map((keep) => keep(run))),
    run.reloading(() => loadCase({ caseId })),
    condition(() => run.mayTurnOver),
  ]);

  if (!run.ended) await continueAsNew<typeof breachCase>({ caseId });
}

/** A second workflow of the same case, or one of no case, ends at once: a case has one door. */
function requireOwnId(input: Partial<BreachCaseInput> | undefined): string {
  const { workflowId } = workflowInfo();
  if (input?.caseId === workflowId) return workflowId;
  throw ApplicationFailure.nonRetryable(
    `Cannot run case '${workflowId}': its input must be {"caseId": "${workflowId}"}; to open a case start openCase`,
    'CASE_ID_MISMATCH',
  );
}

/** Anything at all can be typed in the Temporal UI; what it says is judged where the register is. */
function assertStatement(said: unknown): void {
  if (typeof said === 'object' && said !== null) return;
  throw ApplicationFailure.nonRetryable('Say {"kind": …, "actor": …, "body": {…}}', 'STATEMENT_FORM');
}

import { unendedCases } from '../../database/case.ts';
import type { Speaker } from '../../desk/context.ts';
import type { Answer } from '../answer.ts';
import type { Session } from '../session.ts';

const LOOK_AGAIN = 'lookAgain';

/**
 * Tells the organisation's cases that something changed outside them. Best effort: a case that is not reached reads the
 * change at its next act all the same.
 */
export async function nudgeCases(answer: Answer, session: Session, { organisationId }: Speaker): Promise<Answer> {
  const cases = (await session.read(unendedCases)).filter((row) => row.organisationId === organisationId);
  if (cases.length === 0) return answer;
  const client = await session.desk.temporal().catch(() => null);
  if (client) {
    await Promise.allSettled(cases.map(({ caseId }) => client.workflow.getHandle(caseId).signal(LOOK_AGAIN)));
  }
  return answer;
}

import { type ActivityOptions, proxyActivities } from '@temporalio/workflow';
import type { AcceptInput } from '../activities/accept-statement.ts';
import type { CaseActivities, Heard } from '../activities/case-activities.ts';
import type { SendLettersInput } from '../activities/send-letters.ts';
import type { CaseSnapshot } from '../domain/case/snapshot.ts';

/** On the register: short, repeated until the database answers, at most two seconds apart. */
const REGISTER: ActivityOptions = { startToCloseTimeout: '5 seconds', retry: { maximumInterval: '2 seconds' } };
/**
 * Reaching outside, or long: repeated at most half a minute apart; taken from a dead worker after seconds. Given up after
 * a while: the run does other things, or turns over, and the act is owed again.
 */
const OUTSIDE: ActivityOptions = {
  startToCloseTimeout: '5 minutes', // the notices of a million people are planned in one go
  heartbeatTimeout: '10 seconds',
  scheduleToCloseTimeout: '10 minutes',
  retry: { maximumInterval: '30 seconds' },
};

interface OfCase {
  caseId: string;
}
/** An act of a case, with what the operator reads beside it. */
type ActOfCase = (input: OfCase, summary: string) => Promise<CaseSnapshot>;

const register = proxyActivities<CaseActivities>(REGISTER);
const outside = proxyActivities<CaseActivities>(OUTSIDE);

export const loadCase = ({ caseId }: OfCase): Promise<CaseSnapshot> =>
  register.loadCase.executeWithOptions({ summary: 'Read the case from the register' }, [{ caseId }]);

export const acceptStatement = (input: AcceptInput): Promise<Heard> => {
  const where = 'statementId' in input.say ? '' : ' (from the UI)';
  const summary = `Hear ${String(input.say.kind).slice(0, 60)}${where}`;
  return register.acceptStatement.executeWithOptions({ summary }, [input]);
};

export const remind: ActOfCase = (input, summary) => outside.remind.executeWithOptions({ summary }, [input]);
export const preparePacks: ActOfCase = (input, summary) =>
  outside.preparePacks.executeWithOptions({ summary }, [input]);
/** Filings to authorities, or as processor notices to controllers. */
export const sendLetters = (input: SendLettersInput, summary: string): Promise<CaseSnapshot> =>
  outside.sendLetters.executeWithOptions({ summary }, [input]);
export const startWaves: ActOfCase = (input, summary) => outside.startWaves.executeWithOptions({ summary }, [input]);
export const keepRetention: ActOfCase = (input, summary) =>
  outside.keepRetention.executeWithOptions({ summary }, [input]);

export const { allocateCase } = proxyActivities<CaseActivities>({
  ...REGISTER,
  summary: 'Give the case a number and open it',
});

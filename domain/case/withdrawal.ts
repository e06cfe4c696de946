import { isNoBreach } from './awareness.ts';
import type { AuthorityFile, CaseFacts } from './facts.ts';

/** Authorities that were told of a breach and not yet that there was none (R-2-9). */
export function filingsToWithdraw(facts: CaseFacts): AuthorityFile[] {
  const { gate } = facts;
  if (!gate || !isNoBreach(facts)) return [];
  const toldSince = ({ phases }: AuthorityFile): boolean =>
    phases.some(({ submittedAt }) => Date.parse(submittedAt) >= Date.parse(gate.at));
  return Object.values(facts.authorities).filter(
    (file) => file.phases.length > 0 && !file.withdrawnAt && !toldSince(file),
  );
}

/** Whether this authority is one of {@link filingsToWithdraw}. */
export const isToWithdraw = (facts: CaseFacts, { code }: AuthorityFile): boolean =>
  filingsToWithdraw(facts).some((file) => file.code === code);

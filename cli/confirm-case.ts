import { isCancel, text } from '@clack/prompts';
import { EXIT, Refusal } from '../domain/refusal.ts';
import type { CommonOptions } from './answer.ts';

/**
 * What leaves the house is confirmed by typing the case's number, or by `--yes`.
 *
 * @param what  what cannot be done without it: `send the filing`
 * @throws {Refusal} `NOT_CONFIRMED`
 */
export async function confirmCase(
  caseId: string,
  options: Pick<CommonOptions, 'yes' | 'input'>,
  { what, question }: { what: string; question: string },
): Promise<void> {
  if (options.yes) return;
  const asks = options.input && process.stdin.isTTY === true;
  if (!asks) throw notConfirmed(caseId, what, 'nobody was asked', 'Add --yes once you have read what is shown');
  const typed = await text({ message: `${question} Type the case number`, output: process.stderr });
  if (!isCancel(typed) && typed.trim() === caseId) return;
  throw notConfirmed(caseId, what, 'what was typed is not its number', 'Nothing was done; run it again to go on');
}

const notConfirmed = (caseId: string, what: string, why: string, next: string): Refusal =>
  new Refusal({ code: 'NOT_CONFIRMED', message: `Cannot ${what} of case '${caseId}': ${why}`, next }, EXIT.usage);

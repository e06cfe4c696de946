import { isCancel, multiselect, select, text } from '@clack/prompts';
import { Refusal } from '../domain/refusal.ts';

/** Where questions are put: standard error, because answers to standard output are results. */
export interface Questioner {
  text(question: string, hint: string, check?: (answer: string) => string | undefined): Promise<string>;
  choose<T extends string>(question: string, choices: { value: T; label: string }[]): Promise<T>;
  /** Any number of them, at least one where `needed`. */
  several<T extends string>(question: string, choices: { value: T; label: string }[], needed: boolean): Promise<T[]>;
}

/** The person pressed Ctrl-C or Escape. */
export class Stopped extends Error {
  constructor() {
    super('Stopped');
    this.name = 'Stopped';
  }
}

function answered<T>(answer: T | symbol): T {
  if (isCancel(answer)) throw new Stopped();
  return answer as T;
}

/** Questions at a terminal. @throws {Stopped} */
export function terminalQuestioner(
  output: NodeJS.WriteStream = process.stderr,
  input: NodeJS.ReadStream = process.stdin,
): Questioner {
  return {
    text: async (message, placeholder, check) => {
      const validate = (value: string | undefined): string | undefined => check?.(value ?? '');
      return answered<string | undefined>(await text({ message, placeholder, validate, output, input })) ?? '';
    },
    choose: async <T extends string>(message: string, choices: { value: T; label: string }[]) =>
      answered(await select({ message, options: choices as never, output, input })) as T,
    several: async <T extends string>(message: string, choices: { value: T; label: string }[], required: boolean) =>
      answered(await multiselect({ message, options: choices as never, required, output, input })) as T[],
  };
}

/** Whether a question can be put and answered: a terminal at both ends, and nobody said `--no-input`. */
export const mayAsk = ({ input, output }: { input: boolean; output: string }): boolean =>
  input && output === 'text' && process.stdin.isTTY === true && process.stderr.isTTY === true;

/** A refusal as the sentence shown under a question; undefined when `work` refuses nothing. */
export function complaintOf(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message, next } = error.details;
    return code === 'TIME_TWICE' ? `Clocks show this time twice. ${next}` : `${message}. ${next}`;
  }
}

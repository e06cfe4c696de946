import type { Command } from 'commander';
import { EXIT, type ExitStatus, Refusal } from '../domain/refusal.ts';

export type OutputFormat = 'text' | 'json' | 'jsonl';

/** What a command yields. `data` is the contract of `-o json`; `text` is for people; `next` goes to stderr. */
export interface Answer {
  data: unknown;
  text: string;
  next?: string;
  exit?: ExitStatus;
}

/** The options every command takes. */
export interface CommonOptions {
  output: OutputFormat;
  as?: string;
  org?: string;
  yes?: boolean;
  dryRun?: boolean;
  input: boolean;
  color: boolean;
}

export const say = (words: string): void => {
  process.stderr.write(`${words}\n`);
};

/** Prints an answer in the asked form: results to stdout, words to stderr. */
export function print(answer: Answer, format: OutputFormat): void {
  if (format === 'json') process.stdout.write(`${JSON.stringify(answer.data, null, 2)}\n`);
  else if (format === 'jsonl') {
    const lines = Array.isArray(answer.data) ? answer.data : [answer.data];
    for (const line of lines) process.stdout.write(`${JSON.stringify(line)}\n`);
  } else if (answer.text) process.stdout.write(`${answer.text}\n`);
  if (answer.next && format === 'text') say(`\n${answer.next}`);
}

/** Prints a refusal: `{ error }` on stdout for machines, words on stderr for people. */
export function printRefusal(refusal: Refusal, format: OutputFormat): void {
  const { code, message, next, findings } = refusal.details;
  if (format !== 'text') {
    process.stdout.write(
      `${JSON.stringify({ error: { code, message, next, ...(findings ? { findings } : {}) } }, null, format === 'json' ? 2 : 0)}\n`,
    );
    return;
  }
  say(`${code}: ${message}`);
  for (const finding of findings ?? []) {
    const where = [finding.field, finding.source].filter(Boolean).join(', ');
    say(
      `  ${finding.severity === 'error' ? '✗' : '!'} ${finding.code}: ${finding.sentence}${where ? ` (${where})` : ''}`,
    );
  }
  say(`→ ${next}`);
}

/** Errors that are not refusals are our bug: no stack trace reaches a person unless TOCSIN_DEBUG asks for it. */
export function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const debug = process.env['TOCSIN_DEBUG'] && error instanceof Error ? error.stack : undefined;
  if (debug) say(debug);
  const name = error instanceof Error ? error.name : typeof error;
  return new Refusal(
    {
      code: 'INTERNAL_ERROR',
      message: `Cannot finish: an unexpected ${name} stopped the command`,
      next: 'Run it again with TOCSIN_DEBUG=1 and report what it prints; nothing you typed was half applied',
    },
    EXIT.bug,
  );
}

/** Wraps a command function as a commander action: prints its answer or its refusal and sets the exit status. */
export function act<O extends object>(
  command: Command,
  perform: (args: string[], options: O & CommonOptions) => Promise<Answer>,
): void {
  command.action(async (...received: unknown[]) => {
    const options = command.optsWithGlobals<O & CommonOptions>();
    const args = received.filter((value): value is string => typeof value === 'string');
    try {
      const answer = await perform(args, options);
      print(answer, options.output);
      process.exitCode = answer.exit ?? EXIT.ok;
    } catch (error) {
      const refusal = asRefusal(error);
      printRefusal(refusal, options.output);
      process.exitCode = refusal.exit;
    }
  });
}

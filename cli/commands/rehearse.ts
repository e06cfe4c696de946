import { styleText } from 'node:util';
import { Argument, type Command } from 'commander';
import { EXIT } from '../../domain/refusal.ts';
import { type Answer, act, type CommonOptions, say } from '../answer.ts';
import type { RehearsalSummary, StoryEvent, Teller } from '../rehearse/play.ts';

export default function rehearse(noun: Command): void {
  noun
    .addArgument(new Argument('[story]', 'which story').choices(['mixpanel']).default('mixpanel'))
    .addHelpText('before', '  $ tocsin rehearse mixpanel\n  $ tocsin rehearse mixpanel -o jsonl > story.jsonl\n')
    .addHelpText(
      'after',
      '\nPlays the story on the real engine on skipped time; needs no running stack and touches none.\nExit status: 0 as the law tables say, 70 when something differs, 69 a server cannot be had.',
    );
  act(noun, (_, options) => perform(options));
}

async function perform(options: CommonOptions): Promise<Answer> {
  const [{ play }, { MIXPANEL }] = await Promise.all([
    import('../rehearse/play.ts'),
    import('../rehearse/mixpanel/story.ts'),
  ]);
  const events: StoryEvent[] = [];
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => stop.abort());
  const summary = await play(MIXPANEL, tellerFor(options, events), stop.signal).catch((error) => {
    // Calls given up in the middle try their closed server again; nothing of them is waited for.
    setImmediate(() => process.exit());
    throw error;
  });
  const exit = summary.failed > 0 ? EXIT.bug : EXIT.ok;
  const line = { kind: 'summary', ...summary };
  if (options.output === 'json') return { data: [...events, line], text: '', exit };
  return { data: line, text: summaryText(summary), exit };
}

/** Lines appear as they happen; machines get one JSON object a line, or all at the end. */
function tellerFor({ output, color }: CommonOptions, events: StoryEvent[]): Teller {
  const step = (words: string): void => say(`… ${words}`);
  if (output === 'json') return { step, event: (event) => void events.push(event) };
  if (output === 'jsonl') return { step, event: (event) => process.stdout.write(`${JSON.stringify(event)}\n`) };
  const paint = painter(color);
  const write = (line: string): void => void process.stdout.write(`${line}\n`);
  const repeats = new Repeats((line) => write(`         ${paint('dim', line)}`));
  let day = '';
  const event = (told: StoryEvent): void => {
    if (repeats.swallow(told)) return;
    const date = told.storyAt.slice(0, 10);
    if (date !== day) write(`\n${paint('bold', dayOf(date))}`);
    day = date;
    write(lineOf(told, paint));
  };
  return { step, event };
}

/** A reminder of the same things as the one before differs only in how late they are. */
const subjectOf = ({ sentence }: StoryEvent): string => sentence.replace(/\d+ (people|person)|late\+\d+h/g, '');

/** Late reminders come every day: the first is told, those that only repeat it are counted. */
class Repeats {
  readonly #tell: (line: string) => void;
  #subject: string | null = null;
  #count = 0;
  #last = '';

  constructor(tell: (line: string) => void) {
    this.#tell = tell;
  }

  /** Whether an event only repeats the one before; what was counted is told before anything else. */
  swallow(event: StoryEvent): boolean {
    const subject = event.kind === 'reminder.send' && event.sentence.includes('late+') ? subjectOf(event) : null;
    if (subject !== null && subject === this.#subject) {
      this.#count += 1;
      this.#last = event.storyAt.slice(0, 10);
      return true;
    }
    if (this.#count > 0) this.#tell(`… and again, ${this.#count} more reminder(s) until ${dayOf(this.#last)}`);
    this.#subject = subject;
    this.#count = 0;
    return false;
  }
}

/** Sentences are cut in the text form; `-o jsonl` has them whole. */
const LONGEST = 220;

type Paint = (style: 'bold' | 'dim' | 'green' | 'red' | 'cyan' | 'yellow', words: string) => string;
const painter = (color: boolean): Paint => {
  const on = color && process.stdout.isTTY && !process.env['NO_COLOR'];
  return (style, words) => (on ? styleText(style, words) : words);
};

const dayOf = (date: string): string =>
  new Intl.DateTimeFormat('en-GB', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${date}T00:00:00Z`));

function lineOf({ storyAt, actor, kind, sentence, source, ok }: StoryEvent, paint: Paint): string {
  const time = storyAt.slice(11, 16);
  if (kind === 'check')
    return `         ${ok ? paint('green', '✓') : paint('red', '✗')} ${sentence} ${paint('dim', `(${source})`)}`;
  const who = actor === 'engine' ? paint('cyan', actor.padEnd(8)) : actor.padEnd(8);
  const words = sentence.length > LONGEST ? `${sentence.slice(0, LONGEST)}…` : sentence;
  return `  ${paint('dim', time)}  ${who} ${kind === 'reminder.send' ? paint('yellow', words) : words}`;
}

function summaryText({ entries, mails, checks, failed, seconds }: RehearsalSummary): string {
  const verdict =
    failed === 0 ? `all ${checks} as the law tables say` : `${failed} of ${checks} DIFFER from the law tables`;
  return `\n${entries} entries in the register, ${mails} mails sent, legal checks: ${verdict}; ${seconds} s.`;
}

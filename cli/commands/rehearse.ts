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
  const summary = await play(MIXPANEL, tellerFor(options, events));
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
  let day = '';
  const event = (told: StoryEvent): void => {
    const date = told.storyAt.slice(0, 10);
    if (date !== day) process.stdout.write(`\n${paint('bold', dayOf(date))}\n`);
    day = date;
    process.stdout.write(`${lineOf(told, paint)}\n`);
  };
  return { step, event };
}

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
  return `  ${paint('dim', time)}  ${who} ${kind === 'reminder.send' ? paint('yellow', sentence) : sentence}`;
}

function summaryText({ entries, mails, checks, failed, seconds }: RehearsalSummary): string {
  const verdict =
    failed === 0 ? `all ${checks} as the law tables say` : `${failed} of ${checks} DIFFER from the law tables`;
  return `\n${entries} entries in the register, ${mails} mails sent, legal checks: ${verdict}; ${seconds} s.`;
}

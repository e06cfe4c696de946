import { parseArgs } from 'node:util';
import { SMTP_CLIENT_NAMES } from '../activities/sender.ts';
import { asRefusal, type OutputFormat, printRefusal } from '../cli/answer.ts';
import { columns } from '../cli/text-table.ts';
import { EXIT, quoteValue, Refusal } from '../domain/refusal.ts';
import { Machine } from './machine.ts';
import { PEERS } from './notices/peers.ts';
import { benchNotices, chosen, DEFAULT_RECIPIENTS, type NoticesAsked, noticesTable } from './notices.ts';
import type { Note } from './progress.ts';
import { benchRegister, registerTable } from './register.ts';
import { benchReminders, remindersTable } from './reminders.ts';
import { benchRemindersDuring, remindersDuringTable } from './reminders-during.ts';

process.env['TZ'] = 'UTC';

interface Asked {
  count: number | null;
  lead: number | null;
  notices: NoticesAsked;
}

interface Bench {
  summary: string;
  /** Figures for machines, and the same as rows of a table. */
  run: (machine: Machine, asked: Asked, note: Note) => Promise<{ figures: object; table: string[][] }>;
}

const BENCHES: Record<string, Bench> = {
  notices: {
    summary: 'notices sent in a second (--recipients, 10000 and 100000), beside raw SMTP and two durable queues',
    run: async (machine, { notices }, note) => {
      const figures = await benchNotices(machine, notices, note);
      return { figures, table: noticesTable(figures) };
    },
  },
  'reminders-during-campaign': {
    summary: 'lateness of reminders (--count, 60) while notices are sent at full speed (--recipients, 100000)',
    run: async (machine, { count, notices }, note) => {
      const recipients = notices.recipients.at(-1) ?? 0;
      const figures = await benchRemindersDuring(machine, { reminders: count ?? 60, recipients }, note);
      return { figures, table: remindersDuringTable(figures) };
    },
  },
  reminders: {
    summary: 'lateness of reminders due at one instant (--count, 1000), beside bare Temporal timers',
    run: async (machine, { count, lead }, note) => {
      const figures = await benchReminders(machine, count ?? 1000, lead, note);
      return { figures, table: remindersTable(figures) };
    },
  },
  register: {
    summary: 'appends to the register in a second (--count, 2500), beside bare inserts of the same rows',
    run: async (machine, { count }, note) => {
      const figures = await benchRegister(machine, count ?? 2500, note);
      return { figures, table: registerTable(figures) };
    },
  },
};

const note: Note = (words) => void process.stderr.write(`… ${words}\n`);

function usage(message: string): Refusal {
  const next = 'npm run bench lists the benches and their options';
  return new Refusal({ code: 'USAGE', message, next }, EXIT.usage);
}

function positive(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw usage(`Cannot take ${name} ${quoteValue(text)}: it is a whole number from 1 to 9999999`);
}

function parsed(argv: string[]) {
  const text = { type: 'string' } as const;
  const own = { count: text, lead: text, recipients: text, clients: text, peers: text } as const;
  const options = { ...own, output: { ...text, short: 'o' }, keep: { type: 'boolean' } } as const;
  try {
    return parseArgs({ args: argv, options, allowPositionals: true });
  } catch (error) {
    throw usage(error instanceof Error ? (error.message.split('.')[0] ?? '') : String(error));
  }
}

function list(): void {
  const rows = Object.entries(BENCHES).map(([name, { summary }]) => [`  ${name}`, summary]);
  process.stdout.write(`Benches, each on servers of its own:\n${columns(rows)}\n\n`);
  const examples = [
    'notices --recipients 10000',
    'notices --clients pipelining --peers pg-boss -o json',
    'reminders --count 200',
  ];
  process.stdout.write(examples.map((words) => `  npm run bench -- ${words}\n`).join(''));
  process.stdout.write('\nOptions of each: -o json (one line of figures), --keep (leaves the folder with the logs)\n');
}

/** Ctrl-C stops the servers too. */
function takeApartOnSignal(machine: Machine): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void machine.takeApart().then(() => process.exit(EXIT.serviceAway)));
  }
}

async function run(bench: Bench, asked: Asked, format: OutputFormat, keep: boolean): Promise<void> {
  const machine = await Machine.build(keep);
  takeApartOnSignal(machine);
  try {
    const { figures, table } = await bench.run(machine, asked, note);
    process.stdout.write(format === 'text' ? `${columns(table)}\n` : `${JSON.stringify(figures)}\n`);
  } finally {
    await machine.takeApart();
    if (keep) note(`kept: ${machine.folder}`);
  }
}

async function main(argv: string[]): Promise<void> {
  const { values, positionals } = parsed(argv);
  const [name] = positionals;
  if (name === undefined) return list();
  const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  if (!bench) throw usage(`Cannot run ${quoteValue(name)}: there is no such bench`);
  const recipients = positive('--recipients', values.recipients);
  const notices = {
    recipients: recipients === null ? DEFAULT_RECIPIENTS : [recipients],
    clients: chosen('--clients', values.clients, SMTP_CLIENT_NAMES),
    peers: values.peers === 'none' ? [] : chosen('--peers', values.peers, PEERS),
  };
  const asked = { count: positive('--count', values.count), lead: positive('--lead', values.lead), notices };
  await run(bench, asked, values.output === 'json' ? 'json' : 'text', values.keep ?? false);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const refusal = asRefusal(error);
  printRefusal(refusal, process.argv.includes('json') ? 'jsonl' : 'text');
  process.exitCode = refusal.exit;
}

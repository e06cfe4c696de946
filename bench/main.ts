import { parseArgs } from 'node:util';
import { asRefusal, type OutputFormat, printRefusal } from '../cli/answer.ts';
import { columns } from '../cli/text-table.ts';
import { EXIT, quoteValue, Refusal } from '../domain/refusal.ts';
import { Machine } from './machine.ts';
import type { Note } from './progress.ts';
import { benchRegister, registerTable } from './register.ts';
import { benchReminders, remindersTable } from './reminders.ts';

process.env['TZ'] = 'UTC';

interface Asked {
  count: number | null;
  lead: number | null;
}

interface Bench {
  summary: string;
  /** Figures for machines, and the same as rows of a table. */
  run: (machine: Machine, asked: Asked, note: Note) => Promise<{ figures: object; table: string[][] }>;
}

const BENCHES: Record<string, Bench> = {
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
  const next = 'npm run bench -- reminders [--count N] [--lead SECONDS] [-o json] [--keep], or register';
  return new Refusal({ code: 'USAGE', message, next }, EXIT.usage);
}

function positive(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw usage(`Cannot take ${name} ${quoteValue(text)}: it is a whole number from 1 to 999999`);
}

function parsed(argv: string[]) {
  const text = { type: 'string' } as const;
  const options = { count: text, lead: text, output: { ...text, short: 'o' }, keep: { type: 'boolean' } } as const;
  try {
    return parseArgs({ args: argv, options, allowPositionals: true });
  } catch (error) {
    throw usage(error instanceof Error ? (error.message.split('.')[0] ?? '') : String(error));
  }
}

function list(): void {
  const rows = Object.entries(BENCHES).map(([name, { summary }]) => [`  ${name}`, summary]);
  process.stdout.write(`Benches, each on servers of its own:\n${columns(rows)}\n\n`);
  process.stdout.write('  npm run bench -- reminders --count 200\n  npm run bench -- register -o json\n');
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
  const asked = { count: positive('--count', values.count), lead: positive('--lead', values.lead) };
  await run(bench, asked, values.output === 'json' ? 'json' : 'text', values.keep ?? false);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const refusal = asRefusal(error);
  printRefusal(refusal, process.argv.includes('json') ? 'jsonl' : 'text');
  process.exitCode = refusal.exit;
}

import { Command, type CommanderError, Option } from 'commander';
import { EXIT, Refusal } from '../domain/refusal.ts';
import { type OutputFormat, printRefusal } from './answer.ts';

interface Noun {
  summary: string;
  load: () => Promise<{ default: (noun: Command) => void }>;
}

/** Every noun of the command line; its file is imported only when it is called. */
export const NOUNS: Record<string, Noun> = {
  up: {
    summary: 'run everything on this machine: servers, mail catcher, worker',
    load: () => import('./commands/up.ts'),
  },
  setup: { summary: 'prepare servers of your own', load: () => import('./commands/setup.ts') },
  doctor: { summary: 'check every part and say what to do', load: () => import('./commands/doctor.ts') },
  links: { summary: 'addresses of the Temporal UI, its boards and cases', load: () => import('./commands/links.ts') },
  worker: { summary: 'do the work: reminders, packs, notices', load: () => import('./commands/worker.ts') },
  organisation: {
    summary: 'who answers for the data: description and policy',
    load: () => import('./commands/organisation.ts'),
  },
  person: { summary: 'who may say what, and whom reminders reach', load: () => import('./commands/person.ts') },
  case: { summary: 'open a case, see it, record its facts, close it', load: () => import('./commands/case.ts') },
  processor: {
    summary: 'those who work for you, and what they owe you in a case',
    load: () => import('./commands/processor.ts'),
  },
  controller: {
    summary: 'as a processor: the controllers you must tell',
    load: () => import('./commands/controller.ts'),
  },
  statement: { summary: 'what was said and waits, or was refused', load: () => import('./commands/statement.ts') },
  mail: { summary: 'read what the mail catcher kept', load: () => import('./commands/mail.ts') },
  recipients: {
    summary: 'check and import lists of people to tell, sealed',
    load: () => import('./commands/recipients.ts'),
  },
  notice: {
    summary: 'tell the people: preview, approve, follow, stop',
    load: () => import('./commands/notice.ts'),
  },
  template: {
    summary: "an organisation's own texts for notices: check, publish, list, withdraw",
    load: () => import('./commands/template.ts'),
  },
  law: {
    summary: 'look up clocks, routing, severity and rules; needs no server',
    load: () => import('./commands/law.ts'),
  },
  awareness: {
    summary: 'when you became aware: candidates, decision, what-if',
    load: () => import('./commands/awareness.ts'),
  },
  risk: { summary: 'assess the risk to people, with reasons', load: () => import('./commands/risk.ts') },
  confirm: { summary: 'confirm or refuse what waits for a second person', load: () => import('./commands/confirm.ts') },
  deadlines: { summary: 'what is owed, by when; calendar file', load: () => import('./commands/deadlines.ts') },
  filing: {
    summary: 'the filing with an authority: draft, check, approve, record',
    load: () => import('./commands/filing.ts'),
  },
  regime: {
    summary: 'duties to report beside the GDPR: NIS2, DORA, contracts and others',
    load: () => import('./commands/regime.ts'),
  },
  rehearse: {
    summary: 'play a whole breach on the real engine, in seconds',
    load: () => import('./commands/rehearse.ts'),
  },
  register: {
    summary: 'verify the register, export one case of it, rebuild its tables',
    load: () => import('./commands/register.ts'),
  },
};

const COMMON_OPTIONS = [
  new Option('-o, --output <format>', 'form of the answer').choices(['text', 'json', 'jsonl']).default('text'),
  new Option('--as <person>', 'who is speaking (default: TOCSIN_ACTOR)'),
  new Option('--org <organisation>', 'which organisation (default: the only one)'),
  new Option('--yes', 'answer yes to questions'),
  new Option('--dry-run', 'show what would happen, change nothing'),
  new Option('--no-input', 'never ask a question'),
  new Option('--no-color', 'no colours'),
];

/** The format asked for, read before parsing so that even usage errors come in it. */
const formatOf = (argv: string[]): OutputFormat => {
  const at = argv.findIndex((word) => word === '-o' || word === '--output');
  const asked = at >= 0 ? argv[at + 1] : argv.find((word) => word.startsWith('--output='))?.slice('--output='.length);
  return asked === 'json' || asked === 'jsonl' ? asked : 'text';
};

/** Commander's complaint as our refusal; help and version are not complaints. */
function leave(error: CommanderError, argv: string[], command: Command): never {
  if (error.exitCode === 0) process.exit(EXIT.ok);
  const message =
    error.code === 'commander.help'
      ? `'${command.name()}' needs one of: ${command.commands.map((each) => each.name()).join(', ')}`
      : error.message.replace(/^error: /, '').replace(/\s+/g, ' ');
  const details = { code: 'USAGE', message, next: 'Add --help to the command to see its options and two examples' };
  printRefusal(new Refusal(details, EXIT.usage), formatOf(argv));
  process.exit(EXIT.usage);
}

function tame(command: Command, argv: string[]): void {
  command.exitOverride((error) => leave(error, argv, command)).configureOutput({ writeErr: () => {} });
  command.showSuggestionAfterError(true).showHelpAfterError(false);
  if (command.commands.length === 0) for (const option of COMMON_OPTIONS) command.addOption(option);
  for (const child of command.commands) tame(child, argv);
}

/** Builds the program around the one noun that was called. */
export async function createProgram(argv: string[]): Promise<Command> {
  const program = new Command('tocsin').description('Holds every legal clock of a personal data breach.');
  program.helpCommand(false);
  const called = argv.find((word) => !word.startsWith('-'));
  for (const [name, noun] of Object.entries(NOUNS)) {
    const command = program.command(name).description(noun.summary);
    if (name === called) (await noun.load()).default(command);
  }
  if (argv.length === 0 || called === undefined) program.action(() => program.outputHelp());
  tame(program, argv);
  return program;
}

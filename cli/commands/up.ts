import { type Command, InvalidArgumentError } from 'commander';
import { EXIT } from '../../domain/refusal.ts';
import { type Config, loadConfig } from '../../worker/config.ts';
import { stateFolder } from '../../worker/stack-file.ts';
import { asRefusal, type CommonOptions, print, printRefusal, say } from '../answer.ts';
import { claimStack, releaseStack } from '../stack/running.ts';
import { openState } from '../stack/state.ts';
import { type AskedPorts, Stack, type Voice } from '../stack/up.ts';
import { countdownText, type Welcome, welcome, welcomeText } from '../stack/welcome.ts';

interface UpCommandOptions extends CommonOptions {
  postgresPort?: number;
  temporalPort?: number;
  uiPort?: number;
  smtpPort?: number;
}

export default function up(command: Command): void {
  command
    .option('--postgres-port <port>', 'insist on this port', toPort)
    .option('--temporal-port <port>', 'insist on this port', toPort)
    .option('--ui-port <port>', 'insist on this port for the Temporal UI', toPort)
    .option('--smtp-port <port>', 'insist on this port for the mail catcher', toPort)
    .addHelpText('before', '  $ tocsin up\n  $ TOCSIN_HOME=/srv/tocsin tocsin up --ui-port 8080\n')
    .addHelpText(
      'after',
      [
        '\nRuns PostgreSQL, a Temporal server with its UI, a mail catcher and the worker until Ctrl-C. State: .tocsin in this',
        'folder, or in TOCSIN_HOME. TOCSIN_DATABASE_URL, TEMPORAL_ADDRESS, SMTP_URL: use that server instead of ours.',
        '\nExit status: 0 stopped or already running, 69 a part could not be started.',
      ].join('\n'),
    )
    .action(async () => {
      const options = command.optsWithGlobals<UpCommandOptions>();
      try {
        await runUp(options);
      } catch (error) {
        const refusal = asRefusal(error);
        printRefusal(refusal, options.output);
        process.exitCode = refusal.exit;
      }
    });
}

function toPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new InvalidArgumentError('a port is a number from 1 to 65535');
}

/** Brings the stack up and keeps it until a signal; a second call for the same state folder only tells where it is. */
async function runUp(options: UpCommandOptions): Promise<void> {
  const folder = stateFolder();
  const state = openState(folder);
  const other = claimStack(folder);
  if (other !== null) return tellWhere(other, options);
  const stopping = stopSignal();
  const stack = new Stack(state, {
    env: process.env,
    ports: portsOf(options),
    voice: voiceOf(),
    stopping: stopping.signal,
  });
  const alive = setInterval(() => {}, 60_000);
  try {
    state.note({ processes: { up: { pid: process.pid, mark: ' up' } } });
    await stack.start();
    if (!stopping.signal.aborted) await present(options, stopping.signal);
    await stopping.asked;
  } finally {
    await stack.stop();
    releaseStack(folder);
    clearInterval(alive);
  }
}

const portsOf = ({ postgresPort, temporalPort, uiPort, smtpPort }: UpCommandOptions): AskedPorts => ({
  ...(postgresPort === undefined ? {} : { postgres: postgresPort }),
  ...(temporalPort === undefined ? {} : { temporal: temporalPort }),
  ...(uiPort === undefined ? {} : { ui: uiPort }),
  ...(smtpPort === undefined ? {} : { smtp: smtpPort }),
});

/** Words take the place of the countdown line, which is drawn again at its next turn. */
const sayOverCountdown = (words: string): void => say(process.stderr.isTTY ? `\r\x1b[2K${words}` : words);

const voiceOf = (): Voice => ({
  done: (words) => sayOverCountdown(`✓ ${words}`),
  note: (words) => sayOverCountdown(`  ${words}`),
  warn: (words) => sayOverCountdown(`! ${words}`),
});

async function tellWhere(pid: number, { output }: UpCommandOptions): Promise<void> {
  say(`Already running here (pid ${pid}); nothing was started.`);
  const config = loadConfig();
  if (!config.settings['TEMPORAL_ADDRESS'] || !config.settings['TOCSIN_DATABASE_URL']) {
    say('It is still starting: ask again in some seconds.');
    return;
  }
  const found = await welcome(config, null);
  print({ data: { running: true, pid, ...found }, text: welcomeText(found, new Date()) }, output);
}

/** Opens the drill on an empty register and says where everything is and what is due. */
async function present(options: UpCommandOptions, stopping: AbortSignal): Promise<void> {
  const config = loadConfig();
  const opened = await openDrill(config);
  const found = await welcome(config, opened);
  const heading = opened
    ? `\nA drill is running: ${opened.caseId}, the Mixpanel breach, its notice arriving now.\n`
    : '';
  print(
    { data: { running: true, pid: process.pid, ...found }, text: `${heading}\n${welcomeText(found, new Date())}` },
    options.output,
  );
  if (options.output !== 'text') return;
  say('\nCtrl-C stops everything; nothing is lost.');
  if (found.nextDue && process.stdout.isTTY) refreshCountdown(found.nextDue, stopping);
}

/** Drills belong to the embedded stack: a real register gets none, and a drill's mail must not leave the machine. */
async function openDrill(config: Config): Promise<{ caseId: string; dueAt: string } | null> {
  if (process.env['TOCSIN_DATABASE_URL'] || config.mailFolder === null) return null;
  try {
    const { openDrillIfEmpty } = await import('../stack/drill.ts');
    return await openDrillIfEmpty(config);
  } catch (error) {
    const { code, message, next } = asRefusal(error).details; // everything else runs: a failed drill stops nobody
    say(`! The drill was not opened: ${code}: ${message}\n  → ${next}`);
    return null;
  }
}

/** Keeps one line of the terminal up to date, each minute. */
function refreshCountdown(nextDue: NonNullable<Welcome['nextDue']>, stopping: AbortSignal): void {
  const draw = () => process.stdout.write(`\r\x1b[2K${countdownText(nextDue, new Date())}`);
  draw();
  const timer = setInterval(draw, 60_000);
  stopping.addEventListener('abort', () => {
    clearInterval(timer);
    process.stdout.write('\n');
  });
}

/** Grace between the first Ctrl-C and one that means "at once": npm and the terminal often deliver the first one twice. */
const IMPATIENCE_MS = 2_000;

/** Turns Ctrl-C, SIGTERM and a closed terminal into one wish to stop; a second Ctrl-C, later, leaves at once. */
function stopSignal(): { signal: AbortSignal; asked: Promise<void> } {
  const controller = new AbortController();
  let askedAt = 0;
  const asked = new Promise<void>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(name, () => {
        if (askedAt > 0 && performance.now() - askedAt > IMPATIENCE_MS) process.exit(EXIT.serviceAway);
        if (askedAt === 0) say('\nStopping …');
        askedAt ||= performance.now();
        controller.abort();
        resolve();
      });
    }
  });
  return { signal: controller.signal, asked };
}

import type { Command } from 'commander';
import { EXIT, type ExitStatus } from '../../domain/refusal.ts';
import { type Config, loadConfig } from '../../worker/config.ts';
import { type Answer, act } from '../answer.ts';
import { checkDatabase } from '../doctor/database.ts';
import { type Check, look } from '../doctor/finding.ts';
import { checkMail, checkMasterKey, checkNode } from '../doctor/machine.ts';
import { checkMailings, checkSender } from '../doctor/sender.ts';
import { checkTemporal } from '../doctor/temporal.ts';

export default function doctor(command: Command): void {
  command
    .addHelpText('before', '  $ tocsin doctor\n  $ tocsin doctor -o json\n')
    .addHelpText(
      'after',
      '\nExit status: 0 all is well (warnings allowed), 65 something is wrong, 69 a service is away.',
    );
  act(command, () => examine(loadConfig()));
}

/** Looks at every part and says for each fault what to do. */
export async function examine(config: Config): Promise<Answer> {
  const looks = [
    look('Node.js', () => checkNode()),
    look('master key', () => checkMasterKey(config)),
    look('PostgreSQL', () => checkDatabase(config)),
    look('Temporal', () => checkTemporal(config)),
    look('mail', () => checkMail(config)),
    look('sender', () => checkSender(config)),
    look('mailings', () => checkMailings(config)),
  ];
  const checks = (await Promise.all(looks)).flat();
  return { data: checks, text: checks.map(lineOf).join('\n'), exit: exitOf(checks) };
}

function exitOf(checks: Check[]): ExitStatus {
  if (checks.some(({ state }) => state === 'away')) return EXIT.serviceAway;
  return checks.some(({ state }) => state === 'fault') ? EXIT.data : EXIT.ok;
}

const MARK = { ok: '✓', warning: '!', fault: '✗', away: '✗' } as const;

function lineOf({ part, state, code, message, next }: Check): string {
  const line = `${MARK[state]} ${part}: ${state === 'ok' ? '' : `${code}: `}${message}`;
  return next === null ? line : `${line}\n  → ${next}`;
}

import { type Command, InvalidArgumentError } from 'commander';
import { act } from '../answer.ts';
import { examples } from '../examples.ts';
import { type StatementOptions, statementOptions } from '../statement-options.ts';
import { sayTyped, typedBy } from '../typed-statement.ts';

interface LimitOptions extends StatementOptions {
  wave: number;
  perMinute?: number;
  domain?: Record<string, number>;
  clear?: boolean;
}

const NOTHING_SAID = 'Say --per-minute, --domain or --clear.';

/** Adds `notice limit` to a command that already names case and wave. */
export function noticeLimit(command: Command): void {
  statementOptions(command, 'notice.limit')
    .option('--per-minute <messages>', 'messages a minute for the wave as a whole', messages)
    .option('--domain <domain=messages>', 'messages a minute to one domain; may be given again', domainLimit)
    .option('--clear', 'lift every limit of the wave');
  examples(
    command,
    'notice limit breach-2026-0042 --wave 1 --per-minute 600',
    'notice limit breach-2026-0042 --per-minute 600 --domain example.com=60',
  );
  command.addHelpText(
    'after',
    '\nA limit replaces the one before, counts for all workers together, and holds at once while a wave is being sent.\nWithout one, a wave goes as fast as the mail server takes it. A minute may see a second’s worth more than the limit.',
  );
  act<LimitOptions>(command, ([caseId = ''], options) => {
    const { wave, perMinute, domain, clear } = options;
    const said = perMinute !== undefined || domain !== undefined;
    if (said === (clear ?? false)) {
      command.error(
        said
          ? "error: --clear lifts every limit; it goes with neither '--per-minute' nor '--domain'."
          : `error: ${NOTHING_SAID}`,
      );
    }
    const typed = typedBy(options, clear ? { wave } : { wave, perMinute, domains: domain });
    return sayTyped({ kind: 'notice.limit', caseId, typed, command: `notice limit ${caseId}` }, options);
  });
}

function messages(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text) && Number(text) <= 1_000_000) return Number(text);
  throw new InvalidArgumentError('It is no number of messages a minute from 1 to 1000000.');
}

function domainLimit(text: string, before: Record<string, number> = {}): Record<string, number> {
  const [domain = '', rate, ...rest] = text.split('=');
  if (rate === undefined || rest.length > 0 || !/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(domain)) {
    throw new InvalidArgumentError('Write a domain and its messages a minute, such as example.com=60.');
  }
  return { ...before, [domain.toLowerCase()]: messages(rate) };
}

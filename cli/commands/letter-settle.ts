import { type Command, Option } from 'commander';
import { EXIT, quoteValue, Refusal } from '../../domain/refusal.ts';
import { sayBy } from '../statement-command.ts';

interface SettleOptions {
  arrived?: boolean;
  notArrived?: boolean;
}

/** @throws {Refusal} `USAGE` */
function outcomeOf({ arrived, notArrived }: SettleOptions): 'arrived' | 'notArrived' {
  if (arrived) return 'arrived';
  if (notArrived) return 'notArrived';
  throw new Refusal(
    {
      code: 'USAGE',
      message: 'Cannot settle a letter without saying whether it arrived',
      next: 'Add --arrived or --not-arrived',
    },
    EXIT.usage,
  );
}

/** `filing settle`, `controller settle`: what a person knows of a letter that the mail server left in doubt. */
export function addSettle(noun: Command, addressee: string): void {
  const settle = noun
    .command('settle <id> <letter>')
    .description(`say whether a letter to ${addressee} arrived, when the mail server left it in doubt`)
    .option('--arrived', 'it has arrived: somebody there said so')
    .addOption(new Option('--not-arrived', 'it has not: another may be sent').conflicts('arrived'));
  sayBy<SettleOptions>(settle, {
    kind: 'letter.settle',
    ofCase: true,
    examples: [
      `${noun.name()} settle breach-2026-0042 1 --arrived --reason "confirmed by telephone" --as carla`,
      `${noun.name()} settle breach-2026-0042 1 --not-arrived --reason "nothing in their mailbox" --as carla`,
    ],
    typed: ([, letter = ''], options) => ({ letter: numberOf(letter), outcome: outcomeOf(options) }),
  });
}

/** @throws {Refusal} `USAGE` */
function numberOf(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  const message = `Cannot find letter ${quoteValue(text)}: it is no number of a letter, such as 1`;
  throw new Refusal({ code: 'USAGE', message, next: "See the letters with 'tocsin case show'" }, EXIT.usage);
}

import { type Command, Option } from 'commander';
import { EXIT, quoteValue, Refusal } from '../../domain/refusal.ts';
import { type EnisaAnswers, readAnswers } from '../../domain/severity/enisa-answers.ts';
import { CIRCUMSTANCES, PROTECTIONS } from '../../domain/severity/enisa-tables.ts';
import type { SeverityInputs } from '../../domain/severity/severity.ts';
import { listOf } from '../read-option.ts';

/** Numbers and answers as typed; the first three are the numbers. */
export interface EnisaOptions {
  dpc?: string;
  ei?: string;
  cb?: string;
  data?: string[];
  general?: string[];
  generalStep?: string;
  identifier?: string[];
  protection?: string;
  confidentiality?: string;
  integrity?: string;
  availability?: string;
  malicious?: string;
  people?: string;
  unintelligible?: string;
}

const codes = (rows: readonly { code: string }[]): string[] => rows.map(({ code }) => code);

/** The questions of ENISA 2013 as options, and the three numbers that stand for their answers. */
export function enisaOptions(command: Command): Command {
  return command
    .option('--data <kind=answer>', 'kinds of data hit: simple=base,behavioural=littleInsight (repeatable)', listOf)
    .option('--general <factors>', 'what else moves the context: vulnerablePeople,oldOrInvalid (repeatable)', listOf)
    .addOption(new Option('--general-step <step>', 'what these make of it').choices(['-1', '0', '1']))
    .option('--identifier <codes>', 'what identifies: nameCommon,emailWithName (repeatable)', listOf)
    .addOption(new Option('--protection <code>', 'what changes that (default: asIs)').choices(codes(PROTECTIONS)))
    .addOption(choice('--confidentiality', codes(CIRCUMSTANCES.confidentiality)))
    .addOption(choice('--integrity', codes(CIRCUMSTANCES.integrity)))
    .addOption(choice('--availability', codes(CIRCUMSTANCES.availability)))
    .addOption(new Option('--malicious <answer>', 'did somebody mean harm').choices(['yes', 'no']))
    .addOption(
      new Option('--people <class>', 'flag: people affected (default: unknown)').choices([
        'upTo100',
        'over100',
        'unknown',
      ]),
    )
    .addOption(
      new Option('--unintelligible <answer>', 'flag: nobody can read the data (default: unknown)').choices([
        'yes',
        'no',
        'unknown',
      ]),
    )
    .option('--dpc <number>', 'instead of answers: data processing context, 1 to 4')
    .option('--ei <number>', 'instead of answers: ease of identification, 0.25, 0.5, 0.75 or 1')
    .option('--cb <number>', 'instead of answers: circumstances of the breach, 0 to 2 in steps of 0.25');
}

const choice = (flag: string, choices: string[]): Option =>
  new Option(`${flag} <code>`, `what became of ${flag.slice(2)}`).choices(choices);

/** @throws {Refusal} `NUMBER_FORM` for anything but digits with a point */
function readNumber(text: string, option: string): number {
  if (/^-?\d{1,6}(\.\d{1,6})?$/.test(text)) return Number(text);
  throw new Refusal({
    code: 'NUMBER_FORM',
    message: `Cannot read ${quoteValue(text)} in '--${option}' as a number`,
    next: 'Write digits with a point, such as 0.75',
  });
}

/**
 * The three inputs of the ENISA method as typed.
 *
 * @throws {Refusal} `NUMBER_FORM`
 */
export const readInputs = ({ dpc, ei, cb }: { dpc: string; ei: string; cb: string }): SeverityInputs => ({
  dpc: readNumber(dpc, 'dpc'),
  ei: readNumber(ei, 'ei'),
  cb: readNumber(cb, 'cb'),
});

/** @throws {Refusal} `ENISA_ANSWER` for a kind named twice, or without its answer */
function categoriesOf(data: readonly string[]): Record<string, string> {
  const categories: Record<string, string> = {};
  for (const part of data) {
    const [kind = '', answer] = part.split('=').map((text) => text.trim());
    if (!answer || Object.hasOwn(categories, kind)) {
      throw new Refusal({
        code: 'ENISA_ANSWER',
        message: `Cannot read ${quoteValue(part)} in '--data': ${answer ? 'that kind is answered twice' : 'its answer is missing'}`,
        next: "Write kind=answer, such as behavioural=base; 'tocsin law severity --questions' explains every answer",
      });
    }
    categories[kind] = answer;
  }
  return categories;
}

/** The answers given as options, by the names of `answers` in a file; undefined when none was. */
function flagsOf(options: EnisaOptions): Record<string, unknown> | undefined {
  const { data, general, generalStep, identifier, protection, confidentiality, integrity, availability } = options;
  const given = Object.entries({
    categories: data && categoriesOf(data),
    general,
    generalStep: generalStep === undefined ? undefined : Number(generalStep),
    identifiers: identifier,
    protection,
    confidentiality,
    integrity,
    availability,
    malicious: options.malicious === undefined ? undefined : options.malicious === 'yes',
    people: options.people,
    unintelligible: options.unintelligible,
  }).filter(([, value]) => value !== undefined);
  return given.length > 0 ? Object.fromEntries(given) : undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The answers of a file and of options, options first; undefined where there are none.
 *
 * @throws {Refusal} `ENISA_ANSWER`, `ENISA_INCOMPLETE`, `ENISA_CONTRADICTORY`
 */
export function typedAnswers(options: EnisaOptions, fromFile: unknown): EnisaAnswers | undefined {
  const flags = flagsOf(options);
  if (flags === undefined) return fromFile === undefined || fromFile === null ? undefined : readAnswers(fromFile);
  return readAnswers({ ...(isObject(fromFile) ? fromFile : {}), ...flags });
}

/** The three numbers given as options. @throws {Refusal} `SEVERITY_INPUT` when only some are, `NUMBER_FORM` */
export function typedInputs({ dpc, ei, cb }: EnisaOptions): SeverityInputs | undefined {
  if (dpc === undefined && ei === undefined && cb === undefined) return undefined;
  if (dpc !== undefined && ei !== undefined && cb !== undefined) return readInputs({ dpc, ei, cb });
  throw new Refusal(
    {
      code: 'SEVERITY_INPUT',
      message: 'Cannot score the breach: --dpc, --ei and --cb belong together',
      next: 'Give all three, or answer the questions instead (--data, --identifier, --confidentiality …)',
    },
    EXIT.usage,
  );
}

import type { Command } from 'commander';
import { quoteValue, Refusal } from '../../domain/refusal.ts';
import { type Severity, type SeverityInputs, severityNeighbours, severityOf } from '../../domain/severity/severity.ts';
import { type Answer, act } from '../answer.ts';
import { examples } from '../examples.ts';
import { columns } from '../text-table.ts';

export interface SeverityOptions {
  dpc: string;
  ei: string;
  cb: string;
}

/** @throws {Refusal} `NUMBER_FORM` for anything but digits with a point */
function readNumber(text: string, option: string): number {
  if (/^-?\d{1,6}(\.\d{1,6})?$/.test(text)) return Number(text);
  throw new Refusal({
    code: 'NUMBER_FORM',
    message: `Cannot read ${quoteValue(text)} in '--${option}' as a number`,
    next: 'Write digits with a point, such as 0.75',
  });
}

const BAND_WORDS = { low: 'low', medium: 'medium', high: 'high', veryHigh: 'very high' } as const;
const CONCLUSION_WORDS = {
  document: 'document it; no notification suggested',
  notify: 'notify the authority',
  notRequired: 'not suggested',
  communicate: 'tell the people',
} as const;

function severityText(severity: Severity, near: string[][]): string {
  const rows = [
    ['Score', `${severity.score}, ${BAND_WORDS[severity.band]}${severity.borderline ? ', borderline' : ''}`],
    ['Art. 33(1)', CONCLUSION_WORDS[severity.conclusion33]],
    ['Art. 34(1)', CONCLUSION_WORDS[severity.conclusion34]],
  ];
  const neighbours = near.length > 0 ? ['', 'One step away:', columns(near)] : [];
  const caution = 'A score never decides: the law asks whether a risk is unlikely, and whether a high risk is likely';
  return [columns(rows), ...neighbours, '', caution].join('\n');
}

/**
 * The three inputs of the ENISA method as typed.
 *
 * @throws {Refusal} `NUMBER_FORM`
 */
export const readInputs = (options: SeverityOptions): SeverityInputs => ({
  dpc: readNumber(options.dpc, 'dpc'),
  ei: readNumber(options.ei, 'ei'),
  cb: readNumber(options.cb, 'cb'),
});

/**
 * Score, band, what practice concludes, and what one step more or less would change.
 *
 * @throws {Refusal} `SEVERITY_INPUT`
 */
export function scoreText(inputs: SeverityInputs): string {
  const near = severityNeighbours(inputs).map(({ dpc, ei, cb, score, band }) => [
    `  DPC ${dpc}, EI ${ei}, CB ${cb}`,
    `${score}, ${BAND_WORDS[band]}`,
  ]);
  return severityText(severityOf(inputs), near);
}

function answerSeverity(options: SeverityOptions): Answer {
  const inputs = readInputs(options);
  return { data: severityOf(inputs), text: scoreText(inputs) };
}

/** `law severity`. */
export function addSeverityCommand(law: Command): void {
  const severity = law.command('severity').description('severity by the ENISA method of 2013, as a suggestion');
  severity
    .requiredOption('--dpc <number>', 'data processing context: 1 to 4')
    .requiredOption('--ei <number>', 'ease of identification: 0.25, 0.5, 0.75 or 1')
    .requiredOption('--cb <number>', 'circumstances of the breach: 0 to 2 in steps of 0.25');
  examples(severity, 'law severity --dpc 2 --ei 1 --cb 1', 'law severity --dpc 4 --ei 0.75 --cb 0.75 -o json');
  act<SeverityOptions>(severity, async (_args, options) => answerSeverity(options));
}

import type { Command } from 'commander';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { inputsOf } from '../../domain/severity/assess-enisa.ts';
import {
  CIRCUMSTANCES,
  DATA_CATEGORIES,
  GENERAL_FACTORS,
  IDENTIFIERS,
  PROTECTIONS,
} from '../../domain/severity/enisa-tables.ts';
import { explainSeverity } from '../../domain/severity/explain.ts';
import { severityOf } from '../../domain/severity/severity.ts';
import { type Answer, act } from '../answer.ts';
import { examples } from '../examples.ts';
import { readTyped } from '../kept-answers.ts';
import { questionsText, severityText } from '../severity-text.ts';
import { type EnisaOptions, enisaOptions, typedAnswers, typedInputs } from './enisa-options.ts';

interface SeverityOptions extends EnisaOptions {
  from?: string;
  questions?: boolean;
}

const QUESTIONS = {
  categories: DATA_CATEGORIES,
  general: GENERAL_FACTORS,
  identifiers: IDENTIFIERS,
  protection: PROTECTIONS,
  ...CIRCUMSTANCES,
};

const nothingToScore = (): Refusal =>
  new Refusal(
    {
      code: 'SEVERITY_INPUT',
      message: 'Cannot score the breach: neither answers nor numbers are given',
      next: "Answer with --data, --identifier, --confidentiality, --integrity, --availability and --malicious ('--questions' explains them), or give --dpc, --ei and --cb",
    },
    EXIT.usage,
  );

/** Bare numbers answer the score alone; answers everything it rests and hangs on. */
function answerSeverity(options: SeverityOptions): Answer {
  if (options.questions) {
    return { data: QUESTIONS, text: questionsText(), next: 'Next: tocsin law severity --data simple=base …' };
  }
  const file = options.from === undefined ? {} : readTyped(options.from);
  const answers = typedAnswers(options, file['answers']);
  const inputs = typedInputs(options) ?? (answers && inputsOf(answers));
  if (!inputs) throw nothingToScore();
  const explained = explainSeverity(inputs, answers);
  return {
    data: answers ? explained : severityOf(inputs),
    text: severityText(explained),
    next: 'Next: tocsin law cases, or tocsin risk assess CASE with the same options',
  };
}

/** `law severity`. */
export function addSeverityCommand(law: Command): void {
  const severity = enisaOptions(
    law.command('severity').description('severity by the ENISA method of 2013, as a suggestion'),
  )
    .option('--from <file>', 'answers from a JSON file, under "answers"; - reads standard input; options win')
    .option('--questions', 'explain every question and its answers');
  examples(
    severity,
    'law severity --data simple=base,behavioural=base --identifier emailWithName --confidentiality unknownRecipients --integrity notAltered --availability easilyRecovered --malicious yes',
    'law severity --dpc 4 --ei 0.75 --cb 0.75 -o json',
  );
  act<SeverityOptions>(severity, async (_args, options) => answerSeverity(options));
}

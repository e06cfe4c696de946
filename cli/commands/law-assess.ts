import type { Command } from 'commander';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { REPORT_OUTCOMES, type ReportOutcome } from '../../domain/severity/aepd-tools.ts';
import {
  type Answer3,
  assessQuestionnaire,
  QUESTIONNAIRE_CAUTION,
  QUESTIONS,
  type QuestionnaireAnswers,
  type QuestionnaireResult,
  readQuestionnaire,
} from '../../domain/severity/questionnaire.ts';
import { type Answer, act, type CommonOptions } from '../answer.ts';
import { mayAsk, type Questioner, Stopped, terminalQuestioner } from '../ask.ts';
import { examples } from '../examples.ts';
import { readTyped } from '../kept-answers.ts';
import { keyValue } from '../read-option.ts';
import { columns, facts } from '../text-table.ts';

interface AssessOptions {
  from?: string;
  answer?: [string, string][];
  questions?: boolean;
}

const CHOICES: { value: Answer3; label: string }[] = [
  { value: 'yes', label: 'yes' },
  { value: 'no', label: 'no' },
  { value: 'unknown', label: 'not known' },
];

/** Puts every question, one at a time. @throws {Stopped} */
export async function askQuestionnaire(ask: Questioner): Promise<QuestionnaireAnswers> {
  const said: Record<string, Answer3> = {};
  for (const { id, section, asks } of QUESTIONS) said[id] = await ask.choose(`${section}: ${asks}`, CHOICES);
  return readQuestionnaire(said);
}

async function askAll(): Promise<QuestionnaireAnswers> {
  try {
    return await askQuestionnaire(terminalQuestioner());
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    const next = 'Run the command again when you are ready';
    throw new Refusal({ code: 'STOPPED', message: 'Stopped: nothing was assessed', next }, EXIT.usage);
  }
}

const meansOf = (outcome: ReportOutcome): string => REPORT_OUTCOMES.find(({ code }) => code === outcome)?.means ?? '';

function resultText({ authority, people, risk, hangsOn }: QuestionnaireResult): string {
  const doubt =
    authority === 'insufficientData' ? '\nDoubt means notify: the rest may follow in phases (Art. 33(4))' : '';
  const asked = QUESTIONS.filter(({ id }) => hangsOn.includes(id)).map(({ id, asks }) => [`  ${id}`, asks]);
  return [
    facts([
      ['Art. 33(1)', `${authority}: ${meansOf(authority)}${doubt}`],
      ['Art. 34(1)', people === null ? 'no duty to tell people follows' : `${people}: ${meansOf(people)}`],
      [
        'A risk',
        `${risk.any} (confidentiality ${risk.confidentiality}, integrity ${risk.integrity}, availability ${risk.availability})`,
      ],
      ['A high risk', risk.high],
    ]),
    ...(asked.length > 0 ? ['', 'Nobody knows yet, and the result hangs on it:', columns(asked)] : []),
    '',
    QUESTIONNAIRE_CAUTION,
  ].join('\n');
}

const questionsText = (): string =>
  columns([['QUESTION', 'SECTION', 'ASKS'], ...QUESTIONS.map(({ id, section, asks }) => [id, section, asks])]);

async function answerAssess(options: AssessOptions & CommonOptions): Promise<Answer> {
  if (options.questions) {
    return { data: QUESTIONS, text: questionsText(), next: 'Next: tocsin law assess --answer controller=yes …' };
  }
  const nothing = options.from === undefined && options.answer === undefined;
  if (nothing && !mayAsk(options)) {
    throw new Refusal(
      {
        code: 'USAGE',
        message: 'Cannot assess without answers',
        next: "Give --answer QUESTION=yes|no|unknown or --from FILE; 'tocsin law assess --questions' lists them",
      },
      EXIT.usage,
    );
  }
  const file = options.from === undefined ? {} : readTyped(options.from);
  const answers = nothing
    ? await askAll()
    : readQuestionnaire({ ...file, ...Object.fromEntries(options.answer ?? []) });
  const result = assessQuestionnaire(answers);
  return {
    data: { ...result, answers, caution: QUESTIONNAIRE_CAUTION },
    text: resultText(result),
    next: 'Next: tocsin law severity --questions, or tocsin risk assess CASE: a person concludes, with reasons',
  };
}

/** `law assess`. */
export function addAssessCommand(law: Command): void {
  const assess = law
    .command('assess')
    .description('a short questionnaire: notify? tell the people? It decides nothing');
  assess
    .option('--answer <question=answer>', 'yes, no or unknown (repeatable; left out: unknown)', keyValue)
    .option('--from <file>', 'answers from a JSON file; - reads standard input; options win')
    .option('--questions', 'list the questions');
  examples(
    assess,
    'law assess',
    'law assess --answer controller=yes --answer securityFailed=yes --answer personalData=yes --answer seen=yes -o json',
  );
  act<AssessOptions>(assess, (_args, options) => answerAssess(options));
}

import { type Command, Option } from 'commander';
import { loadFacts } from '../../database/case.ts';
import type { Speaker } from '../../desk/context.ts';
import { notifyTargetOf } from '../../desk/notify-target.ts';
import type { BodyOf } from '../../domain/case/bodies.ts';
import { EXIT, quoteValue, Refusal } from '../../domain/refusal.ts';
import { inputsOf } from '../../domain/severity/assess-enisa.ts';
import type { EnisaAnswers } from '../../domain/severity/enisa-answers.ts';
import { explainSeverity } from '../../domain/severity/explain.ts';
import { type SeverityInputs, severityOf } from '../../domain/severity/severity.ts';
import { type Answer, act, say } from '../answer.ts';
import { mayAsk, Stopped, terminalQuestioner } from '../ask.ts';
import { examples } from '../examples.ts';
import type { Typed } from '../kept-answers.ts';
import { listOf } from '../read-option.ts';
import type { Session } from '../session.ts';
import { severityText } from '../severity-text.ts';
import { type StatementOptions, statementOptions } from '../statement-options.ts';
import { notifyTargetText } from '../target-text.ts';
import { sayTyped, typedBy } from '../typed-statement.ts';
import { type EnisaOptions, enisaOptions, readInputs, typedAnswers, typedInputs } from './enisa-options.ts';
import { askAssessment } from './risk-questions.ts';

type Body = BodyOf<'risk.assess'>;

interface AssessOptions extends StatementOptions, EnisaOptions {
  method?: Body['method'];
  lenient?: string;
  risk?: Body['risk'];
  notify?: boolean;
  document?: boolean;
  communicate?: boolean;
  voluntary?: boolean;
  notRequired?: boolean;
  factors?: string[];
  reasons?: string;
  facts?: string;
  safeguards?: string;
  impact?: string;
  dpoAdvice?: Body['dpoAdvice'];
  dpoAdviceText?: string;
  urgent?: boolean;
}

const conclusionOptions = (assess: Command): Command =>
  assess
    .addOption(new Option('--risk <risk>', 'your conclusion on the risk').choices(['unlikely', 'risk', 'high']))
    .option('--notify', 'Art. 33(1): notify the authority')
    .addOption(new Option('--document', 'Art. 33(1): only document it; a second person confirms').conflicts('notify'))
    .option('--communicate', 'Art. 34(1): the people must be told')
    .addOption(new Option('--voluntary', 'tell them although not required').conflicts('communicate'))
    .addOption(new Option('--not-required', 'do not tell them').conflicts(['communicate', 'voluntary']));

const recordOptions = (assess: Command): Command =>
  assess
    .option('--factors <codes>', 'what you weighed (9/2022 IV.B): breachType,identification,… (repeatable)', listOf)
    .option('--facts <words>', 'the facts that count (sealed)')
    .option('--safeguards <words>', 'safeguards in place before, or since (sealed)')
    .option('--impact <words>', 'the likely impact on the people (sealed)')
    .option('--reasons <words>', 'why (sealed); needed to hold a risk unlikely, and where you depart from the score')
    .addOption(new Option('--dpo-advice <advice>', "the DPO's advice").choices(['agrees', 'objects', 'notAsked']))
    .option('--dpo-advice-text <words>', "the DPO's advice in words (sealed)")
    .option('--urgent', 'credentials, payment data or physical safety: the target for telling people is 24 h');

/** `risk assess`. */
export function addAssess(noun: Command): void {
  const assess = noun
    .command('assess')
    .description('assess the risk to the people concerned; asks when nothing is given on a terminal')
    .argument('<case>', 'e.g. breach-2026-0042');
  enisaOptions(assess)
    .option('--lenient <dpc,ei,cb>', 'the same judged leniently, where one judgement moves the score')
    .addOption(new Option('--method <method>', 'how it was assessed').choices(['ENISA2013', 'other']));
  statementOptions(recordOptions(conclusionOptions(assess)), 'risk.assess');
  examples(
    assess,
    'risk assess breach-2026-0042 --as carla',
    'risk assess breach-2026-0042 --data simple=base --identifier emailWithName --confidentiality knownRecipients --integrity notAltered --availability easilyRecovered --malicious no --risk unlikely --document --not-required --reasons "…" --as carla',
  );
  assess.addHelpText('after', "\n'tocsin law severity --questions' explains every question and its answers.");
  act<AssessOptions>(assess, ([caseId = ''], options) => answerAssess(caseId, options));
}

/** @throws {Refusal} `LENIENT_FORM`, `NUMBER_FORM` */
function lenientInputs(text: string): SeverityInputs {
  const [dpc, ei, cb, ...more] = text.split(',').map((part) => part.trim());
  if (dpc && ei && cb && more.length === 0) return readInputs({ dpc, ei, cb });
  throw new Refusal(
    {
      code: 'LENIENT_FORM',
      message: `Cannot read ${quoteValue(text)} in '--lenient' as three numbers`,
      next: 'Write DPC,EI,CB, such as 1,1,1',
    },
    EXIT.usage,
  );
}

function conclusion34({ communicate, voluntary, notRequired }: AssessOptions): Body['conclusion34'] | undefined {
  if (communicate) return 'communicate';
  if (voluntary) return 'voluntary';
  return notRequired ? 'notRequired' : undefined;
}

const conclusion33 = ({ notify, document }: AssessOptions): Body['conclusion33'] | undefined =>
  notify ? 'notify' : document ? 'document' : undefined;

function typedAssessment(options: AssessOptions): Typed {
  const { method, risk, factors, dpoAdvice, dpoAdviceText, reasons, facts, safeguards, impact } = options;
  const { urgent, lenient } = options;
  const typed = typedBy(options, {
    method,
    inputs: typedInputs(options),
    lenient: lenient === undefined ? undefined : lenientInputs(lenient),
    ...{ risk, conclusion33: conclusion33(options), conclusion34: conclusion34(options) },
    ...{ factors, dpoAdvice, urgent, reasons, facts, safeguards, impact },
    ...(dpoAdviceText === undefined ? {} : { words: { dpoAdvice: dpoAdviceText } }),
  });
  const answers = typedAnswers(options, typed['answers']);
  const scored = typed['inputs'] || answers || options.from;
  return { ...typed, ...(answers ? { answers } : {}), ...(method || scored ? {} : { method: 'other' }) };
}

/** The numbers to be scored: those typed, else those the answers amount to; null for another method. */
function scoredInputs({ inputs, answers }: Typed): SeverityInputs | null {
  if (inputs) return inputs as SeverityInputs;
  return answers ? inputsOf(answers as EnisaAnswers) : null;
}

const MISSING = {
  risk: '--risk unlikely|risk|high',
  conclusion33: '--notify or --document',
  conclusion34: '--communicate, --voluntary or --not-required',
} as const;

/** A score never decides: what it suggests is said, and a person concludes. @throws {Refusal} `CONCLUSION_MISSING` */
function requireConclusions(typed: Typed): void {
  const missing = (Object.keys(MISSING) as (keyof typeof MISSING)[]).filter((field) => typed[field] === undefined);
  if (missing.length === 0) return;
  const inputs = scoredInputs(typed);
  const suggested = inputs && severityOf(inputs);
  const hint = suggested
    ? `; the score ${suggested.score} suggests ${suggested.conclusion33} and ${suggested.conclusion34}`
    : '';
  throw new Refusal(
    {
      code: 'CONCLUSION_MISSING',
      message: `Cannot record an assessment without its conclusion: a score never decides${hint}`,
      next: `Add ${missing.map((field) => MISSING[field]).join(', and ')}`,
    },
    EXIT.usage,
  );
}

/** Whether nothing was said that makes an assessment, so that it is asked for. */
const nothingGiven = (typed: Typed): boolean =>
  ['inputs', 'answers', 'risk', 'conclusion33', 'conclusion34'].every((field) => typed[field] === undefined);

/** @throws {Refusal} `STOPPED` */
async function askAll(typed: Typed): Promise<Typed> {
  try {
    const { method: _, ...asked } = { ...typed, ...(await askAssessment(terminalQuestioner(), say)) };
    return asked;
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    throw new Refusal(
      { code: 'STOPPED', message: 'Stopped: nothing was recorded', next: 'Run the command again when you are ready' },
      EXIT.usage,
    );
  }
}

async function withTarget(answer: Answer, session: Session, speaker: Speaker, caseId: string): Promise<Answer> {
  const facts = await session.read((tx) => loadFacts(tx, speaker.organisationId, caseId));
  const notifyTarget = notifyTargetOf(facts);
  const line = notifyTargetText(notifyTarget, facts.policy.zone);
  return {
    ...answer,
    data: { ...(answer.data as object), notifyTarget },
    text: line ? `${answer.text}\n${line}` : answer.text,
  };
}

async function answerAssess(caseId: string, options: AssessOptions): Promise<Answer> {
  const given = typedAssessment(options);
  const asked = nothingGiven(given) && mayAsk(options);
  const typed = asked ? await askAll(given) : given;
  const inputs = scoredInputs(typed);
  const severity = inputs && explainSeverity(inputs, typed['answers'] as EnisaAnswers | undefined);
  if (severity && !asked && options.output === 'text') say(`${severityText(severity)}\n`);
  requireConclusions(typed);
  const answer = await sayTyped(
    {
      kind: 'risk.assess',
      caseId,
      typed,
      command: `risk assess ${caseId}`,
      after: (said, session, speaker) => withTarget(said, session, speaker, caseId),
    },
    options,
  );
  return { ...answer, data: { ...(answer.data as object), severity } };
}

import { type Command, Option } from 'commander';
import type { BodyOf } from '../../domain/case/bodies.ts';
import { EXIT, quoteValue, Refusal } from '../../domain/refusal.ts';
import { type SeverityInputs, severityOf } from '../../domain/severity/severity.ts';
import { type Answer, act, say } from '../answer.ts';
import { examples } from '../examples.ts';
import type { Typed } from '../kept-answers.ts';
import { type StatementOptions, statementOptions } from '../statement-options.ts';
import { sayTyped, typedBy } from '../typed-statement.ts';
import { readInputs, scoreText } from './law-severity.ts';
import { askAssessment } from './risk-questions.ts';

type Body = BodyOf<'risk.assess'>;

export interface RiskOptions extends StatementOptions {
  method?: Body['method'];
  dpc?: string;
  ei?: string;
  cb?: string;
  lenient?: string;
  risk?: Body['risk'];
  notify?: boolean;
  document?: boolean;
  communicate?: boolean;
  voluntary?: boolean;
  notRequired?: boolean;
  reasons?: string;
  facts?: string;
  dpoAdvice?: Body['dpoAdvice'];
  dpoAdviceText?: string;
  urgent?: boolean;
}

export default function risk(noun: Command): void {
  examples(
    noun,
    'risk assess breach-2026-0042 --as carla',
    'risk assess breach-2026-0042 --dpc 2 --ei 1 --cb 1 --risk risk --notify --voluntary --reasons "…" --as carla',
  );
  const assess = noun
    .command('assess')
    .description('assess the risk to the people concerned; asks when nothing is given on a terminal')
    .argument('<case>', 'e.g. breach-2026-0042')
    .option('--dpc <number>', 'data processing context, 1 to 4: how telling is the data')
    .option('--ei <number>', 'ease of identification: 0.25, 0.5, 0.75 or 1')
    .option('--cb <number>', 'circumstances of the breach: 0 to 2 in steps of 0.25')
    .option('--lenient <dpc,ei,cb>', 'the same judged leniently, where one judgement moves the score')
    .addOption(new Option('--method <method>', 'how it was assessed').choices(['ENISA2013', 'other']))
    .addOption(new Option('--risk <risk>', 'your conclusion on the risk').choices(['unlikely', 'risk', 'high']))
    .option('--notify', 'Art. 33(1): notify the authority')
    .addOption(new Option('--document', 'Art. 33(1): only document it; a second person confirms').conflicts('notify'))
    .option('--communicate', 'Art. 34(1): the people must be told')
    .addOption(new Option('--voluntary', 'tell them although not required').conflicts('communicate'))
    .addOption(new Option('--not-required', 'do not tell them').conflicts(['communicate', 'voluntary']))
    .option('--reasons <words>', 'why (sealed); needed for --document and where you depart from the score')
    .option('--facts <words>', 'score → facts → safeguards → likely impact (sealed)')
    .addOption(new Option('--dpo-advice <advice>', "the DPO's advice").choices(['agrees', 'objects', 'notAsked']))
    .option('--dpo-advice-text <words>', "the DPO's advice in words (sealed)")
    .option('--urgent', 'credentials, payment data or physical safety: the target for telling people is 24 h');
  statementOptions(assess, 'risk.assess');
  examples(
    assess,
    'risk assess breach-2026-0042 --as carla',
    'risk assess breach-2026-0042 --dpc 1 --ei 0.25 --cb 0 --risk unlikely --document --not-required --reasons "encrypted" --as carla',
  );
  act<RiskOptions>(assess, ([caseId = ''], options) => answerAssess(caseId, options));
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

/** @throws {Refusal} `SEVERITY_INPUT` when only some of the three are given */
function inputsOf({ dpc, ei, cb }: RiskOptions): SeverityInputs | undefined {
  if (dpc === undefined && ei === undefined && cb === undefined) return undefined;
  if (dpc !== undefined && ei !== undefined && cb !== undefined) return readInputs({ dpc, ei, cb });
  throw new Refusal(
    {
      code: 'SEVERITY_INPUT',
      message: 'Cannot score the breach: --dpc, --ei and --cb belong together',
      next: 'Give all three, or none and say how you assessed it with --method other',
    },
    EXIT.usage,
  );
}

function conclusion34({ communicate, voluntary, notRequired }: RiskOptions): Body['conclusion34'] | undefined {
  if (communicate) return 'communicate';
  if (voluntary) return 'voluntary';
  return notRequired ? 'notRequired' : undefined;
}

const conclusion33 = ({ notify, document }: RiskOptions): Body['conclusion33'] | undefined =>
  notify ? 'notify' : document ? 'document' : undefined;

function typedAssessment(options: RiskOptions): Typed {
  const inputs = inputsOf(options);
  const { method, risk, dpoAdvice, dpoAdviceText, reasons, facts, urgent, lenient } = options;
  return typedBy(options, {
    method: method ?? (inputs || options.from ? undefined : 'other'),
    inputs,
    lenient: lenient === undefined ? undefined : lenientInputs(lenient),
    risk,
    conclusion33: conclusion33(options),
    conclusion34: conclusion34(options),
    dpoAdvice,
    urgent,
    reasons,
    facts,
    ...(dpoAdviceText === undefined ? {} : { words: { dpoAdvice: dpoAdviceText } }),
  });
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
  const suggested = typed['inputs'] ? severityOf(typed['inputs'] as SeverityInputs) : null;
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

const nothingGiven = ({ dpc, ei, cb, risk, from, method }: RiskOptions): boolean =>
  [dpc, ei, cb, risk, from, method].every((value) => value === undefined);

const asks = ({ input }: RiskOptions): boolean =>
  input && process.stdin.isTTY === true && process.stderr.isTTY === true;

async function answerAssess(caseId: string, given: RiskOptions): Promise<Answer> {
  const asked = nothingGiven(given) && asks(given);
  const options = asked ? await askAssessment(given) : given;
  const typed = typedAssessment(options);
  requireConclusions(typed);
  const inputs = (typed['inputs'] ?? null) as SeverityInputs | null;
  const severity = inputs && severityOf(inputs);
  if (inputs && !asked && options.output === 'text') say(`${scoreText(inputs)}\n`);
  const answer = await sayTyped({ kind: 'risk.assess', caseId, typed, command: `risk assess ${caseId}` }, options);
  return { ...answer, data: { ...(answer.data as object), severity } };
}

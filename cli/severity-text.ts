import {
  CIRCUMSTANCES,
  DATA_CATEGORIES,
  type DataCategory,
  GENERAL_FACTORS,
  IDENTIFIERS,
  PROTECTIONS,
} from '../domain/severity/enisa-tables.ts';
import type { ExplainedSeverity } from '../domain/severity/explain.ts';
import type { OtherJudgement } from '../domain/severity/sensitivity.ts';
import { columns, wrapped } from './text-table.ts';

const WIDTH = 100;
export const BAND_WORDS = { low: 'low', medium: 'medium', high: 'high', veryHigh: 'very high' } as const;
const SUGGESTED = {
  document: 'document it; no notification suggested',
  notify: 'notify the authority',
  notRequired: 'not suggested',
  communicate: 'tell the people',
} as const;

const CAUTION = 'A score never decides: the law asks whether a risk is unlikely, and whether a high risk is likely';

/** Rows whose last cell is broken to the width of the screen, further lines under the first. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const short = [head, ...rows].map((row) => row.slice(0, -1));
  const used = columns(short)
    .split('\n')
    .reduce((widest, line) => Math.max(widest, line.length), 0);
  const lines = [head, ...rows].flatMap((row, at) => {
    const cells = short[at] ?? [];
    const [first = '', ...more] = wrapped(row.at(-1) ?? '', Math.max(30, WIDTH - used - 4)).split('\n');
    return [[...cells, first], ...more.map((line) => [...cells.map(() => ''), line])];
  });
  return columns(lines.map(([first = '', ...rest]) => [`  ${first}`, ...rest]));
}

const yesNo = (value: boolean | null): string => (value === null ? 'not known' : value ? 'yes' : 'no');

function headRows({ score, band, borderline, inputs, overridden, flags, ...severity }: ExplainedSeverity): string[][] {
  const { dpc, ei, cb } = inputs;
  return [
    ['Score', `${score}, ${BAND_WORDS[band]}${borderline ? ', borderline' : ''}`],
    ['', `DPC ${dpc} × EI ${ei} + CB ${cb}`],
    ...(overridden
      ? [
          [
            '',
            `put above the answers, which amount to ${overridden.dpc} × ${overridden.ei} + ${overridden.cb} = ${overridden.score}`,
          ],
        ]
      : []),
    ['Suggests', `Art. 33(1): ${SUGGESTED[severity.conclusion33]}`],
    ['', `Art. 34(1): ${SUGGESTED[severity.conclusion34]}`],
    ...(flags
      ? [
          [
            'Flags',
            `over 100 people: ${yesNo(flags.peopleOver100)}; data unintelligible: ${yesNo(flags.unintelligible)}`,
          ],
        ]
      : []),
  ];
}

function suggestionOf({ score, band, conclusion33, conclusion34 }: OtherJudgement): string {
  const what = [conclusion33 === 'notify' ? 'notify' : 'document', conclusion34 === 'communicate' ? 'tell' : ''];
  return `${score} ${BAND_WORDS[band]}: ${what.filter(Boolean).join(', ')}`;
}

/** Which single judgement would move the band; a sentence where none does. */
export function sensitivityText(sensitivity: readonly OtherJudgement[]): string {
  if (sensitivity.length === 0) return 'No single judgement, one step otherwise, would change the band.';
  const rows = sensitivity.map((other) => [other.judgement, other.to, suggestionOf(other), other.means]);
  return `One judgement otherwise, and the band changes:\n${tableOf(['JUDGEMENT', 'INSTEAD', 'THEN', 'IF'], rows)}`;
}

/** A score in words: what it suggests, the judgements behind it, what it hangs on. */
export function severityText(explained: ExplainedSeverity): string {
  const { trail, sensitivity } = explained;
  const rows = trail.map(({ input, chosen, counts, why }) => [input, chosen, counts, why]);
  const judgements = rows.length > 0 ? ['', tableOf(['JUDGEMENT', 'ANSWER', 'COUNTS', 'MEANS'], rows)] : [];
  return [columns(headRows(explained)), ...judgements, '', sensitivityText(sensitivity), '', CAUTION].join('\n');
}

const steps = (step: number): string => (step === 0 ? '±0' : step > 0 ? `+${step}` : `−${-step}`);

function categoryText([name, { base, means, adjustments }]: [string, DataCategory]): string {
  const rows = adjustments.map(({ code, step, means: when }) => [code, steps(step), when]);
  return `--data ${name}=…   ${means}; DPC ${base}\n${tableOf(['ANSWER', 'STEP', 'MEANS'], rows)}`;
}

const quartersText = (
  option: string,
  what: string,
  rows: readonly { code: string; quarters: number; means: string }[],
) =>
  `${option}   ${what}\n${tableOf(
    ['ANSWER', 'COUNTS', 'MEANS'],
    rows.map(({ code, quarters, means }) => [code, String(quarters / 4), means]),
  )}`;

/** Every question of the method, with the answers there are and what each means. */
export function questionsText(): string {
  const general = GENERAL_FACTORS.map(({ code, direction, means }) => [code, steps(direction), means]);
  const protections = PROTECTIONS.map(({ code, means }) => [code, means]);
  return [
    'SE = DPC × EI + CB (ENISA 2013, version 1.0; wording ours; (M): from memory, verify before use)',
    ...Object.entries(DATA_CATEGORIES).map(categoryText),
    `--general …   ENISA names no number: --general-step says what they make of the context together\n${tableOf(['FACTOR', 'STEP', 'MEANS'], general)}`,
    quartersText('--identifier …', 'of several the easiest counts; EI', IDENTIFIERS),
    `--protection …\n${tableOf(['ANSWER', 'MEANS'], protections)}`,
    ...Object.entries(CIRCUMSTANCES).map(([part, rows]) => quartersText(`--${part} …`, 'CB', rows)),
    '--malicious yes|no   somebody meant harm: CB +0.5',
    '--people upTo100|over100|unknown, --unintelligible yes|no|unknown   flags; they change no score',
  ].join('\n\n');
}

import { type Command, Option } from 'commander';
import { readCase } from '../../desk/read-case.ts';
import { showWords } from '../../desk/show-words.ts';
import type { Claim } from '../../domain/case/facts.ts';
import { resolveClaims } from '../../domain/filing/claims.ts';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { type Answer, act } from '../answer.ts';
import { examples } from '../examples.ts';
import { keyValue } from '../read-option.ts';
import { type Session, withDesk } from '../session.ts';
import { statementOptions } from '../statement-options.ts';
import { columns } from '../text-table.ts';
import { sayTyped } from '../typed-statement.ts';
import { answerList } from './case-facts-list.ts';
import { type FactsOptions, typedFacts } from './case-facts-typed.ts';

const claimText = ({ value, words }: Pick<Claim, 'value' | 'words'>, opened: string | null | undefined): string =>
  words ? showWords(opened ?? null, 60) : JSON.stringify(value);

/** What the case says of itself, field by field, and where sources contradict each other. */
async function answerFacts(session: Session, caseId: string): Promise<Answer> {
  const { facts, words } = await session.read((tx) => readCase(tx, session.desk.vault, caseId));
  const { values, conflicts } = resolveClaims(facts.claims);
  const opened = ({ seq, key }: { seq: number; key: string }) => words[seq]?.[key];
  const rows = Object.values(values).map((claim) => [
    claim.key,
    claimText(claim, opened(claim)),
    claim.source,
    claim.confidence,
    `entry ${claim.seq}${claim.chosen ? ', chosen' : ''}`,
  ]);
  const contradictions = conflicts.flatMap(({ key, claims }) => [
    `✗ ${key}: sources contradict each other`,
    columns(
      claims.map(({ seq, value, source }) => [
        `    ${source}`,
        value === null ? showWords(opened({ seq, key }) ?? null, 60) : JSON.stringify(value),
        `entry ${seq}`,
      ]),
    ),
  ]);
  const asked = conflicts[0]?.key;
  return {
    data: {
      facts: Object.values(values).map((claim) => ({
        key: claim.key,
        value: claim.words ? (opened(claim) ?? null) : claim.value,
        source: claim.source,
        confidence: claim.confidence,
        chosen: claim.chosen,
        seq: claim.seq,
      })),
      conflicts: conflicts.map(({ key, claims }) => ({
        key,
        claims: claims.map(({ seq, value, source }) => ({ seq, source, value: value ?? opened({ seq, key }) ?? null })),
      })),
    },
    text:
      rows.length + contradictions.length === 0
        ? 'No facts are recorded yet.'
        : [columns(rows), ...(contradictions.length > 0 ? ['', ...contradictions] : [])]
            .filter((line, at) => at > 0 || line)
            .join('\n'),
    next: asked
      ? `Choose: tocsin case facts ${caseId} --set ${asked}=VALUE --choose --reason "…"`
      : "Next: tocsin case facts ID --set key=value ('tocsin case facts --list' shows every key)",
  };
}

const speaks = ({ set, words, from }: FactsOptions): boolean => Boolean(set ?? words ?? from);

/** @throws {Refusal} `USAGE` */
function requireCase(caseId: string | undefined): string {
  if (caseId) return caseId;
  throw new Refusal(
    {
      code: 'USAGE',
      message: 'Cannot tell which case is meant',
      next: 'Give its number: tocsin case facts breach-2026-0042',
    },
    EXIT.usage,
  );
}

async function perform(caseId: string | undefined, options: FactsOptions): Promise<Answer> {
  if (options.list) return answerList();
  const id = requireCase(caseId);
  if (!speaks(options)) return withDesk((session) => answerFacts(session, id));
  const statement = {
    kind: 'case.recordFacts',
    caseId: id,
    typed: typedFacts(options),
    command: `case facts ${id}`,
  } as const;
  return sayTyped({ ...statement, after: (answer, session) => withConflicts(answer, session, id) }, options);
}

/** Says at once when a new fact contradicts an older one. */
async function withConflicts(answer: Answer, session: Session, caseId: string): Promise<Answer> {
  const { facts } = await session.read((tx) => readCase(tx, session.desk.vault, caseId));
  const keys = resolveClaims(facts.claims).conflicts.map(({ key }) => key);
  if (keys.length === 0) return answer;
  return {
    ...answer,
    text: `${answer.text}\nSources contradict each other on ${keys.join(', ')}: nothing is filed there until somebody chooses.`,
    next: `Next: tocsin case facts ${caseId}`,
  };
}

/** `case facts`. */
export function addFactsCommand(noun: Command): void {
  const facts = noun
    .command('facts [id]')
    .description('record what is known of the breach, field by field; without options, show it')
    .option('--set <key=value>', 'a fact; lists as a,b; may be repeated', keyValue)
    .option('--words <key=text>', 'a fact in words (sealed); may be repeated', keyValue)
    .option('--source <source>', 'who says so: controller, processor, press … (default: controller)')
    .addOption(new Option('--confidence <confidence>').choices(['confirmed', 'inferred', 'unverified']))
    .option('--choose', 'settle a contradiction: this value counts from now on')
    .option('--reason <words>', 'why this one was chosen (sealed)')
    .option('--list', 'every key with the values it takes');
  statementOptions(facts, 'case.recordFacts');
  examples(
    facts,
    'case facts breach-2026-0042 --set types=confidentiality --set countKind=approximate --set count=1200 --source processor',
    'case facts --list',
  );
  act<FactsOptions>(facts, ([caseId], options) => perform(caseId, options));
}

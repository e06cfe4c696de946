import { type Command, Option } from 'commander';
import { readCase } from '../../desk/read-case.ts';
import { showWords } from '../../desk/show-words.ts';
import type { Claim } from '../../domain/case/facts.ts';
import { resolveClaims } from '../../domain/filing/claims.ts';
import { codesOf } from '../../domain/filing/codes.ts';
import type { ValueKind } from '../../domain/filing/field.ts';
import { CLAIM_KEYS, isTextKey, rowOf } from '../../domain/filing/model.ts';
import { parseNoticeKey } from '../../domain/notice/content.ts';
import { EXIT, quoteValue, Refusal } from '../../domain/refusal.ts';
import { type Answer, act } from '../answer.ts';
import { examples } from '../examples.ts';
import { readTyped, type Typed } from '../kept-answers.ts';
import { keyValue, listOf, peopleByCountry } from '../read-option.ts';
import { type Session, withDesk } from '../session.ts';
import { type StatementOptions, statementOptions } from '../statement-options.ts';
import { columns, wrapped } from '../text-table.ts';
import { sayTyped } from '../typed-statement.ts';

interface FactsOptions extends StatementOptions {
  set?: [string, string][];
  words?: [string, string][];
  source?: string;
  confidence?: string;
  choose?: boolean;
  list?: boolean;
}

/** A value as the field takes it; what cannot be read stays text, and the case says what it takes. */
function valueFor(key: string, text: string): unknown {
  if (/^[[{"]/.test(text)) return asJson(key, text);
  const kind = rowOf(key)?.kind.kind;
  if (kind === 'codes' || kind === 'countries') return listOf(text);
  if (kind === 'count' && /^\d+$/.test(text)) return Number(text);
  if (kind === 'yesNo' && /^(true|false)$/.test(text)) return text === 'true';
  return kind === 'countPerCountry' ? peopleByCountry(text) : text;
}

function asJson(key: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal({
      code: 'JSON_FORM',
      message: `Cannot read the value of ${quoteValue(key)}: it begins like JSON and is none`,
      next: 'Quote it for the shell: --set \'parties=[{"name":"…"}]\'',
    });
  }
}

const takesWords = (key: string): boolean => isTextKey(key) || parseNoticeKey(key) !== null;

interface FileClaim {
  key: string;
  value?: unknown;
  text?: string;
  [more: string]: unknown;
}

/** A file holds `claims`, or simply fields and their values. */
function claimsOfFile({ claims, words = {}, statementId, zone, corrects, reason, ...fields }: Typed): {
  claims: FileClaim[];
  words: Record<string, string>;
  rest: Typed;
} {
  const plain = Object.entries(fields).map(([key, value]) =>
    takesWords(key) ? { key, text: String(value) } : { key, value },
  );
  const given = Array.isArray(claims) ? (claims as FileClaim[]) : [];
  const rest = Object.entries({ statementId, zone, corrects, reason }).filter(([, value]) => value !== undefined);
  return { claims: [...given, ...plain], words: words as Record<string, string>, rest: Object.fromEntries(rest) };
}

/** @throws {Refusal} `FACT_TWICE`: one statement holds one text for each field */
function wordsOf(claims: readonly FileClaim[], words: Record<string, string>): Record<string, string> {
  const all = { ...words };
  for (const { key, text } of claims) {
    if (text === undefined) continue;
    if (all[key] !== undefined && all[key] !== text) {
      throw new Refusal({
        code: 'FACT_TWICE',
        message: `Cannot record two texts for ${quoteValue(key)} in one statement`,
        next: 'Say the second one in a statement of its own, with its own --source',
      });
    }
    all[key] = text;
  }
  return all;
}

/** What options and file say, as claims and words. */
function typedFacts(options: FactsOptions): Typed {
  const file = claimsOfFile(options.from ? readTyped(options.from) : {});
  const defaults = {
    source: options.source ?? 'controller',
    confidence: options.confidence ?? 'unverified',
    chosen: options.choose ?? false,
  };
  const flags: FileClaim[] = [
    ...(options.set ?? []).map(([key, text]) =>
      takesWords(key) ? { key, text } : { key, value: valueFor(key, text) },
    ),
    ...(options.words ?? []).map(([key, text]) => ({ key, text })),
  ];
  const claims = [...file.claims, ...flags];
  return {
    ...file.rest,
    ...(options.reason ? { reason: options.reason } : {}),
    ...(options.corrects ? { corrects: options.corrects } : {}),
    claims: claims.map(({ text: _, ...claim }) => ({ ...defaults, ...claim })),
    words: wordsOf(claims, file.words),
  };
}

function valuesText(kind: ValueKind): string {
  switch (kind.kind) {
    case 'code':
      return codesOf(kind.codes).join(' | ');
    case 'codes':
      return `one or more of: ${codesOf(kind.codes).join(', ')}`;
    case 'words':
      return 'words (sealed)';
    case 'yesNo':
      return 'true | false';
    case 'count':
      return 'a whole number';
    case 'countries':
      return 'ES,PT';
    case 'countPerCountry':
      return 'ES=1200,PT=40';
    default:
      return {
        reference: 'a reference',
        instant: 'a time with its offset',
        date: '2027-04-03',
        day: '2027-04-03, or a time with its offset',
        parties: 'JSON',
      }[kind.kind];
  }
}

/** Every field a person may claim, with the values it takes; needs no server. */
export function answerList(): Answer {
  const rows = CLAIM_KEYS.flatMap((key) => rowOf(key) ?? []);
  return {
    data: rows.map(({ key, en, kind, place, code }) => ({
      key,
      label: en,
      kind: kind.kind,
      values: 'codes' in kind ? codesOf(kind.codes) : null,
      place,
      article: code,
    })),
    text: rows
      .map(({ key, en, kind }) => `${key}  (${en})\n${wrapped(valuesText(kind), 92).replace(/^/gm, '    ')}`)
      .join('\n'),
    next: 'Texts of the notices have keys notice.<language>.<field>: notice.es.nature\nNext: tocsin case facts ID --set types=confidentiality --source processor',
  };
}

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

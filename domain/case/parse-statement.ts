import * as z from 'zod';
import { nearestWords } from '../law/nearest-words.ts';
import { checkAddress } from '../notice/address.ts';
import { EXIT, type Finding, quoteValue, Refusal } from '../refusal.ts';
import { BODIES, type BodyOf, id, isStatementKind, type StatementKind, WORDS } from './bodies.ts';

/** Room for one text; longer accounts belong into an attached document. */
export const WORDS_MAX_LENGTH = 20_000;
/** A template's own limit is 64 KB, which no text of so many characters exceeds unnoticed. */
const LONGER: ReadonlyMap<string, number> = new Map([['template.publish source', 65_536]]);

/** Mail libraries rewrite what is not one address to somebody else's instead of refusing it. */
const MAIL_FIELDS: ReadonlySet<string> = new Set(['email', 'alertAddress', 'mailbox']);

/** @throws {Refusal} `STATEMENT_UNKNOWN` */
export function requireKind(kind: string): StatementKind {
  if (isStatementKind(kind)) return kind;
  const near = nearestWords(kind, Object.keys(BODIES));
  throw new Refusal(
    {
      code: 'STATEMENT_UNKNOWN',
      message: `Cannot understand statement ${quoteValue(kind)}`,
      next: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Say one of: ${Object.keys(BODIES).join(', ')}`,
    },
    EXIT.usage,
  );
}

function asFinding(issue: z.core.$ZodIssue): Finding {
  const field = issue.path.map(String).join('.') || null;
  const unknown = issue.code === 'unrecognized_keys';
  return {
    code: unknown ? 'FIELD_UNKNOWN' : 'FIELD_VALUE',
    field: unknown ? issue.keys.map((key) => quoteValue(key)).join(', ') : field,
    severity: 'error',
    source: null,
    sentence: issue.message,
  };
}

/** No database keeps them: NUL, and halves of a surrogate pair. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

const DEEPEST = 20;

/** Every text in a body, names of fields included; below the deepest level one that cannot be stored. */
function stringsIn(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  if (depth > DEEPEST) return ['\0'];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...stringsIn(inner, depth + 1)]);
}

/** @throws {Refusal} `TEXT_NOT_STORABLE` */
function assertStorable(kind: StatementKind, body: unknown): void {
  if (!stringsIn(body).some((text) => UNSTORABLE.test(text))) return;
  throw new Refusal({
    code: 'TEXT_NOT_STORABLE',
    message: `Cannot accept '${kind}': it is nested too deeply, or a text in it holds a NUL or half a character`,
    next: 'Type it again; nothing was recorded',
  });
}

const UNTRUSTED = z.strictObject({
  kind: z.string().max(80),
  actor: id,
  body: z.record(z.string(), z.unknown()).default({}),
  corrects: z.int().min(1).max(2_147_483_647).nullable().default(null),
});
const UPDATE_ID_MAX_LENGTH = 200;

/**
 * A statement as the Temporal UI hands it over: any JSON at all. Words are not taken from there.
 *
 * @param updateId  becomes the statement's id
 * @throws {Refusal} `STATEMENT_FORM`, `STATEMENT_UNKNOWN`, `UPDATE_ID_LENGTH`, `WORDS_MISSING`, and as `parseBody`
 */
export function parseUntrusted(said: unknown, updateId: string) {
  const parsed = UNTRUSTED.safeParse(said);
  if (!parsed.success) {
    const findings = parsed.error.issues.map(asFinding);
    const [first] = findings;
    throw new Refusal({
      code: 'STATEMENT_FORM',
      message: `Cannot understand the statement: ${first?.field ?? 'it'}: ${first?.sentence ?? 'its form is wrong'}`,
      next: 'Say {"kind": …, "actor": …, "body": {…}}, with ids, instants and codes',
      findings,
    });
  }
  if (updateId.length === 0 || updateId.length > UPDATE_ID_MAX_LENGTH) {
    throw new Refusal({
      code: 'UPDATE_ID_LENGTH',
      message: `Cannot keep the statement: its update id has ${updateId.length} characters`,
      next: `Leave the update id empty, or take one of at most ${UPDATE_ID_MAX_LENGTH} characters`,
    });
  }
  const kind = requireKind(parsed.data.kind);
  parseWords(kind, {});
  return { ...parsed.data, kind, body: parseBody(kind, parsed.data.body) };
}

/**
 * A statement's body in its full form, defaults filled in.
 *
 * @throws {Refusal} `STATEMENT_UNKNOWN`, `STATEMENT_FORM` with one finding per field
 */
export function parseBody<K extends StatementKind>(kind: K, body: unknown): BodyOf<K> {
  assertStorable(kind, body);
  const parsed = BODIES[kind].safeParse(body);
  if (parsed.success) return parsed.data as BodyOf<K>;
  const findings = parsed.error.issues.map(asFinding);
  const first = findings[0];
  throw new Refusal({
    code: first?.code ?? 'STATEMENT_FORM',
    message: `Cannot accept '${kind}': ${first?.field ? `${first.field}: ` : ''}${first?.sentence ?? 'its form is wrong'}`,
    next: 'Correct the field and say it again; nothing was recorded',
    findings,
  });
}

/**
 * Words of a statement: known fields only, none missing, none empty or too long.
 *
 * @throws {Refusal} `WORDS_MISSING`, `WORDS_UNKNOWN`, `WORDS_TOO_LONG`, `ADDRESS_FORM`
 */
export function parseWords(kind: StatementKind, words: Record<string, string>): Record<string, string> {
  const { required, optional } = WORDS[kind];
  const given = Object.fromEntries(Object.entries(words).filter(([, text]) => text.trim() !== ''));
  const missing = required.find((field) => given[field] === undefined);
  if (missing) throw wordsRefusal('WORDS_MISSING', kind, missing, 'is needed in words', `Add --${missing}`);
  for (const [field, text] of Object.entries(given)) {
    if (!optional.includes('*') && !required.includes(field) && !optional.includes(field))
      throw wordsRefusal('WORDS_UNKNOWN', kind, field, 'is not a text of this statement', 'Leave it out');
    const most = LONGER.get(`${kind} ${field}`) ?? WORDS_MAX_LENGTH;
    if (text.length > most)
      throw wordsRefusal('WORDS_TOO_LONG', kind, field, `is longer than ${most} characters`, 'Attach it as a document');
    if (MAIL_FIELDS.has(field) && typeof checkAddress(text) === 'string')
      throw wordsRefusal(
        'ADDRESS_FORM',
        kind,
        field,
        'is not one e-mail address',
        'Give one address only, as ana@example.com',
      );
  }
  return given;
}

const wordsRefusal = (code: string, kind: string, field: string, why: string, next: string): Refusal =>
  new Refusal({ code, message: `Cannot accept '${kind}': ${quoteValue(field)} ${why}`, next });

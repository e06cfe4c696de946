import { isTextKey, rowOf } from '../../domain/filing/model.ts';
import { parseNoticeKey } from '../../domain/notice/content.ts';
import { quoteValue, Refusal } from '../../domain/refusal.ts';
import { readTyped, type Typed } from '../kept-answers.ts';
import { listOf, peopleByCountry } from '../read-option.ts';
import type { StatementOptions } from '../statement-options.ts';

export interface FactsOptions extends StatementOptions {
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
export function typedFacts(options: FactsOptions): Typed {
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

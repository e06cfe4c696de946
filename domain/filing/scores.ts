import { ANNEX_A } from './annex-a.ts';
import { type FilingValues, isLeftOpen, isMissing, isRequired } from './values.ts';

/** The codes of Art. 33(3), in its order. */
export const CONTENT_CODES = ['a1', 'a2', 'a3', 'a4', 'a5', 'b', 'c', 'd'] as const;
export type ContentCode = (typeof CONTENT_CODES)[number];

/**
 * `complete`: every field asked is answered; `open`: every field has a value, one at least says "not yet"; `partial`:
 * some fields have no value; `missing`: none has one.
 */
export type ScoreState = 'complete' | 'open' | 'partial' | 'missing';

/** How far the filing answers one code of Art. 33(3). */
export interface CodeScore {
  code: ContentCode;
  /** Fields with a value that says more than "not yet". */
  answered: number;
  required: number;
  state: ScoreState;
  /** Fields without any value; a contradicted one is among them. */
  missingKeys: string[];
  /** Fields that say "not yet". */
  openKeys: string[];
}

function stateOf(required: number, missing: number, open: number): ScoreState {
  if (missing === 0) return open === 0 ? 'complete' : 'open';
  return missing === required ? 'missing' : 'partial';
}

function scoreOf(code: ContentCode, values: FilingValues): CodeScore {
  const asked = ANNEX_A.filter((row) => row.code === code && isRequired(row, values)).map(({ key }) => key);
  const missingKeys = asked.filter((key) => isMissing(key, values));
  const openKeys = asked.filter((key) => !isMissing(key, values) && isLeftOpen(key, values));
  const answered = asked.length - missingKeys.length - openKeys.length;
  const state = stateOf(asked.length, missingKeys.length, openKeys.length);
  return { code, answered, required: asked.length, state, missingKeys, openKeys };
}

/**
 * The completeness of a filing for each code of Art. 33(3), counted apart: a filing can be full and still say nothing
 * of one of them.
 *
 * @see GDPR Art. 33(3)(a) to (d)
 */
export const scoresOf = (values: FilingValues): CodeScore[] => CONTENT_CODES.map((code) => scoreOf(code, values));

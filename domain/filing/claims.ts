import type { Claim } from '../case/facts.ts';
import { saysNothing } from './codes.ts';
import type { FiledValue } from './input.ts';

/** Claims about one field that say different things, and nobody has chosen between them. */
export interface Conflict {
  key: string;
  /** Newest last; the value of words is null here, they are sealed. */
  claims: { seq: number; value: unknown; source: string }[];
}

export interface ResolvedClaims {
  /** One claim per field. */
  values: Record<string, Claim>;
  conflicts: Conflict[];
}

/** What a claim says, comparable: lists without their order, words by their keyed hash. */
export function contentOf({ value, words }: Claim): string {
  if (words !== null) return words.mac;
  if (Array.isArray(value)) return JSON.stringify([...value].sort());
  if (value !== null && typeof value === 'object') return JSON.stringify(Object.entries(value).sort());
  return JSON.stringify(value ?? null);
}

const saysSomething = (claim: Claim): boolean => claim.words !== null || !saysNothing(claim.value);

/**
 * What still stands: since the last choice, the newest of each source.
 *
 * "Not yet known" contradicts nobody, unless it is the later word on something nobody has verified.
 */
function standing(claims: readonly Claim[]): Claim[] {
  const inOrder = [...claims].sort((a, b) => a.seq - b.seq);
  const sinceChoice = inOrder.slice(
    Math.max(
      0,
      inOrder.findLastIndex((claim) => claim.chosen),
    ),
  );
  const newest = [...new Map(sinceChoice.map((claim) => [claim.source, claim])).values()].sort((a, b) => a.seq - b.seq);
  const said = newest.filter(saysSomething);
  const firm = said.some(({ confidence }) => confidence !== 'unverified');
  const last = said.at(-1);
  if (last === undefined || firm) return last === undefined ? newest : said;
  return [...said, ...newest.filter((claim) => !saysSomething(claim) && claim.seq > last.seq)];
}

/**
 * One value for each field, or the contradiction.
 *
 * The newest claim of a source supersedes its earlier ones. Sources that differ contradict each other until somebody
 * chooses, with a reason; a later claim that differs from the choice opens the question again.
 */
export function resolveClaims(claims: Readonly<Record<string, readonly Claim[]>>): ResolvedClaims {
  const resolved: ResolvedClaims = { values: {}, conflicts: [] };
  for (const [key, said] of Object.entries(claims)) {
    const left = standing(said);
    const newest = left.at(-1);
    if (newest === undefined) continue;
    if (new Set(left.map(contentOf)).size === 1) resolved.values[key] = newest;
    else resolved.conflicts.push({ key, claims: left.map(({ seq, value, source }) => ({ seq, value, source })) });
  }
  return resolved;
}

/**
 * A chosen claim as a filing shows it.
 *
 * @param words  the opened text of a claim in words; null when it was erased
 */
export const filedValueOf = (
  { value, words, seq, source, confidence, at }: Claim,
  text: string | null,
): FiledValue => ({
  value: words === null ? value : text,
  seq,
  source,
  confidence,
  at,
});

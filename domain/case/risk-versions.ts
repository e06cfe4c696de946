import { severityOf } from '../severity/severity.ts';
import type { BodyOf } from './bodies.ts';
import type { Assurance, Entry } from './entry.ts';
import { type CaseFacts, riskOf } from './facts.ts';
import { departuresFromBand } from './rules/risk.ts';

export type RiskVersionState = 'inForce' | 'superseded' | 'corrected' | 'waits' | 'refused' | 'overtaken';

/** What one version says otherwise than the one before it: a path of codes, `answers.categories.behavioural`. */
export interface RiskChange {
  what: string;
  from: string | null;
  to: string | null;
}

/** One assessment of a case, whether it counts or not. */
export interface RiskVersion {
  /** From 1 on, in the order they were said. */
  version: number;
  seq: number;
  at: string;
  actor: string;
  assurance: Assurance;
  state: RiskVersionState;
  assessment: BodyOf<'risk.assess'>;
  /** Decimal text; null for another method. */
  score: string | null;
  /** Articles on which it departs from what practice draws from the score. */
  departures: string[];
  changes: RiskChange[];
}

const FIELDS = ['method', 'risk', 'conclusion33', 'conclusion34', 'dpoAdvice', 'urgent', 'inputs', 'lenient'] as const;

const scoreOf = ({ inputs }: BodyOf<'risk.assess'>): string | null => (inputs ? severityOf(inputs).score : null);

/** Every code an assessment holds, by its path; order of lists does not count. */
function codesOf(value: unknown, path: string): [string, string][] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.length === 0 ? [] : [[path, value.map(String).sort().join('+')]];
  if (typeof value !== 'object') return [[path, String(value)]];
  return Object.entries(value).flatMap(([key, inner]) => codesOf(inner, `${path}.${key}`));
}

function sayings(assessment: BodyOf<'risk.assess'>): Map<string, string> {
  const score = scoreOf(assessment);
  return new Map([
    ...(score === null ? [] : [['score', score] as [string, string]]),
    ...FIELDS.flatMap((field) => codesOf(assessment[field], field)),
    ...codesOf(assessment.factors, 'factors'),
    ...codesOf(assessment.answers, 'answers'),
  ]);
}

function changesBetween(before: BodyOf<'risk.assess'> | undefined, after: BodyOf<'risk.assess'>): RiskChange[] {
  if (!before) return [];
  const [old, now] = [sayings(before), sayings(after)];
  return [...new Set([...old.keys(), ...now.keys()])]
    .map((what) => ({ what, from: old.get(what) ?? null, to: now.get(what) ?? null }))
    .filter(({ from, to }) => from !== to);
}

function stateOf(facts: CaseFacts, entries: readonly Entry[], { seq }: Entry): RiskVersionState {
  if (riskOf(facts)?.seq === seq) return 'inForce';
  if (facts.pending[seq]) return 'waits';
  if (entries.some(({ body }) => body['corrects'] === seq) && !facts.said[seq]) return 'corrected';
  const answer = entries.find(({ kind, body }) => kind === 'confirm' && body['seq'] === seq);
  if (answer?.body['outcome'] === 'refuse') return 'refused';
  return facts.assessments.some((assessment) => assessment.seq === seq) ? 'superseded' : 'overtaken';
}

/** All assessments of a case, oldest first, each with what became of it and what it changed: none is ever lost. */
export function riskVersions(facts: CaseFacts, entries: readonly Entry[]): RiskVersion[] {
  const assessed = entries.filter(({ kind }) => kind === 'risk.assess');
  const bodyOf = ({ body }: Entry): BodyOf<'risk.assess'> => body as unknown as BodyOf<'risk.assess'>;
  return assessed.map((entry, at) => {
    const before = assessed[at - 1];
    const assessment = bodyOf(entry);
    return {
      version: at + 1,
      seq: entry.seq,
      at: entry.at,
      actor: entry.actor,
      assurance: entry.assurance,
      state: stateOf(facts, entries, entry),
      assessment,
      score: scoreOf(assessment),
      departures: departuresFromBand(assessment),
      changes: changesBetween(before && bodyOf(before), assessment),
    };
  });
}

import { EMPTY_PROFILE } from '../law/profile.ts';
import { type BodyOf, isStatementKind, type StatementKind } from './bodies.ts';
import { type StandingEntry, standingEntries } from './corrections.ts';
import type { Entry, Precision } from './entry.ts';
import { type CaseFacts, type CasePolicy, emptyFacts, noteFact, noteSuspicion } from './facts.ts';
import { ACT_FOLDS, type EngineKind } from './fold-acts.ts';
import { authorityFile, FILING_FOLDS } from './fold-filing.ts';
import { LETTER_FOLDS } from './fold-letters.ts';
import { haltWaves, NOTICE_FOLDS } from './fold-notice.ts';
import { hopNoticeEffect, PROCESSOR_FOLDS } from './fold-processor.ts';
import { REGIME_FOLDS } from './fold-regime.ts';

/** Writes what one entry says into the facts; the draft is the fold's own. */
export type Fold<B> = (facts: CaseFacts, body: B, entry: Entry) => void;
export type Folds = { [K in StatementKind]?: Fold<BodyOf<K>> };

/** What acceptance adds to a body: the policy a case copies, the authorities a scope leads to. */
export interface OpenedBody {
  policy?: Omit<CasePolicy, 'profile'> & Partial<Pick<CasePolicy, 'profile'>>;
  contractHours?: number | null;
  sameGroup?: boolean;
}
interface RoutedBody {
  routed?: { authorities: { code: string; role: 'lead' | 'competent' }[]; listed: string[] };
}

const CASE_FOLDS: Folds = {
  'case.open': (facts, body, entry) => {
    const added = entry.body as OpenedBody;
    facts.opened = { at: entry.at, by: entry.actor, seq: entry.seq };
    facts.drill = body.drill;
    if (added.policy) facts.policy = { ...added.policy, profile: added.policy.profile ?? EMPTY_PROFILE };
    facts.role = body.role ?? facts.role;
    if (facts.role !== 'processor') authorityFile(facts, facts.policy.authority);
    if (body.processorId) hopNoticeEffect(facts, body, entry);
    if (body.certain)
      facts.candidates.push({
        ...candidateOf(body.learnedAt, body.precision, body.from, entry),
        reasonablyCertain: true,
      });
    else noteSuspicion(facts, { at: body.learnedAt, precision: body.precision, seq: entry.seq });
  },
  'case.recordFacts': (facts, body, entry) => {
    for (const { key, value, source, confidence, chosen } of body.claims) {
      const words = entry.body.words?.[key] ?? null;
      const claim = {
        key,
        value: value ?? null,
        words,
        source,
        confidence,
        chosen,
        seq: entry.seq,
        at: entry.at,
        actor: entry.actor,
      };
      facts.claims[key] = [...(facts.claims[key] ?? []), claim];
    }
    if (body.claims.every(({ key }) => key.startsWith('notice.'))) return;
    noteFact(facts);
    facts.lastFactBy = entry.actor;
  },
  'case.setScope': (facts, body, entry) => {
    facts.scope = body;
    facts.scopes.push({ scope: body, at: entry.at, seq: facts.version });
    facts.role = body.role;
    const routed = (entry.body as RoutedBody).routed;
    if (routed) applyRoute(facts, routed, entry.at);
    noteFact(facts);
  },
  'case.decideGate': (facts, body, entry) => {
    const words = entry.body.words?.['reason'] ?? null;
    facts.gate = { outcome: body.outcome, at: entry.at, words, seq: facts.version };
    // A withdrawal says why.
    if (body.outcome !== 'breach') {
      noteFact(facts);
      haltWaves(facts, 'NOT_A_BREACH', entry.at);
    }
    for (const file of Object.values(facts.authorities)) {
      file.refile = file.withdrawnAt !== null && file.releasedAt === null && body.outcome === 'breach';
    }
  },
  'case.close': (facts, _body, entry) => {
    facts.closedAt = entry.at;
  },
  'case.reopen': (facts) => {
    facts.closedAt = null;
  },
  'case.hold': (facts) => {
    facts.holds += 1;
  },
  'case.release': (facts) => {
    facts.holds = Math.max(0, facts.holds - 1);
  },
  'awareness.propose': (facts, body, entry) => {
    if (body.kind === 'suspicion') noteSuspicion(facts, { at: body.at, precision: body.precision, seq: entry.seq });
    const certain = body.certain === null ? {} : { reasonablyCertain: body.certain };
    facts.candidates.push({ ...candidateOf(body.at, body.precision, body.kind, entry), ...certain });
    noteFact(facts);
  },
  'awareness.decide': (facts, body, entry) => {
    facts.decision = { at: body.at, precision: body.precision, seq: entry.seq };
    noteFact(facts);
  },
  'awareness.stillUncertain': (facts, _body, entry) => {
    facts.uncertainties.push({ at: entry.at, seq: entry.seq });
  },
  'risk.assess': (facts, body, entry) => {
    facts.assessments.push({ ...body, seq: entry.seq, at: entry.at, actor: entry.actor });
    noteFact(facts);
  },
  'risk.recordReport': (facts, body, entry) => {
    facts.riskReports.push({ ...body, seq: entry.seq, at: entry.at, actor: entry.actor });
  },
  'deadline.acknowledge': (facts, body, entry) => {
    const last = facts.reminders[body.dutyId];
    facts.reminders[body.dutyId] = { at: last?.at ?? entry.at, rung: last?.rung ?? '', acknowledgedAt: entry.at };
  },
  'controller.add': (facts, body) => {
    const number = facts.controllers.length + 1;
    facts.controllers.push({
      number,
      controllerId: body.controllerId,
      contractHours: body.contractHours,
      noticedAt: null,
      noticedByLetter: null,
    });
  },
  'controller.recordNotice': (facts, body) => {
    for (const controller of facts.controllers) {
      if (controller.controllerId === body.controllerId) controller.noticedAt ??= body.noticedAt;
    }
  },
};

const candidateOf = (at: string, precision: Precision, kind: BodyOf<'awareness.propose'>['kind'], entry: Entry) => ({
  at,
  precision,
  kind,
  seq: entry.seq,
});

/** Adds the authorities a scope leads to; those it no longer names are released, never forgotten. */
function applyRoute(facts: CaseFacts, routed: NonNullable<RoutedBody['routed']>, at: string): void {
  const competent = new Set(routed.authorities.map(({ code }) => code));
  for (const { code, role } of routed.authorities) {
    const file = authorityFile(facts, code);
    file.role = role;
    if (file.releasedAt && file.withdrawnAt) file.refile = true;
    file.releasedAt = null;
  }
  for (const file of Object.values(facts.authorities)) {
    if (!competent.has(file.code)) file.releasedAt ??= at;
  }
  facts.listedCountries = routed.listed;
}

const STATEMENT_FOLDS: Folds = {
  ...CASE_FOLDS,
  ...PROCESSOR_FOLDS,
  ...FILING_FOLDS,
  ...LETTER_FOLDS,
  ...NOTICE_FOLDS,
  ...REGIME_FOLDS,
};

function foldOf(kind: string): Fold<never> | undefined {
  if (Object.hasOwn(STATEMENT_FOLDS, kind)) return STATEMENT_FOLDS[kind as StatementKind] as Fold<never>;
  if (Object.hasOwn(ACT_FOLDS, kind)) return ACT_FOLDS[kind as EngineKind] as Fold<never>;
  return undefined;
}

/** Writes an entry that counts. */
function count(facts: CaseFacts, entry: Entry): void {
  foldOf(entry.kind)?.(facts, entry.body as never, entry);
  if (isStatementKind(entry.kind)) facts.said[entry.seq] = entry.kind;
}

function applyConfirmation(facts: CaseFacts, entry: Entry): void {
  const { seq, outcome } = entry.body as unknown as BodyOf<'confirm'>;
  const pending = facts.pending[seq];
  if (!pending) return;
  delete facts.pending[seq];
  if (outcome === 'confirm') count(facts, pending.entry);
}

function applyEntry(facts: CaseFacts, { entry, since, correction }: StandingEntry): void {
  facts.version = since;
  if (entry.kind === 'confirm') applyConfirmation(facts, entry);
  else if (entry.body['confirmation'] === 'required' && !correction) {
    facts.pending[entry.seq] = { entry, by: entry.actor };
  } else count(facts, entry);
}

/**
 * The facts of a case: the fold of its entries, in the order of the register.
 *
 * An entry that a later one corrects stays in the register and counts no more; an entry that waits for a second
 * person counts only from the confirmation on.
 */
export function foldCase(organisationId: string, caseId: string, entries: readonly Entry[]): CaseFacts {
  const facts = emptyFacts(organisationId, caseId);
  for (const standing of standingEntries(entries)) applyEntry(facts, standing);
  facts.version = entries.at(-1)?.seq ?? 0;
  return facts;
}

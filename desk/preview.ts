import { loadFacts } from '../database/case.ts';
import { decisionContext } from '../database/decision-context.ts';
import { entriesOfCase } from '../database/register.ts';
import { inSnapshot } from '../database/transaction.ts';
import { decide } from '../domain/case/decide.ts';
import type { Duty } from '../domain/case/duties/duty.ts';
import { dutiesOf } from '../domain/case/duties/index.ts';
import type { Entry } from '../domain/case/entry.ts';
import { type CaseFacts, emptyFacts } from '../domain/case/facts.ts';
import { foldCase } from '../domain/case/fold.ts';
import { parseBody, parseWords } from '../domain/case/parse-statement.ts';
import { type Finding, Refusal } from '../domain/refusal.ts';
import type { Desk, Speaker } from './context.ts';
import type { NewSaying } from './say.ts';

/** What a statement would change, had it been made; nothing is stored. */
export interface Preview {
  before: Duty[];
  after: Duty[];
  /** The duties once a second person has confirmed it; null when none is needed. */
  confirmed: Duty[] | null;
  facts: CaseFacts;
  findings: Finding[];
  awaitsSecondPerson: boolean;
}

/** The entry a statement would become, numbered after the last. */
function imagined(speaker: Speaker, saying: NewSaying, body: Record<string, unknown>, seq: number, now: Date): Entry {
  const { organisationId, actor, assurance } = speaker;
  const caseId = saying.caseId ?? 'breach-0000-0000';
  return {
    seq,
    organisationId,
    caseId,
    at: now.toISOString(),
    actor,
    assurance,
    kind: saying.kind,
    statementId: null,
    body,
  };
}

/** The second person's word on an imagined entry. */
const confirmationOf = (entry: Entry): Entry => ({
  ...entry,
  seq: entry.seq + 1,
  kind: 'confirm',
  body: { seq: entry.seq, outcome: 'confirm' },
});

/**
 * Decides a statement without making it, and shows the duties before and after.
 *
 * @throws {Refusal} exactly as saying it would
 */
export async function preview(desk: Desk, speaker: Speaker, saying: NewSaying): Promise<Preview> {
  const now = await desk.now();
  const body = parseBody(saying.kind, saying.body) as Record<string, unknown>;
  const words = parseWords(saying.kind, saying.words ?? {});
  return inSnapshot(desk.pool, async (tx) => {
    const { organisationId, actor, assurance } = speaker;
    const caseId = saying.caseId ?? 'breach-0000-0000';
    const facts = saying.caseId ? await loadFacts(tx, organisationId, caseId) : emptyFacts(organisationId, caseId);
    const context = await decisionContext(
      tx,
      { organisationId, caseId: saying.caseId, kind: saying.kind, actor, body },
      now,
    );
    const said = {
      kind: saying.kind,
      body: body as never,
      words: Object.keys(words),
      actor,
      assurance,
      corrects: saying.corrects ?? null,
    };
    const decision = decide(facts, said, context);
    if (!decision.accepted) throw new Refusal(decision.refusal, decision.exit);
    const entries = saying.caseId ? await entriesOfCase(tx, caseId) : [];
    const entry = imagined(speaker, saying, { ...body, ...decision.added }, facts.version + 1, now);
    const fold = (more: Entry[]): CaseFacts => foldCase(organisationId, caseId, [...entries, ...more]);
    const after = fold([entry]);
    const awaitsSecondPerson = decision.added['confirmation'] === 'required';
    return {
      before: dutiesOf(facts),
      after: dutiesOf(after),
      confirmed: awaitsSecondPerson ? dutiesOf(fold([entry, confirmationOf(entry)])) : null,
      facts: after,
      findings: decision.findings,
      awaitsSecondPerson,
    };
  });
}

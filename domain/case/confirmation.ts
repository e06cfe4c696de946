import { type Candidate, proposeAwareness } from '../clocks/awareness.ts';
import { EXIT, Refusal } from '../refusal.ts';
import { awarenessOf } from './awareness.ts';
import type { BodyOf } from './bodies.ts';
import type { Said } from './decide.ts';
import type { CaseFacts } from './facts.ts';

/** The candidate a statement brings in, if any; `candidates` of the facts hold what is folded from it. */
function candidateOf({ role }: CaseFacts, said: Said): Candidate | null {
  if (said.kind === 'awareness.propose') {
    const { at, precision, kind, certain } = said.body as BodyOf<'awareness.propose'>;
    return { at, precision, kind, ...(certain === null ? {} : { reasonablyCertain: certain }) };
  }
  if (said.kind === 'processor.recordNotice') {
    const { noticedAt, precision, certain } = said.body as BodyOf<'processor.recordNotice'>;
    return certain ? { at: noticedAt, precision, kind: 'processor_notice' } : null;
  }
  if (said.kind === 'processor.recordDetection' && role === 'processor') {
    const { detectedAt, precision } = said.body as BodyOf<'processor.recordDetection'>;
    return { at: detectedAt, precision, kind: 'confirmation' };
  }
  return null;
}

/** Whether correcting an account takes away the candidate the clock runs on, or makes it later (R-2-7). */
function movesLater(facts: CaseFacts, said: Said, corrects: number): boolean {
  const current = awarenessOf(facts);
  if (!current || facts.decision) return false;
  const corrected = candidateOf(facts, said);
  const others = facts.candidates.filter(({ seq }) => seq !== corrects);
  const after = proposeAwareness<Candidate>(corrected ? [...others, corrected] : others);
  return after === null || Date.parse(after.at) > Date.parse(current.at);
}

/** Art. 33 binds the controller alone: as processor the case would leave no authority to be told. */
function releasesEveryAuthority(facts: CaseFacts, { role }: BodyOf<'case.setScope'>): boolean {
  return role === 'processor' && Object.values(facts.authorities).some(({ releasedAt }) => releasedAt === null);
}

/** Why a statement takes a second person, in words for the entry; null when one is enough. */
function secondPersonFor(facts: CaseFacts, said: Said): string | null {
  if (said.kind === 'case.decideGate') {
    const { outcome } = said.body as BodyOf<'case.decideGate'>;
    return outcome === 'breach' ? null : 'no breach';
  }
  if (said.kind === 'awareness.decide') {
    const current = awarenessOf(facts);
    const { at } = said.body as BodyOf<'awareness.decide'>;
    return current && Date.parse(at) > Date.parse(current.at) ? 'awareness moved later' : null;
  }
  if (said.kind === 'case.setScope')
    return releasesEveryAuthority(facts, said.body as BodyOf<'case.setScope'>) ? 'no authority left to be told' : null;
  if (said.corrects !== null && movesLater(facts, said, said.corrects)) return 'awareness moved later';
  if (said.kind === 'risk.assess') {
    const { conclusion33 } = said.body as BodyOf<'risk.assess'>;
    return conclusion33 === 'document' ? 'risk held unlikely' : null;
  }
  return null;
}

/** @throws {Refusal} `REASON_REQUIRED` */
function assertReasoned(said: Said, what: string): void {
  if (said.words.includes('reason') || said.words.includes('reasons')) return;
  throw new Refusal({
    code: 'REASON_REQUIRED',
    message: `Cannot accept '${said.kind}' (${what}) without a reason in words`,
    next: 'Say it again with --reason: an authority will ask for exactly this sentence',
  });
}

/**
 * Whether an accepted statement waits for a second person: `required`, or `selfWithReason` in a one-person office,
 * which the register then says. Null when one person is enough. The policy is the one the case copied when it was
 * opened: nobody frees themselves by changing the organisation's.
 *
 * @see R-2-7 (awareness later), R-33-1 ("unlikely" is reasoned and stored), R-9-9
 */
export function confirmationOf(facts: CaseFacts, said: Said): 'required' | 'selfWithReason' | null {
  const what = secondPersonFor(facts, said);
  if (what === null) return null;
  assertReasoned(said, what);
  return facts.policy.secondPerson === 'selfWithReason' && said.assurance !== 'temporalUi'
    ? 'selfWithReason'
    : 'required';
}

/** @throws {Refusal} `SECOND_PERSON_REQUIRED` when the speaker is the first person, or cannot be told from one */
export function assertSecondPerson(facts: CaseFacts, said: Said, firstPerson: string | null): void {
  const alone = facts.policy.secondPerson === 'selfWithReason' && said.words.includes('reason');
  if (said.assurance !== 'temporalUi' && (said.actor !== firstPerson || alone)) return;
  const why =
    said.assurance === 'temporalUi'
      ? 'the Temporal UI does not tell who speaks'
      : `'${said.actor}' is the first person`;
  throw new Refusal(
    {
      code: 'SECOND_PERSON_REQUIRED',
      message: `Cannot accept '${said.kind}' from '${said.actor}': a second person is needed and ${why}`,
      next: 'Let another person say it with --as, from the command line',
    },
    EXIT.notAllowed,
  );
}

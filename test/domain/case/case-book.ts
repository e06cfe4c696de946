import type { StatementKind } from '../../../domain/case/bodies.ts';
import { type Decision, type DecisionContext, decide } from '../../../domain/case/decide.ts';
import type { Duty } from '../../../domain/case/duties/duty.ts';
import { dutiesOf } from '../../../domain/case/duties/index.ts';
import type { Assurance, Entry } from '../../../domain/case/entry.ts';
import type { CaseFacts } from '../../../domain/case/facts.ts';
import { foldCase } from '../../../domain/case/fold.ts';
import { parseBody } from '../../../domain/case/parse-statement.ts';
import { EMPTY_PROFILE } from '../../../domain/law/profile.ts';
import type { Role } from '../../../domain/law/roles.ts';

export const CASE = 'breach-2026-0042';
const ORGANISATION = 'acme';

/** Who speaks, named by role; two who decide, so that there is a second person. */
export const PEOPLE: Record<string, readonly Role[]> = {
  reporter: ['reporter'],
  security: ['security'],
  handler: ['handler'],
  dpo: ['dpo'],
  owner: ['decisionOwner'],
  legal: ['legal'],
  auditor: ['auditor'],
  operator: ['operator'],
  second: ['dpo', 'decisionOwner'],
};

const POLICY: DecisionContext['policy'] = {
  country: 'ES',
  zone: 'Europe/Madrid',
  authority: 'ES',
  role: 'controller',
  secondPerson: 'required',
  noticeSecondPersonAbove: 100,
  noticeCoolingMinutes: 10,
  recipientsDays: 90,
  blockYears: null,
  fileYears: 5,
  profile: EMPTY_PROFILE,
};

export interface Manner {
  /** Names of the texts given. */
  words?: string[];
  corrects?: number;
  assurance?: Assurance;
}

/** A case kept in memory as the register keeps it: statements are decided, accepted ones entered, facts refolded. */
export class CaseBook {
  readonly entries: Entry[] = [];
  now = new Date('2026-03-10T09:00:00Z');
  /** Notices that the ledger holds for a decision. */
  held = 0;
  #policy: DecisionContext['policy'];

  constructor(policy: Partial<DecisionContext['policy']> = {}) {
    this.#policy = { ...POLICY, ...policy };
  }

  /** The organisation changes its policy, after what was said so far. */
  changePolicy(policy: Partial<DecisionContext['policy']>): void {
    this.#policy = { ...this.#policy, ...policy };
  }

  get facts(): CaseFacts {
    return foldCase(ORGANISATION, CASE, this.entries);
  }

  duty(dutyId: string): Duty | undefined {
    return dutiesOf(this.facts).find((duty) => duty.dutyId === dutyId);
  }

  /** Moves the clock on. */
  at(instant: string): this {
    this.now = new Date(instant);
    return this;
  }

  #context(actor: string): DecisionContext {
    const processors = {
      mixpanel: { contractHours: 48, sameGroup: false },
      sister: { contractHours: 24, sameGroup: true },
      sub: { contractHours: null, sameGroup: false },
    };
    return {
      now: this.now,
      roles: PEOPLE[actor] ?? [],
      policy: this.#policy,
      processors,
      registryNumberElsewhere: null,
      heldNotices: this.held,
    };
  }

  /** Decides a statement and, accepted, enters it. */
  hear(actor: string, kind: StatementKind, body: Record<string, unknown> = {}, manner: Manner = {}): Decision {
    const { words = [], corrects = null, assurance = 'claimed' } = manner;
    const full = parseBody(kind, body) as Record<string, unknown>;
    const said = { kind, body: full as never, words, actor, assurance, corrects };
    const decision = decide(this.facts, said, this.#context(actor));
    if (decision.accepted) this.#enter(kind, actor, assurance, { ...full, ...decision.added, ...refs(words) });
    return decision;
  }

  /** As `hear`; yields the entry's seq. @throws when it is refused */
  say(actor: string, kind: StatementKind, body: Record<string, unknown> = {}, manner: Manner = {}): number {
    const decision = this.hear(actor, kind, body, manner);
    if (!decision.accepted) throw new Error(`'${kind}' was refused: ${decision.refusal.code}`);
    return this.entries.length;
  }

  /** The code a statement is refused with; null when it is accepted. */
  refusal(actor: string, kind: StatementKind, body: Record<string, unknown> = {}, manner: Manner = {}): string | null {
    const decision = this.hear(actor, kind, body, manner);
    return decision.accepted ? null : decision.refusal.code;
  }

  /** Codes of the warnings a statement is accepted with. */
  warnings(actor: string, kind: StatementKind, body: Record<string, unknown> = {}, manner: Manner = {}): string[] {
    const decision = this.hear(actor, kind, body, manner);
    return decision.accepted ? decision.findings.map(({ code }) => code) : [`refused: ${decision.refusal.code}`];
  }

  /** Enters an act of the engine. */
  act(kind: string, body: Record<string, unknown>): void {
    this.#enter(kind, 'engine', 'engine', body);
  }

  #enter(kind: string, actor: string, assurance: Assurance, body: Record<string, unknown>): void {
    const seq = this.entries.length + 1;
    const at = this.now.toISOString();
    const statementId = actor === 'engine' ? null : `statement-${seq}`;
    this.entries.push({
      seq,
      organisationId: ORGANISATION,
      caseId: CASE,
      at,
      actor,
      assurance,
      kind,
      statementId,
      body: structuredClone(body),
    });
  }
}

/** References to words, as the register keeps them. */
const refs = (words: readonly string[]): Record<string, unknown> =>
  words.length === 0
    ? {}
    : { words: Object.fromEntries(words.map((field) => [field, { narrative: `narrative-${field}`, mac: 'mac' }])) };

export const opening = (learnedAt: string, over: Record<string, unknown> = {}): Record<string, unknown> => ({
  learnedAt,
  precision: 'instant',
  from: 'confirmation',
  certain: true,
  ...over,
});

/** A case of which the organisation has been aware since 10:00 in Madrid on 10 March 2026. */
export const AWARE = '2026-03-10T10:00:00+01:00';
export function openCase(policy: ConstructorParameters<typeof CaseBook>[0] = {}): CaseBook {
  const book = new CaseBook(policy);
  book.say('reporter', 'case.open', opening(AWARE));
  return book;
}

export const RISK = { risk: 'risk', conclusion33: 'notify', conclusion34: 'notRequired' };
export const UNLIKELY = { risk: 'unlikely', conclusion33: 'document', conclusion34: 'notRequired' };
export const HIGH = { risk: 'high', conclusion33: 'notify', conclusion34: 'communicate' };

export const submission = (submittedAt: string, over: Record<string, unknown> = {}): Record<string, unknown> => ({
  authority: 'ES',
  subtype: 'complete',
  submittedAt,
  registryNumber: 'REGAGE26e00000000001',
  ...over,
});

export const list = (wave: number, over: Record<string, unknown> = {}): Record<string, unknown> => ({
  wave,
  audience: 'affected',
  importId: '6f1c1f0e-3f7a-4a53-9c55-2f1d2e1b7a01',
  count: 20,
  listHash: 'a'.repeat(64),
  locales: { es: 20 },
  channels: { email: 20 },
  merged: 0,
  droppedColumns: [],
  ...over,
});

export const approval = (wave: number, over: Record<string, unknown> = {}): Record<string, unknown> => ({
  wave,
  textHash: 'b'.repeat(64),
  listHash: 'a'.repeat(64),
  count: 20,
  audiences: ['affected'],
  ...over,
});

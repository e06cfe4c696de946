import type { Role } from '../law/roles.ts';
import { EXIT, type ExitStatus, type Finding, Refusal, type RefusalDetails } from '../refusal.ts';
import type { BodyOf, StatementKind } from './bodies.ts';
import { confirmationOf } from './confirmation.ts';
import { CORRECTABLE } from './corrections.ts';
import type { Assurance } from './entry.ts';
import type { CaseFacts, CasePolicy } from './facts.ts';
import { ROLES_OF } from './roles-of.ts';
import { RULES } from './rules/index.ts';
import { assertTimes } from './rules/times.ts';

/** A statement as the rules see it: which words were given, never what they say. */
export interface Said<K extends StatementKind = StatementKind> {
  kind: K;
  body: BodyOf<K>;
  words: readonly string[];
  actor: string;
  assurance: Assurance;
  corrects: number | null;
}

/** What the rules need to know besides the case itself. */
export interface DecisionContext {
  now: Date;
  /** Roles of the speaker; empty for a stranger. */
  roles: readonly Role[];
  policy: CasePolicy & { role: CaseFacts['role'] };
  processors: Readonly<Record<string, { contractHours: number | null; sameGroup: boolean }>>;
  /** Registry numbers already recorded on other cases. */
  registryNumberElsewhere: string | null;
  /** Notices of the wave spoken of that wait for a person's decision; null where that is not what is said. */
  heldNotices: number | null;
}

export type Decision =
  | { accepted: true; added: Record<string, unknown>; findings: Finding[] }
  | { accepted: false; refusal: RefusalDetails; exit: ExitStatus };

/** What a kind's rule answers: additions to the entry's body, and warnings. Refuses by throwing. */
export interface Ruling {
  added?: Record<string, unknown>;
  findings?: Finding[];
}
export type Rule<K extends StatementKind> = (facts: CaseFacts, said: Said<K>, context: DecisionContext) => Ruling;

/** @throws {Refusal} `ROLE_NOT_ALLOWED` */
function assertMayspeak(said: Said, context: DecisionContext): void {
  const allowed = ROLES_OF[said.kind];
  const may = allowed === 'any' ? context.roles.length > 0 : context.roles.some((role) => allowed.includes(role));
  if (may) return;
  const names = allowed === 'any' ? 'a person of the organisation' : allowed.join(' or ');
  throw new Refusal(
    {
      code: 'ROLE_NOT_ALLOWED',
      message: `Cannot accept '${said.kind}' from '${said.actor}': it takes ${names}`,
      next:
        allowed === 'any'
          ? "See who there is with 'tocsin person list', or add yourself with 'tocsin person add'"
          : `Say it --as a person who is ${names}, or add one with 'tocsin person add'`,
    },
    EXIT.notAllowed,
  );
}

const OF_ORGANISATION: readonly StatementKind[] = [
  'organisation.describe',
  'person.add',
  'person.end',
  'processor.describe',
  'template.publish',
  'template.withdraw',
];
const OPEN_WITHOUT_CASE: readonly StatementKind[] = ['case.open'];
const AFTER_CLOSING: readonly StatementKind[] = [
  'case.reopen',
  'case.hold',
  'case.release',
  'filing.recordOrder',
  'filing.recordCorrespondence',
  'deadline.acknowledge',
  'notice.prove',
  'notice.recordReports',
  'confirm',
];

/** @throws {Refusal} `NOT_OF_A_CASE`, `CASE_NOT_OPEN`, `CASE_ALREADY_OPEN`, `CASE_CLOSED` */
function assertCaseTakes(facts: CaseFacts, kind: StatementKind): void {
  if (OF_ORGANISATION.includes(kind)) {
    throw new Refusal({
      code: 'NOT_OF_A_CASE',
      message: `Cannot accept '${kind}' of case '${facts.caseId}': it is said of the organisation`,
      next: "Say it with 'tocsin organisation', 'tocsin person' or 'tocsin processor'",
    });
  }
  const opens = OPEN_WITHOUT_CASE.includes(kind);
  if (!facts.opened && !opens) {
    throw new Refusal({
      code: 'CASE_NOT_OPEN',
      message: `Cannot accept '${kind}': case '${facts.caseId}' was never opened`,
      next: "List the cases with 'tocsin case list', or open one with 'tocsin case open'",
    });
  }
  if (facts.opened && opens) {
    throw new Refusal({
      code: 'CASE_ALREADY_OPEN',
      message: `Cannot open case '${facts.caseId}': it is open since ${facts.opened.at}`,
      next: `See it with 'tocsin case show ${facts.caseId}'`,
    });
  }
  if (facts.closedAt && !AFTER_CLOSING.includes(kind)) {
    throw new Refusal({
      code: 'CASE_CLOSED',
      message: `Cannot accept '${kind}': case '${facts.caseId}' is closed`,
      next: `Re-open it with 'tocsin case reopen ${facts.caseId} --reason …' first`,
    });
  }
}

/** @throws {Refusal} `CORRECTS_UNKNOWN`, `NOT_CORRECTABLE` */
function assertCorrectable(facts: CaseFacts, { kind, corrects }: Said): void {
  if (corrects === null) return;
  if (!CORRECTABLE.has(kind)) {
    throw new Refusal({
      code: 'NOT_CORRECTABLE',
      message: `Cannot correct '${kind}': it is a decision, not an account of what happened`,
      next: 'Say what holds now as a new statement, without --corrects',
    });
  }
  if (facts.said[corrects] === kind) return;
  throw new Refusal({
    code: 'CORRECTS_UNKNOWN',
    message: `Cannot correct entry ${corrects}: no '${kind}' of case '${facts.caseId}' stands there`,
    next: `Find the entry with 'tocsin case timeline ${facts.caseId}'; one that was corrected is corrected by its latest`,
  });
}

function rule<K extends StatementKind>(facts: CaseFacts, said: Said<K>, context: DecisionContext): Ruling {
  const own = RULES[said.kind] as Rule<K> | undefined;
  return own?.(facts, said, context) ?? {};
}

function judge(facts: CaseFacts, said: Said, context: DecisionContext): Decision {
  assertMayspeak(said, context);
  assertCaseTakes(facts, said.kind);
  assertCorrectable(facts, said);
  assertTimes(said.body, context.now);
  const { added = {}, findings = [] } = rule(facts, said, context);
  const confirmation = confirmationOf(facts, said);
  const corrects = said.corrects === null ? {} : { corrects: said.corrects };
  return { accepted: true, added: { ...added, ...(confirmation ? { confirmation } : {}), ...corrects }, findings };
}

/**
 * Whether a statement counts, given what the case knows: the one place that decides.
 *
 * Facts are never refused for want of an approval; approvals are refused for want of facts. A refusal is a normal
 * answer, with a stable code; it leaves no trace in the facts.
 */
export function decide(facts: CaseFacts, said: Said, context: DecisionContext): Decision {
  try {
    return judge(facts, said, context);
  } catch (error) {
    if (error instanceof Refusal) return { accepted: false, refusal: error.details, exit: error.exit };
    throw error;
  }
}

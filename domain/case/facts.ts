import type { Candidate } from '../clocks/awareness.ts';
import { EMPTY_PROFILE, type OrganisationProfile } from '../law/profile.ts';
import type { Moment } from '../law/regimes.ts';
import type { HaltReason } from '../notice/halt.ts';
import type { BodyOf, OrganisationPolicy, StatementKind } from './bodies.ts';
import type { CaseRole, Entry, Precision, WordsRef } from './entry.ts';
import type { Letter } from './letters.ts';

/** What a person said about one field of the filing; the newest by the same source supersedes. */
export interface Claim {
  key: string;
  value: unknown;
  words: WordsRef | null;
  source: string;
  confidence: 'confirmed' | 'inferred' | 'unverified';
  chosen: boolean;
  seq: number;
  at: string;
  actor: string;
}

/** What a case copies of its organisation when it is opened, so that a later change there moves no clock here. */
export interface CasePolicy extends OrganisationPolicy {
  country: string;
  zone: string;
  authority: string;
  /** Duties to report beside the GDPR; entries from before there were profiles are read as none. */
  profile: OrganisationProfile;
}

/** One step of the vendor chain: a processor detects, and later tells us (Art. 33(2)). */
export interface ProcessorHop {
  number: number;
  processorId: string;
  detectedAt: string | null;
  detectedPrecision: Precision | null;
  knownToUsAt: string | null;
  noticedAt: string | null;
  noticedPrecision: Precision | null;
  certain: boolean;
  contractHours: number | null;
  sameGroup: boolean;
  answered: string[];
  gaveUpAt: string | null;
}

export interface CaseCandidate extends Candidate {
  seq: number;
}

export interface Awareness {
  at: string;
  precision: Precision;
  /** `proposed`: the clock runs on the earliest fitting candidate; `unconfirmed`: moved later, a second person is awaited. */
  status: 'proposed' | 'decided' | 'unconfirmed';
  seq: number;
}

export type RiskAssessment = BodyOf<'risk.assess'> & { seq: number; at: string; actor: string };

/** The downloaded report of a tool that assists, such as the AEPD's. */
export type RiskReport = BodyOf<'risk.recordReport'> & { seq: number; at: string; actor: string };

export interface FiledPhase {
  phase: 'initial' | 'complementary' | 'final';
  subtype: 'complete' | 'incomplete';
  submittedAt: string;
  /** Null until the authority gives one. */
  registryNumber: string | null;
  /** Lateness as it stood when recorded; never rewritten. */
  status: 'ON_TIME' | 'WITHIN_1182_HOUR' | 'LATE' | null;
  withoutApproval: boolean;
  documentId: string | null;
  /** The prepared pack it was typed across from, frozen: what the authority was told. Null where none was on file. */
  packHash: string | null;
  packDocumentId: string | null;
  /** Seq of the newest fact the authority was told with it. */
  factsSeq: number;
  seq: number;
}

/** How a filing was withdrawn; when stands in `withdrawnAt`. */
export interface Withdrawal {
  registryNumber: string | null;
  documentId: string | null;
  packHash: string | null;
  packDocumentId: string | null;
  seq: number;
}

export interface PreparedPack {
  phase: string;
  hash: string;
  documentId: string;
  /** Seq of the newest fact the pack was made from. */
  factsSeq: number;
  at: string;
  seq: number;
}

export interface AuthorityFile {
  code: string;
  role: 'lead' | 'competent';
  releasedAt: string | null;
  /** Seq of the newest entry only this authority's filing depends on. */
  factsSeq: number;
  phases: FiledPhase[];
  packs: PreparedPack[];
  approval: { phase: string; packHash: string; by: string; seq: number } | null;
  /** Why a filing comes late: the code, the words sealed, the entry that says it. */
  delay: { code: string; words: WordsRef | null; seq: number } | null;
  withdrawnAt: string | null;
  withdrawal: Withdrawal | null;
  /** Up to here somebody decided, with reasons, that what changed after a complete filing need not be told. */
  dismissedSeq: number | null;
  /** What was withdrawn is a breach after all: it must be filed anew, on its first clock. */
  refile: boolean;
}

export interface AuthorityOrder {
  authority: string;
  number: number;
  orderedAt: string;
  dueAt: string;
  what: 'communicate' | 'inform' | 'other';
  answeredAt: string | null;
  seq: number;
}

/** A scope somebody set, and from when. */
export interface ScopeSaid {
  scope: BodyOf<'case.setScope'>;
  at: string;
  seq: number;
}

/** A copy given, by courtesy, to an authority that is only concerned (Art. 56(6)). */
export interface CourtesyNotice {
  authority: string;
  at: string;
  seq: number;
}

export type Audience = 'affected' | 'possiblyAffected' | 'notAffected';

export interface WaveImport {
  audience: Audience;
  importId: string;
  count: number;
  listHash: string;
  locales: Record<string, number>;
  by: string;
  at: string;
  seq: number;
}

/** Why a wave stands still without anybody having paused it, and since when. */
export interface WaveHalt {
  reason:
    | 'RECIPIENTS_CHANGED'
    | 'TEXT_CHANGED'
    | 'TEMPLATE_LOCALE_MISSING'
    | 'NOTICE_CONTENT_MISSING'
    | 'NOT_A_BREACH'
    | 'EXEMPTION_CLAIMED'
    | 'CHANNEL_COMPROMISED';
  at: string;
}

/** Whether the breach hit the organisation's own way of writing to people. */
export interface ChannelState {
  state: 'blocked' | 'released';
  at: string;
  seq: number;
}

/** How many messages a minute may go; a lifted limit leaves none. */
export interface WaveLimit {
  perMinute: number | null;
  /** By domain of the address, lower case. */
  domains: Record<string, number>;
  seq: number;
}

export interface Wave {
  number: number;
  imports: WaveImport[];
  approval: {
    by: string;
    at: string;
    startsAt: string;
    textHash: string;
    listHash: string;
    count: number;
    seq: number;
  } | null;
  startedAt: string | null;
  completedAt: string | null;
  paused: boolean;
  /** Null while nothing but a person's own word stops it; a new approval, or resuming it, ends a halt. */
  halted: WaveHalt | null;
  /** Null while its mailing goes on: set when it came to a stand for a reason of the mail server's or our own. */
  stalled: { reason: HaltReason; at: string } | null;
  /** Null: nobody ever limited it. */
  limit: WaveLimit | null;
  cancelledAt: string | null;
  counts: Record<string, number>;
  /** People its notices did not reach, by audience, once it is completed. */
  notReached: Partial<Record<Audience, number>>;
  /** People of it written to by letter since. */
  posted: number;
  /** Set from a person's word that notices which may or may not have arrived go out again, until that is done. */
  resend: { at: string; begun: boolean } | null;
  /** When a person decided that such notices are not sent again: these people are told in another way. */
  heldGivenUpAt: string | null;
}

export interface ClientController {
  number: number;
  controllerId: string;
  contractHours: number | null;
  noticedAt: string | null;
  /** The letter it was told by; null when it was told in another way, or not yet. */
  noticedByLetter: number | null;
}

/** An authority's portal could not be used, with the picture that shows it. */
export interface PortalFailure {
  authority: string;
  failedAt: string;
  documentId: string | null;
  seq: number;
}

/** A report made under a regime beside the GDPR, or a notice by contract. */
export interface MadeStep {
  step: string;
  submittedAt: string;
  reference: string | null;
  complete: boolean;
  documentId: string | null;
  /** What it was due by when it was recorded, and whether it was late then; never rewritten. */
  dueAt: string | null;
  late: boolean | null;
  seq: number;
}

export interface RegimeJudgement {
  applies: 'yes' | 'no' | 'unknown';
  category: string | null;
  at: string;
  seq: number;
}

/** What a case knows of one regime beside the GDPR. */
export interface RegimeFile {
  judged: RegimeJudgement | null;
  /** Steps judged one by one. */
  steps: Record<string, RegimeJudgement>;
  moments: Partial<Record<Moment, { at: string; precision: Precision; seq: number }>>;
  made: MadeStep[];
}

export interface PendingConfirmation {
  entry: Entry;
  by: string;
}

/** Everything a case knows: the fold of its entries. Plain data; never changed in place once folded. */
export interface CaseFacts {
  caseId: string;
  organisationId: string;
  /** Seq of the newest entry. */
  version: number;
  /** Statements in force, by seq: what can still be corrected. */
  said: Record<number, StatementKind>;
  opened: { at: string; by: string; seq: number } | null;
  drill: boolean;
  role: CaseRole;
  policy: CasePolicy;
  suspicion: { at: string; precision: Precision; seq: number } | null;
  /** Every alert; `suspicion` is the earliest. */
  alerts: NonNullable<CaseFacts['suspicion']>[];
  uncertainties: { at: string; seq: number }[];
  /** `seq`: the entry from which on it counts. */
  gate: { outcome: 'breach' | 'notABreach' | 'incidentOnly'; at: string; words: WordsRef | null; seq: number } | null;
  candidates: CaseCandidate[];
  decision: { at: string; precision: Precision; seq: number } | null;
  hops: ProcessorHop[];
  claims: Record<string, Claim[]>;
  /** Seq of the newest entry a filing depends on. */
  factsSeq: number;
  lastFactBy: string | null;
  scope: BodyOf<'case.setScope'> | null;
  /** Every scope set, oldest first; `scope` is the newest. */
  scopes: ScopeSaid[];
  authorities: Record<string, AuthorityFile>;
  listedCountries: string[];
  assessments: RiskAssessment[];
  riskReports: RiskReport[];
  orders: AuthorityOrder[];
  /** The highest number an order of each authority ever had: none is given twice. */
  orderNumbers: Record<string, number>;
  courtesyNotices: CourtesyNotice[];
  waves: Record<number, Wave>;
  exemption: { letter: 'a' | 'b' | 'c'; at: string; seq: number } | null;
  publishedAt: string | null;
  /** People whom no notice had reached when the public was told; null: not counted then. */
  publishedForPeople: number | null;
  /** Null: nobody has said yet whether the breach hit the organisation's own mail. */
  mailChannel: ChannelState | null;
  controllers: ClientController[];
  regimes: Record<string, RegimeFile>;
  letters: Letter[];
  portalFailures: PortalFailure[];
  reminders: Record<string, { at: string; rung: string; acknowledgedAt: string | null }>;
  clocks: Record<string, { dueAt: string | null; actBy: string | null; seq: number }>;
  pending: Record<number, PendingConfirmation>;
  holds: number;
  closedAt: string | null;
  recipientsBlockedAt: string | null;
  recipientsErasedAt: string | null;
  keyDestroyedAt: string | null;
}

const NO_POLICY: CasePolicy = {
  country: 'ES',
  zone: 'Europe/Madrid',
  authority: 'ES',
  secondPerson: 'required',
  noticeSecondPersonAbove: 100,
  noticeCoolingMinutes: 10,
  recipientsDays: 90,
  blockYears: null,
  fileYears: 5,
  profile: EMPTY_PROFILE,
};

/** A case nobody has said anything about yet. */
export function emptyFacts(organisationId: string, caseId: string): CaseFacts {
  return {
    caseId,
    organisationId,
    version: 0,
    said: {},
    opened: null,
    drill: false,
    role: 'controller',
    policy: NO_POLICY,
    suspicion: null,
    alerts: [],
    uncertainties: [],
    gate: null,
    candidates: [],
    decision: null,
    hops: [],
    claims: {},
    factsSeq: 0,
    lastFactBy: null,
    scope: null,
    scopes: [],
    authorities: {},
    listedCountries: [],
    assessments: [],
    riskReports: [],
    orders: [],
    orderNumbers: {},
    courtesyNotices: [],
    waves: {},
    exemption: null,
    publishedAt: null,
    publishedForPeople: null,
    mailChannel: null,
    controllers: [],
    regimes: {},
    letters: [],
    portalFailures: [],
    reminders: {},
    clocks: {},
    pending: {},
    holds: 0,
    closedAt: null,
    recipientsBlockedAt: null,
    recipientsErasedAt: null,
    keyDestroyedAt: null,
  };
}

/** Notes an alert; the earliest one started the short investigation (R-2-2). */
export function noteSuspicion(facts: CaseFacts, alert: NonNullable<CaseFacts['suspicion']>): void {
  const known = facts.suspicion;
  facts.alerts.push(alert);
  if (!known || Date.parse(alert.at) < Date.parse(known.at)) facts.suspicion = alert;
}

/** Notes that something a filing depends on has changed with the entry being folded. */
export function noteFact(facts: CaseFacts): void {
  facts.factsSeq = Math.max(facts.factsSeq, facts.version);
}

/** Seq of the newest entry the filing with one authority depends on: the case's facts, and what is its own. */
export const factsSeqFor = (facts: CaseFacts, file: AuthorityFile): number => Math.max(facts.factsSeq, file.factsSeq);

/** The newest assessment in force, or null while nobody has assessed. */
export const riskOf = (facts: CaseFacts): RiskAssessment | null => facts.assessments.at(-1) ?? null;

/** Whether two phases are filed with the same pack: what follows the first may be called complementary or final. */
export function samePhase(one: string, other: string): boolean {
  const kindOf = (phase: string): string => (phase === 'final' ? 'complementary' : phase);
  return kindOf(one) === kindOf(other);
}

/** The phases that stand: those from the newest initial filing on; none while what was withdrawn must be filed anew. */
export function standingPhases({ phases, refile }: AuthorityFile): FiledPhase[] {
  if (refile) return [];
  return phases.slice(
    Math.max(
      0,
      phases.findLastIndex(({ phase }) => phase === 'initial'),
    ),
  );
}

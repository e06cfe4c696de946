import type { CaseRole, Precision } from '../case/entry.ts';
import type { CaseTimeline } from '../case/timeline.ts';
import type { FiledBefore } from './changes.ts';
import type { Conflict } from './claims.ts';

/** A value as it goes into a filing, with where it comes from. */
export interface FiledValue {
  value: unknown;
  /** The register entry that says it; null for what the engine adds. */
  seq: number | null;
  source: string;
  confidence: 'confirmed' | 'inferred' | 'unverified';
  /** When it was said. */
  at: string | null;
}

export interface Contact {
  address?: string | null;
  phone?: string | null;
  email?: string | null;
}

export interface FilingController {
  name: string | null;
  taxId: string | null;
  contact: Contact;
  sector: 'private' | 'public' | null;
  size: 'micro' | 'sme' | 'large' | 'other' | null;
  activity: string | null;
  /** ISO 3166 code; outside the EEA a representative is asked for. */
  country: string;
  representative?: { name: string; contact: string } | null;
  /** The newest entry that describes it. */
  seq: number | null;
}

export interface FilingPerson {
  name: string;
  contact: Contact;
  seq: number | null;
}

export interface FilingReporter extends FilingPerson {
  function: 'dpo' | 'legal_representative' | 'authorised_or_other';
}

export interface FilingParty {
  qualification: 'processor' | 'subProcessor' | 'jointController' | 'other';
  name: string;
  contact?: string | null;
}

/** One step of the vendor chain, for the timeline and the date the other party told us. */
export interface FilingHop {
  name: string;
  detectedAt: string | null;
  detectedPrecision?: Precision | null;
  noticedAt: string | null;
  noticedPrecision?: Precision | null;
  /** The newest entry about it. */
  seq: number | null;
}

/** The assessment in force. Scores are decimal texts, `2.0`; both are the same when one score stands alone. */
export interface FilingRisk {
  outcome: 'unlikely' | 'risk' | 'high';
  method: string;
  scoreFrom: string | null;
  scoreTo: string | null;
  borderline: boolean;
  reasons: string | null;
  seq: number | null;
}

/** Instants of Art. 33(1) as computed for the case, UTC. */
export interface FilingClocks {
  /** The period read strictly: after this the filing is late. */
  conservative: string;
  /** When to have filed, for the countdown. */
  operational: string;
  /** The end under Regulation 1182/71. */
  reg1182: string;
}

/** The newest time an authority's portal failed; the words about it stay sealed. */
export interface PortalFailed {
  authority: string;
  at: string;
  evidenceKept: boolean;
  seq: number;
}

export type FilingPhase = 'initial' | 'complementary' | 'final' | 'withdrawal';
export type Lateness = 'ON_TIME' | 'WITHIN_1182_HOUR' | 'LATE';

/** All a filing is made from: the same input gives the same filing, byte for byte. */
export interface FilingInput {
  caseId: string;
  drill: boolean;
  role: CaseRole;
  /** Code of a known authority, as the tables write it. */
  authority: string;
  phase: FilingPhase;
  subtype: 'complete' | 'incomplete';
  /** The registry number of the first filing, for every later one. */
  previousId: string | null;
  /** The filing before this one; null or left out for the first. */
  previous?: FiledBefore | null;
  /** Why what was notified is withdrawn, as decided; null words were erased. */
  withdrawReason?: { text: string | null; seq: number } | null;
  /** The authority is only concerned, not competent: nothing is owed there. */
  courtesy?: boolean;
  awareAt: string | null;
  awarePrecision: Precision | null;
  awarenessSeq: number | null;
  clocks: FilingClocks | null;
  /** How the filing would stand if made now; null while awareness is open. */
  lateness: Lateness | null;
  /** Its portal could not be used and nothing is filed there yet; null or left out otherwise. */
  portalFailure?: PortalFailed | null;
  reasonsForDelay: { code: string; text: string | null; seq: number | null } | null;
  /** One value per field people claimed; words opened, null where they were erased. */
  values: Record<string, FiledValue>;
  conflicts: Conflict[];
  controller: FilingController;
  reporter: FilingReporter | null;
  dpo: FilingPerson | null;
  parties: FilingParty[];
  hops: FilingHop[];
  risk: FilingRisk | null;
  /** When each entry named by a `seq` was made. */
  saidAt: Readonly<Record<number, string>>;
  /** The case until the pack was prepared, as far as it concerns this authority. */
  timeline: CaseTimeline;
  headHash: string;
  headSeq: number;
  preparedAt: string;
  /** The authority's zone, in which all times are shown. */
  zone: string;
}

/** How sure we are that the actor is who the entry says; printed wherever an entry is shown. */
export type Assurance = 'claimed' | 'osUser' | 'temporalUi' | 'engine';

/** Where sealed words are kept: the row's id, and a keyed hash that ties the register entry to the exact text. */
export interface WordsRef {
  narrative: string;
  mac: string;
}

/** One line of the register, as facts see it: ids, instants and codes; words only by reference. */
export interface Entry {
  seq: number;
  organisationId: string;
  caseId: string | null;
  /** When it was said or done, RFC 3339 UTC. */
  at: string;
  /** A person's id, or `engine`. */
  actor: string;
  assurance: Assurance;
  kind: string;
  statementId: string | null;
  body: EntryBody;
}

/** Canonical JSON without words; what was written in words stands under `words` as references. */
export interface EntryBody {
  words?: Record<string, WordsRef>;
  [field: string]: unknown;
}

export type CaseRole = 'controller' | 'jointController' | 'processor';
export type Precision = 'instant' | 'hour' | 'date';

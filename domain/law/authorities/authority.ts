/** How a breach is filed there; every channel is worked by a person, none offers a machine interface. */
export type Channel = 'portal' | 'webform' | 'formMail' | 'dataBox' | 'phone' | 'unknown';

/** A: seen in a copy of the authority's or the EDPB's page; B: in a third party's list; C: from memory. */
export type Confidence = 'A' | 'B' | 'C';

/** A particular of an authority that whoever files should know. */
export interface Note {
  text: string;
  /** F: found in a stored copy; M: from memory; D: designed here. */
  evidence: 'F' | 'M' | 'D';
}

/** How the references look that an authority gives, where that is known. */
export interface ReferenceForm {
  /** Source of a regular expression over the whole reference. */
  pattern: string;
  example: string;
}

/** One supervisory authority, as data to be verified before its first real use. */
export interface Authority {
  /** `ES`, `ES-CT`, `DE-BY`; the code of the country alone is its national authority. */
  code: string;
  /** ISO 3166 code of the country, with `UK`, and `EU` for the Union's own institutions. */
  country: string;
  name: string;
  /** Not unique: two authorities call themselves CNPD. */
  abbr: string | null;
  languages: readonly string[];
  /** IANA zones of its territory; the first is the office's, in which its deadlines are shown. */
  zones: readonly [string, ...string[]];
  channels: readonly Channel[];
  /** Public addresses: web first, then mail for questions and fall-back. */
  addresses: readonly string[];
  confidence: Confidence;
  /** What stands on another footing than `confidence`; (F) found in a stored copy, (M) from memory. */
  evidence: string | null;
  verifiedAt: string;
  regime: 'GDPR' | 'UK-GDPR' | 'CH-FADP' | 'EUDPR';
  /** Whom it supervises where a state has several. */
  sector: 'all' | 'private' | 'public' | 'federal';
  /** Whose public holidays hold where it sits (Reg. 1182/71 Art. 2), as a code of the holiday tables. */
  holidayCountry: string;
  notes: readonly Note[];
  reference: ReferenceForm | null;
}

/** The columns of a table row; the rest has defaults. */
export type AuthorityRow = Pick<Authority, 'code' | 'name' | 'abbr' | 'zones' | 'channels' | 'confidence'> & {
  /** Codes separated by blanks. */
  languages: string;
} & Partial<Pick<Authority, 'addresses' | 'evidence' | 'regime' | 'sector' | 'holidayCountry' | 'notes' | 'reference'>>;

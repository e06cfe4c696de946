// The tables of ENISA, Recommendations for a methodology of the assessment of severity of personal data breaches,
// version 1.0, December 2013. Formula, levels and bands found in three transcriptions (F); the sentences are ours.
// Rows marked (M) fill a level between two that were found, from memory: verify before use (22 November 2026).

/** One answer a person may choose, with what it means. */
export interface EnisaChoice {
  code: string;
  means: string;
}

/** A choice that moves the data processing context by whole steps from the base of its category. */
export interface Adjustment extends EnisaChoice {
  step: -3 | -2 | -1 | 0 | 1 | 2 | 3;
}

export interface DataCategory {
  /** Data processing context before any adjustment. */
  base: 1 | 2 | 3 | 4;
  means: string;
  adjustments: readonly Adjustment[];
}

/** Data processing context (DPC), by category; of several the highest wins. Credentials take that of what they open. */
export const DATA_CATEGORIES = {
  simple: {
    base: 1,
    means: 'identity, contact, education, family, job',
    adjustments: [
      { code: 'base', step: 0, means: 'no profile and no assumption about the person can be drawn from it' },
      { code: 'profileOrStatus', step: 1, means: 'it allows a profile, or assumptions on social or financial status' },
      { code: 'intimateInference', step: 2, means: 'it allows assumptions on health, sex life, politics or religion' },
      { code: 'safetyCritical', step: 3, means: 'the safety of the person hangs on it: a minor, a protected witness' },
    ],
  },
  behavioural: {
    base: 2,
    means: 'location, traffic, habits, preferences',
    adjustments: [
      { code: 'littleInsight', step: -1, means: 'no real insight into behaviour, such as one snapshot' },
      { code: 'alreadyPublic', step: -1, means: 'it was publicly available before' },
      { code: 'base', step: 0, means: 'it tells something of how the person behaves' },
      { code: 'dailyLifeProfile', step: 1, means: 'it makes a detailed profile of daily life, such as exact location' },
      { code: 'sensitiveProfile', step: 2, means: 'it makes a profile on sensitive matters' },
    ],
  },
  financial: {
    base: 3,
    means: 'income, accounts, transactions, payment',
    adjustments: [
      { code: 'customerOnly', step: -2, means: 'the bare fact of being a customer' },
      { code: 'littleInsight', step: -1, means: 'some figures that give no real insight' },
      { code: 'base', step: 0, means: 'it tells of the financial situation' },
      { code: 'fullData', step: 1, means: 'full data that enable fraud or a detailed profile' },
    ],
  },
  sensitive: {
    base: 4,
    means: 'health, beliefs, origin, sex life, union, genetic or biometric data, convictions',
    adjustments: [
      { code: 'almostNothing', step: -3, means: 'it reveals almost nothing, such as "had general blood tests"' },
      { code: 'little', step: -2, means: 'it reveals little' },
      { code: 'some', step: -1, means: 'it reveals something, not the matter itself' },
      { code: 'base', step: 0, means: 'it reveals the matter itself, such as results or a diagnosis' },
    ],
  },
} as const satisfies Record<string, DataCategory>;

export type CategoryName = keyof typeof DATA_CATEGORIES;

/** What may move the context as a whole one step, up or down. ENISA names no number for any of them. */
export const GENERAL_FACTORS = [
  { code: 'largeVolume', direction: 1, means: 'much about each person, in time or content' },
  { code: 'controllersField', direction: 1, means: "the controller's field tells more than the data themselves" },
  { code: 'vulnerablePeople', direction: 1, means: 'the people are vulnerable: minors, patients, employees' },
  { code: 'oldOrInvalid', direction: -1, means: 'the data are old or invalid' },
  { code: 'knownBefore', direction: -1, means: 'the data were public before' },
] as const;

/** Ease of identification (EI) by what identifies, in quarters; of several the highest counts. */
export const IDENTIFIERS = [
  { code: 'nameCommon', quarters: 1, means: 'a name alone that many people have' },
  { code: 'nameShared', quarters: 2, means: 'a name alone that few people have (M)' },
  { code: 'nameRare', quarters: 3, means: 'a name alone that hardly anybody else there has (M)' },
  { code: 'nameWithMore', quarters: 4, means: 'a name with e-mail address or date of birth' },
  { code: 'emailBare', quarters: 1, means: 'an e-mail address without a name, that no search finds' },
  { code: 'emailSearchable', quarters: 3, means: 'an e-mail address that a search leads to the person' },
  { code: 'emailWithName', quarters: 4, means: 'an e-mail address that contains the name and can be searched' },
  { code: 'codeUnlinkable', quarters: 1, means: 'a code or alias that leads to nobody without its list' },
  { code: 'codeLinkableHard', quarters: 2, means: 'a code or alias that leads to a person with other sources (M)' },
  { code: 'codeLinkable', quarters: 3, means: 'a code or alias that often leads to a person (M)' },
  { code: 'codeWithList', quarters: 4, means: 'a code or alias together with the list of whom it stands for' },
  { code: 'otherNegligible', quarters: 1, means: 'something else: identification is extremely difficult' },
  { code: 'otherLimited', quarters: 2, means: 'something else: identification needs other sources' },
  { code: 'otherSignificant', quarters: 3, means: 'something else: identification succeeds with some effort' },
  { code: 'otherMaximum', quarters: 4, means: 'something else: it identifies at once, such as an identity document' },
] as const;

export const EI_LEVELS = ['negligible', 'limited', 'significant', 'maximum'] as const;

/** What makes identification harder or easier than the identifier alone. */
export const PROTECTIONS = [
  { code: 'asIs', means: 'nothing changes how easily people are identified' },
  { code: 'pseudonymised', means: 'pseudonymised or weakly protected: one level lower' },
  { code: 'encryptedIntact', means: 'encrypted and the key is safe: negligible' },
  { code: 'referenceList', means: 'the reference list is in the wrong hands too: one level higher' },
] as const;

/** Circumstances of the breach (CB), each part in quarters; they add up to 8 at most. */
export const CIRCUMSTANCES = {
  confidentiality: [
    { code: 'notSeen', quarters: 0, means: 'no evidence that anybody saw the data' },
    { code: 'knownRecipients', quarters: 1, means: 'seen by recipients who are known' },
    { code: 'unknownRecipients', quarters: 2, means: 'recipients unknown, or public' },
  ],
  integrity: [
    { code: 'notAltered', quarters: 0, means: 'not altered' },
    { code: 'recoverable', quarters: 1, means: 'altered, can be put right' },
    { code: 'unrecoverable', quarters: 2, means: 'altered, cannot be put right' },
  ],
  availability: [
    { code: 'easilyRecovered', quarters: 0, means: 'never away, or easily recovered' },
    { code: 'temporary', quarters: 1, means: 'away for a time' },
    { code: 'permanent', quarters: 2, means: 'lost for good' },
  ],
} as const;

export type CircumstanceName = keyof typeof CIRCUMSTANCES;

/** Malicious intent adds this many quarters. */
export const MALICIOUS_QUARTERS = 2;

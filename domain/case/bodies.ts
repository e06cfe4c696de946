import * as z from 'zod';
import { organisationProfile } from '../law/profile.ts';
import { MOMENTS } from '../law/regimes.ts';
import { NOTICE_LOCALES } from '../notice/content.ts';
import { REPORT_ACTIONS } from '../notice/delivery-report.ts';
import { REPORT_OUTCOMES, type ReportTool } from '../severity/aepd-tools.ts';
import { ASSESSMENT_FACTORS } from '../severity/assessment-factors.ts';
import { enisaAnswers } from '../severity/enisa-answers.ts';

// The shape of every statement's body: ids, instants and codes. What a person writes in words travels beside it, sealed.

const PERSON_ID = /^[a-z][a-z0-9-]{1,39}$/;
export const id = z.string().regex(PERSON_ID, 'lower-case letters, digits and hyphens, beginning with a letter');
export const instant = z.iso.datetime({ offset: true });
export const precision = z.enum(['instant', 'hour', 'date']);
export const authorityCode = z.string().regex(/^[A-Z]{2}(-[A-Z]{2,3})?$/);
export const role = z.enum(['reporter', 'security', 'handler', 'dpo', 'decisionOwner', 'legal', 'auditor', 'operator']);
const wave = z.int().min(1).max(999);
/** Messages a minute. */
const perMinute = z.int().min(1).max(1_000_000);
const uuid = z.uuid();
/** Stands in clear in the register, so it is no place for names or sentences. */
const sourceCode = z
  .string()
  .regex(/^[\p{L}\d][\p{L}\d._:/-]{0,39}$/u, 'one word for who says so, such as controller, processor, press, S0');
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const country = z.string().regex(/^[A-Z]{2}$/);
/** A regime beside the GDPR, such as NIS2, or CONTRACT. */
const regimeId = z.string().regex(/^[A-Z][A-Z0-9-]{1,19}$/, 'a regime in capitals, such as NIS2, DORA or CONTRACT');
/** A step of it, or a clause: `earlyWarning`, `acme-insurance`. */
const regimeStep = z.string().regex(/^[a-z][A-Za-z0-9-]{1,39}$/, 'a step such as earlyWarning, or the id of a clause');
const CODES_33_3 = ['a1', 'a2', 'a3', 'a4', 'a5', 'b', 'c', 'd'] as const;

export const candidateKind = z.enum([
  'suspicion',
  'processor_notice',
  'confirmation',
  'attacker_contact',
  'press',
  'data_subject',
  'authority',
]);

export const delayReason = z.enum([
  'processor_late',
  'bundled_similar_breaches',
  'risk_first_thought_unlikely',
  'technical_failure_of_portal',
  'law_enforcement_request',
  'identification_of_competent_SA',
  'internal_delay',
  'other',
]);

export const organisationPolicy = z.strictObject({
  secondPerson: z.enum(['required', 'selfWithReason']).default('required'),
  noticeSecondPersonAbove: z.int().min(0).default(100),
  noticeCoolingMinutes: z.int().min(0).max(1440).default(10),
  recipientsDays: z.int().min(1).max(36_500).default(90),
  blockYears: z.int().min(0).max(100).nullable().default(null),
  fileYears: z.int().min(1).max(100).default(5),
});
export type OrganisationPolicy = z.infer<typeof organisationPolicy>;

const severityInputs = z
  .strictObject({ dpc: z.int().min(1).max(4), ei: z.number().min(0).max(1), cb: z.number().min(0).max(2) })
  .nullable()
  .default(null);

export const scopeBody = z.strictObject({
  role: z.enum(['controller', 'jointController', 'processor']),
  establishments: z.array(country),
  mainEstablishment: z.strictObject({ country, evidenced: z.boolean() }).nullable(),
  publicAuthority: z.strictObject({ country, region: z.string().optional() }).nullable(),
  representative: country.nullable(),
  crossBorder: z.boolean(),
  affected: z.record(z.string(), z.int().min(0).nullable()),
  outside: z.record(z.string(), z.int().min(0).nullable()).default({}),
  regions: z.record(z.string(), z.string()).optional(),
});

export const BODIES = {
  'organisation.describe': z.strictObject({
    country,
    zone: z.string(),
    authority: authorityCode,
    role: z.enum(['controller', 'jointController', 'processor']).default('controller'),
    sector: z.enum(['private', 'public']).default('private'),
    size: z.enum(['micro', 'sme', 'large', 'other']).default('sme'),
    policy: organisationPolicy.prefault({}),
    /** Its duties to report beside the GDPR, and by contract. */
    profile: organisationProfile.prefault({}),
  }),
  'person.add': z.strictObject({
    personId: id.refine((personId) => personId !== 'engine', "'engine' speaks for itself: take another id"),
    roles: z.array(role).min(1),
    deputy: z.boolean().default(false),
    locale: z.string().default('en'),
  }),
  'person.end': z.strictObject({ personId: id }),
  'processor.describe': z.strictObject({
    processorId: id,
    contractHours: z.int().min(1).max(8760).nullable().default(null),
    sameGroup: z.boolean().default(false),
  }),
  'template.publish': z.strictObject({ locale: z.enum(NOTICE_LOCALES), sha256 }),
  'template.withdraw': z.strictObject({ locale: z.enum(NOTICE_LOCALES) }),

  'case.open': z.strictObject({
    learnedAt: instant,
    precision,
    from: candidateKind,
    certain: z.boolean(),
    processorId: id.nullable().default(null),
    detectedAt: instant.nullable().default(null),
    detectedPrecision: precision.default('date'),
    peopleApprox: z.int().min(0).nullable().default(null),
    drill: z.boolean().default(false),
    role: z.enum(['controller', 'jointController', 'processor']).nullable().default(null),
  }),
  'case.recordFacts': z.strictObject({
    claims: z
      .array(
        z.strictObject({
          key: z.string().max(80),
          value: z.json().optional(),
          source: sourceCode,
          confidence: z.enum(['confirmed', 'inferred', 'unverified']).default('unverified'),
          chosen: z.boolean().default(false),
        }),
      )
      .min(1),
  }),
  'case.setScope': scopeBody,
  'case.decideGate': z.strictObject({ outcome: z.enum(['breach', 'notABreach', 'incidentOnly']) }),
  'case.close': z.strictObject({}),
  'case.reopen': z.strictObject({}),
  'case.hold': z.strictObject({}),
  'case.release': z.strictObject({}),

  'processor.recordDetection': z.strictObject({
    processorId: id,
    detectedAt: instant,
    precision,
    knownToUsAt: instant.nullable().default(null),
  }),
  'processor.recordNotice': z.strictObject({
    processorId: id,
    noticedAt: instant,
    precision,
    certain: z.boolean().default(true),
    contains: z.array(z.enum(CODES_33_3)).default([]),
  }),
  'processor.recordAnswer': z.strictObject({ processorId: id, codes: z.array(z.enum(CODES_33_3)).min(1) }),
  'processor.giveUp': z.strictObject({ processorId: id }),

  'awareness.propose': z.strictObject({
    at: instant,
    precision,
    kind: candidateKind,
    /** Whether it gave reasonable certainty (R-2-1); null: as its kind usually does. */
    certain: z.boolean().nullable().default(null),
  }),
  'awareness.decide': z.strictObject({
    at: instant,
    precision,
    reasonCode: z.enum(['reasonable_certainty', 'processor_informed', 'constructive_same_group', 'date_only', 'other']),
  }),
  'awareness.stillUncertain': z.strictObject({}),

  'risk.assess': z.strictObject({
    method: z.enum(['ENISA2013', 'other']).default('ENISA2013'),
    /** Three numbers; where there are answers too, their override. */
    inputs: severityInputs,
    /** The judgements behind the numbers, which then follow from them. */
    answers: enisaAnswers.optional(),
    /** What was weighed, of Guidelines 9/2022, IV.B. */
    factors: z.array(z.enum(ASSESSMENT_FACTORS.map(({ code }) => code))).optional(),
    /** The same judged leniently, where one judgement moves the score. */
    lenient: severityInputs,
    conclusion33: z.enum(['document', 'notify']),
    conclusion34: z.enum(['notRequired', 'communicate', 'voluntary']),
    risk: z.enum(['unlikely', 'risk', 'high']),
    dpoAdvice: z.enum(['agrees', 'objects', 'notAsked']).default('notAsked'),
    urgent: z.boolean().default(false),
  }),
  'risk.recordReport': z.strictObject({
    tool: z.enum(['asesoraBrecha', 'comunicaBrecha', 'other'] satisfies ReportTool[]),
    outcome: z.enum(REPORT_OUTCOMES.map(({ code }) => code)),
    documentId: uuid,
    reportSha256: sha256,
  }),

  'filing.approve': z.strictObject({
    authority: authorityCode,
    phase: z.enum(['initial', 'complementary', 'final', 'withdrawal']).default('initial'),
    packHash: sha256,
    dpoAdvice: z.enum(['agrees', 'objects', 'notAsked']),
  }),
  'filing.recordSubmission': z.strictObject({
    authority: authorityCode,
    phase: z.enum(['initial', 'complementary', 'final']).default('initial'),
    subtype: z.enum(['complete', 'incomplete']),
    submittedAt: instant,
    /** Null while the authority has given none: it may take days when the filing went by mail. */
    registryNumber: z.string().min(1).max(80).nullable().default(null),
    documentId: uuid.nullable().default(null),
    receiptSha256: sha256.nullable().default(null),
    /** The pack it was typed across from; null: the one approved, else the newest of its phase from before. */
    packHash: sha256.nullable().default(null),
  }),
  'filing.withdraw': z.strictObject({
    authority: authorityCode,
    submittedAt: instant,
    registryNumber: z.string().min(1).max(80).nullable().default(null),
    documentId: uuid.nullable().default(null),
    receiptSha256: sha256.nullable().default(null),
    packHash: sha256.nullable().default(null),
  }),
  'filing.dismissChange': z.strictObject({ authority: authorityCode }),
  'filing.send': z.strictObject({
    authority: authorityCode,
    phase: z.enum(['initial', 'complementary', 'final', 'withdrawal']).default('initial'),
    packHash: sha256,
    /** The address of the authority's row, or another one, given in words. */
    to: z.enum(['table', 'other']).default('table'),
    channelOverride: z.boolean().default(false),
  }),
  'filing.recordPortalFailure': z.strictObject({
    authority: authorityCode,
    failedAt: instant,
    documentId: uuid.nullable().default(null),
    evidenceSha256: sha256.nullable().default(null),
  }),
  'letter.settle': z.strictObject({ letter: z.int().min(1).max(9999), outcome: z.enum(['arrived', 'notArrived']) }),
  'filing.explainDelay': z.strictObject({ authority: authorityCode, reasonCode: delayReason }),
  'filing.recordOrder': z.strictObject({
    authority: authorityCode,
    orderedAt: instant,
    dueAt: instant,
    what: z.enum(['communicate', 'inform', 'other']),
  }),
  'filing.recordCorrespondence': z.strictObject({
    authority: authorityCode,
    direction: z.enum(['in', 'out']),
    receivedAt: instant,
    answersOrder: z.int().min(1).nullable().default(null),
    documentId: uuid.nullable().default(null),
  }),

  'recipients.import': z.strictObject({
    wave,
    audience: z.enum(['affected', 'possiblyAffected', 'notAffected']),
    importId: uuid,
    count: z.int().min(1),
    listHash: sha256,
    locales: z.record(z.string(), z.int()),
    channels: z.record(z.string(), z.int()),
    merged: z.int().min(0),
    droppedColumns: z.array(z.string().max(200)),
  }),
  'recipients.find': z.strictObject({
    /** Keyed hash of the address somebody searched for; null: the case had no list to search. */
    person: sha256.nullable(),
    lines: z.int().min(0),
    notices: z.int().min(0),
  }),
  'notice.approve': z.strictObject({
    wave,
    textHash: sha256,
    listHash: sha256,
    count: z.int().min(1),
    audiences: z.array(z.enum(['affected', 'possiblyAffected', 'notAffected'])).min(1),
  }),
  'notice.cancel': z.strictObject({ wave }),
  'notice.pause': z.strictObject({ wave }),
  'notice.resume': z.strictObject({ wave }),
  /** Somebody looked up what became of one person's notices; the person only as a keyed hash. */
  'notice.prove': z.strictObject({ personKey: sha256, waves: z.array(wave) }),
  /** What other mail servers reported back about a wave, in counts; the hash is over the reports' own hashes. */
  'notice.recordReports': z.strictObject({
    wave,
    files: z.int().min(1),
    filesHash: sha256,
    actions: z.partialRecord(z.enum(REPORT_ACTIONS), z.int().min(1)),
    statuses: z.record(z.string().regex(/^[245]\.\d{1,3}\.\d{1,3}$/), z.int().min(1)),
  }),
  /** What is to happen with notices that may or may not have arrived; `count` is how many the person was shown. */
  'notice.settleHeld': z.strictObject({
    wave,
    outcome: z.enum(['resend', 'giveUp']),
    count: z.int().min(0),
  }),
  'notice.limit': z.strictObject({
    wave,
    perMinute: perMinute.nullable().default(null),
    domains: z.record(z.string().regex(/^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+$/), perMinute).default({}),
  }),
  'notice.recordPublication': z.strictObject({
    publishedAt: instant,
    documentId: uuid.nullable().default(null),
    /** People whom no notice had reached by then (Art. 34(3)(c)); null: not counted. */
    notReached: z.int().min(0).nullable().default(null),
  }),
  'notice.blockChannel': z.strictObject({ channel: z.enum(['email']) }),
  'notice.releaseChannel': z.strictObject({
    channel: z.enum(['email']),
    /** `otherDomain`: notices come from a domain the breach did not touch. */
    because: z.enum(['notHit', 'otherDomain', 'restored']),
  }),
  'notice.takeOthers': z.strictObject({
    /** Null: of every wave. */
    wave: wave.nullable().default(null),
    form: z.enum(['csv', 'pdf']),
    count: z.int().min(1),
    fileSha256: sha256,
  }),
  'notice.recordPosted': z.strictObject({ wave, postedAt: instant, count: z.int().min(1) }),
  'notice.claimExemption': z.strictObject({ letter: z.enum(['a', 'b', 'c']) }),

  'controller.add': z.strictObject({
    controllerId: id,
    contractHours: z.int().min(1).max(8760).nullable().default(null),
  }),
  'controller.recordNotice': z.strictObject({
    controllerId: id,
    noticedAt: instant,
    documentId: uuid.nullable().default(null),
  }),

  'regime.judge': z.strictObject({
    regimeId,
    /** One step only; null: the regime as a whole, such as whether this is a significant incident. */
    step: regimeStep.nullable().default(null),
    applies: z.enum(['yes', 'no', 'unknown']),
    /** The kind of incident, where the steps differ by it. */
    category: regimeStep.nullable().default(null),
  }),
  'regime.recordMoment': z.strictObject({ regimeId, anchor: z.enum(MOMENTS), at: instant, precision }),
  'regime.recordStep': z.strictObject({
    regimeId,
    step: regimeStep,
    submittedAt: instant,
    reference: z.string().min(1).max(80).nullable().default(null),
    complete: z.boolean().default(true),
    documentId: uuid.nullable().default(null),
    receiptSha256: sha256.nullable().default(null),
  }),
  'controller.tell': z.strictObject({
    controllerId: id,
    locale: z.string().regex(/^[a-z]{2}$/),
    documentId: uuid,
    textSha256: sha256,
  }),

  'deadline.acknowledge': z.strictObject({ dutyId: z.string().max(80) }),
  confirm: z.strictObject({ seq: z.int().min(1), outcome: z.enum(['confirm', 'refuse']) }),
} as const;

export type StatementKind = keyof typeof BODIES;
export type BodyOf<K extends StatementKind> = z.infer<(typeof BODIES)[K]>;

/** Words a kind takes beside its body; `required` ones must be there, others may. A key ending in `*` stands for any. */
export const WORDS: Record<StatementKind, { required: string[]; optional: string[] }> = {
  'organisation.describe': {
    required: ['name'],
    optional: ['taxId', 'address', 'phone', 'email', 'activity', 'alertAddress'],
  },
  'person.add': { required: ['name', 'email'], optional: ['phone'] },
  'person.end': { required: [], optional: ['reason'] },
  'processor.describe': { required: ['name'], optional: ['contact', 'taxId', 'service'] },
  'template.publish': { required: ['source'], optional: ['reason'] },
  'template.withdraw': { required: [], optional: ['reason'] },
  'case.open': { required: [], optional: ['what', 'whose'] },
  'case.recordFacts': { required: [], optional: ['*'] },
  'case.setScope': { required: [], optional: ['reason', 'evidence'] },
  'case.decideGate': { required: [], optional: ['reason'] },
  'case.close': { required: [], optional: ['reason'] },
  'case.reopen': { required: ['reason'], optional: [] },
  'case.hold': { required: ['reason'], optional: [] },
  'case.release': { required: ['reason'], optional: [] },
  'processor.recordDetection': { required: [], optional: ['source', 'reason'] },
  'processor.recordNotice': { required: [], optional: ['what', 'reason'] },
  'processor.recordAnswer': { required: [], optional: ['answer'] },
  'processor.giveUp': { required: ['reason'], optional: [] },
  'awareness.propose': { required: [], optional: ['what', 'source', 'reason'] },
  'awareness.decide': { required: [], optional: ['reason'] },
  'awareness.stillUncertain': { required: ['reason'], optional: [] },
  'risk.assess': { required: [], optional: ['reasons', 'dpoAdvice', 'facts', 'safeguards', 'impact'] },
  'risk.recordReport': { required: [], optional: ['note'] },
  'filing.approve': { required: [], optional: ['dpoAdvice', 'reason'] },
  'filing.recordSubmission': { required: [], optional: ['note'] },
  'filing.send': { required: [], optional: ['mailbox', 'reason'] },
  'filing.recordPortalFailure': { required: [], optional: ['what'] },
  'letter.settle': { required: ['reason'], optional: [] },
  'filing.withdraw': { required: ['reason'], optional: [] },
  'filing.dismissChange': { required: ['reason'], optional: [] },
  'filing.explainDelay': { required: [], optional: ['reason'] },
  'filing.recordOrder': { required: [], optional: ['what'] },
  'filing.recordCorrespondence': { required: [], optional: ['what'] },
  'recipients.import': { required: [], optional: ['reason'] },
  'recipients.find': { required: ['reason'], optional: [] },
  'notice.approve': { required: [], optional: ['reason', 'reasonForEveryone'] },
  'notice.cancel': { required: [], optional: ['reason'] },
  'notice.pause': { required: [], optional: ['reason'] },
  'notice.resume': { required: [], optional: ['reason'] },
  'notice.prove': { required: [], optional: ['reason'] },
  'notice.recordReports': { required: [], optional: [] },
  'notice.settleHeld': { required: ['reason'], optional: [] },
  'notice.limit': { required: [], optional: ['reason'] },
  'notice.recordPublication': { required: [], optional: ['where'] },
  'notice.blockChannel': { required: [], optional: ['reason'] },
  'notice.releaseChannel': { required: ['reason'], optional: [] },
  'notice.takeOthers': { required: [], optional: ['reason'] },
  'notice.recordPosted': { required: [], optional: ['reason'] },
  'notice.claimExemption': { required: ['reason'], optional: [] },
  'controller.add': { required: ['name'], optional: ['contact'] },
  'controller.recordNotice': { required: [], optional: ['what'] },
  'regime.judge': { required: ['reason'], optional: [] },
  'regime.recordMoment': { required: [], optional: ['reason', 'source'] },
  'regime.recordStep': { required: [], optional: ['note'] },
  'controller.tell': { required: ['mailbox'], optional: [] },
  'deadline.acknowledge': { required: [], optional: [] },
  confirm: { required: [], optional: ['reason'] },
};

export const isStatementKind = (kind: string): kind is StatementKind => Object.hasOwn(BODIES, kind);

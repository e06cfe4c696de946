import * as z from 'zod';

const country = z.string().regex(/^[A-Z]{2}$/, 'two capital letters, as ES');
const clauseId = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,39}$/, 'lower-case letters, digits and hyphens, beginning with a letter');
const inScope = z.strictObject({}).optional();

/** Regimes an organisation may be under, each with what its clocks need to know. */
export const profileRegimes = z.strictObject({
  NIS2: z
    .strictObject({
      country,
      entity: z.enum(['essential', 'important']),
      trustService: z.boolean().default(false),
    })
    .optional(),
  /** Credit institutions and other systemic entities have no weekend rule; so has who does not say. */
  DORA: z.strictObject({ systemic: z.boolean().default(true) }).optional(),
  'EIDAS-Q': inScope,
  'EIDAS-NQ': inScope,
  'EPRIV-611': inScope,
  'UK-PECR': inScope,
  'CH-ISA': inScope,
  EUDPR: inScope,
  LED: inScope,
  CRA: inScope,
  CER: inScope,
  'ENS-ES': inScope,
  'MAR-17': inScope,
  'AIA-73': inScope,
});

/** A notice owed by contract. Who the counterparty is stands here as a code: bodies hold no names. */
export const contractClause = z
  .strictObject({
    clauseId,
    kind: z.enum(['customer', 'vendor', 'insurance']),
    hours: z.int().min(1).max(8760).nullable().default(null),
    days: z.int().min(1).max(365).nullable().default(null),
    anchor: z.enum(['awareAt', 'detectedAt']).default('awareAt'),
    counterpartyCode: clauseId.nullable().default(null),
  })
  .refine(({ hours, days }) => (hours === null) !== (days === null), 'either hours or days');

/** Which duties to report an organisation has beside the GDPR. */
export const organisationProfile = z.strictObject({
  regimes: profileRegimes.prefault({}),
  clauses: z
    .array(contractClause)
    .max(50)
    .refine((clauses) => new Set(clauses.map((each) => each.clauseId)).size === clauses.length, 'each clause once')
    .default([]),
});
export type OrganisationProfile = z.infer<typeof organisationProfile>;
export type ContractClause = z.infer<typeof contractClause>;
export type ProfileRegime = keyof OrganisationProfile['regimes'];

export const PROFILE_REGIMES = Object.keys(profileRegimes.shape) as ProfileRegime[];
export const EMPTY_PROFILE: OrganisationProfile = { regimes: {}, clauses: [] };

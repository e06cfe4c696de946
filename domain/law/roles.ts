/** What a person may be in a case; one person may be several. The DPO advises, the decision owner decides (Art. 38, 39). */
export const ROLES = [
  'reporter',
  'security',
  'handler',
  'dpo',
  'decisionOwner',
  'legal',
  'auditor',
  'operator',
] as const;
export type Role = (typeof ROLES)[number];

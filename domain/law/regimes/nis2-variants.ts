/** How a state's NIS2 law departs from the directive; last seen 2026-09-03 in one public comparative record. */
export interface Nis2Variant {
  country: string;
  /** What its 72 hours run from; null: there are no hours, or no law yet. */
  anchor: 'awareAt' | 'earlyWarningAt' | 'verifiedAt' | 'detectedAt' | 'classifiedAt' | null;
  note: string;
}

export const NIS2_VARIANTS: readonly Nis2Variant[] = [
  ...['AT', 'BE', 'DE', 'DK', 'EE', 'HU', 'LI', 'NL', 'RO', 'SE'].map(
    (country): Nis2Variant => ({ country, anchor: 'awareAt', note: 'as the directive' }),
  ),
  { country: 'CY', anchor: 'awareAt', note: "the authority's guide shows an early warning within 6 hours" },
  { country: 'CZ', anchor: 'classifiedAt', note: 'from internal classification; final 30 days after resolution' },
  { country: 'FI', anchor: 'detectedAt', note: 'from detection' },
  { country: 'HR', anchor: 'awareAt', note: 'final within 30 days' },
  { country: 'IE', anchor: null, note: 'not in force' },
  { country: 'IS', anchor: null, note: 'no hours at all' },
  { country: 'IT', anchor: 'earlyWarningAt', note: 'the 72 hours count from the pre-notification: 24 + 72 = 96' },
  { country: 'NO', anchor: 'awareAt', note: 'older regime; final one month from the first warning' },
  {
    country: 'PT',
    anchor: 'verifiedAt',
    note: 'once the entity has verified the incident; 24 h notice of end of impact, final 30 working days after it',
  },
  { country: 'SI', anchor: 'detectedAt', note: 'from detection' },
  { country: 'SK', anchor: 'detectedAt', note: 'from detection' },
];

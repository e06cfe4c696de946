/** How many later filings an authority's procedure foresees after the first (R-5-3); the AEPD's guide of June 2021: one (F, secondary). */
const MODIFICATIONS_FORESEEN: Readonly<Record<string, number>> = { ES: 1 };

/** Later filings foreseen by an authority, by its code; null where nothing is known of a number. */
export const modificationsForeseen = (code: string): number | null => MODIFICATIONS_FORESEEN[code] ?? null;

/** Languages a filing is written in; the first is that of the authority this project began with. */
export const FILING_LANGUAGES = ['es', 'en', 'fr', 'de', 'it', 'pt'] as const;
export type FilingLanguage = (typeof FILING_LANGUAGES)[number];

/** A label in English, in Spanish, and in the other languages where we have it. */
export type Labels = { es: string; en: string } & Partial<Record<FilingLanguage, string>>;

/** The label in a language, in English where that language has none. */
export const labelIn = (labels: Labels, language: FilingLanguage): string => labels[language] ?? labels.en;

/** The first of an authority's languages that filings are written in; English where there is none of them. */
export function filingLanguageOf(languages: readonly string[]): FilingLanguage {
  const known = languages.flatMap((language) => FILING_LANGUAGES.find((each) => each === language) ?? []);
  return known[0] ?? 'en';
}

/**
 * Rows of a table `key | es | en | fr | de | it | pt`, by key; a row has three columns, or all seven.
 *
 * @throws {Error} for a row with a missing or empty column, or a key that comes twice
 */
export function labelTable(table: string): ReadonlyMap<string, Labels> {
  const rows = new Map<string, Labels>();
  for (const line of table.trim().split('\n')) {
    const [key = '', es = '', en = '', ...others] = line.split('|').map((cell) => cell.trim());
    const whole = [key, es, en, ...others].every((cell) => cell !== '') && [0, 4].includes(others.length);
    if (!whole || rows.has(key))
      throw new Error(`Cannot read labels: line '${line.trim()}' lacks a column or is twice`);
    const [fr, de, it, pt] = others;
    rows.set(key, fr && de && it && pt ? { es, en, fr, de, it, pt } : { es, en });
  }
  return rows;
}

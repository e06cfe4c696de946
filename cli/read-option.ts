import { InvalidArgumentError } from 'commander';

/** A whole number from `from` on, for an option. */
export const wholeNumber =
  (from = 0) =>
  (text: string): number => {
    const number = Number(text);
    if (/^\d{1,9}$/.test(text) && number >= from) return number;
    throw new InvalidArgumentError(`It is no whole number from ${from} on.`);
  };

/** `a1,c` or repeated options as one list. */
export const listOf = (text: string, before: string[] = []): string[] => [
  ...before,
  ...text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
];

/** `ES=1200,PT`: people by country; a country alone means some, number unknown. */
export function peopleByCountry(
  text: string,
  before: Record<string, number | null> = {},
): Record<string, number | null> {
  const read = listOf(text).map((part): [string, number | null] => {
    const [country = '', count] = part.split('=');
    if (count === undefined) return [country.toUpperCase(), null];
    return [country.toUpperCase(), wholeNumber()(count)];
  });
  return { ...before, ...Object.fromEntries(read) };
}

/** `key=value`, repeated; the value may hold further equals signs. */
export function keyValue(text: string, before: [string, string][] = []): [string, string][] {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Write key=value.');
  return [...before, [text.slice(0, at), text.slice(at + 1)]];
}

/**
 * A cell of a CSV file that a spreadsheet shows as text: quoted, and never read as a formula.
 *
 * @see OWASP, CSV Injection: cells that begin with = + - @, a tab or a carriage return get an apostrophe
 */
export function csvCell(text: string): string {
  const shown = /^[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/.test(text) ? `'${text}` : text;
  return `"${shown.replaceAll('"', '""')}"`;
}

/** A line of cells with its end (RFC 4180). */
export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

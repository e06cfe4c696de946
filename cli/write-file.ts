import { writeFileSync } from 'node:fs';
import { quoteValue, Refusal } from '../domain/refusal.ts';

/**
 * Writes what a person asked for, readable by them only; an existing file is replaced only when they said so.
 *
 * @param option  which named the file
 * @throws {Refusal} `FILE_EXISTS`, `FILE_NOT_WRITABLE`
 */
export function writeAnswer(file: string, content: string | Buffer, replace: boolean, option = '--file'): void {
  try {
    writeFileSync(file, content, { flag: replace ? 'w' : 'wx', mode: 0o600 });
  } catch (error) {
    throw fileFault(file, error, option);
  }
}

/** Why a file could not be written, as a person is told: `FILE_EXISTS`, `FILE_NOT_WRITABLE`. */
export function fileFault(file: string, error: unknown, option: string): Refusal {
  const { code = 'unknown' } = error as NodeJS.ErrnoException;
  const exists = code === 'EEXIST';
  return new Refusal({
    code: exists ? 'FILE_EXISTS' : 'FILE_NOT_WRITABLE',
    message: `Cannot write file ${quoteValue(file)}: ${exists ? 'it exists already' : code}`,
    next: exists ? `Give another ${option}, or --yes to replace it` : 'Check the folder and your right to write there',
  });
}

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { EXIT, quoteValue, Refusal } from '../domain/refusal.ts';
import { stateFolder } from '../worker/stack-file.ts';

/** What a person typed, field by field, as `--from` reads it: times as written, words in clear. */
export type Typed = Record<string, unknown>;

const keptFolder = (): string => path.join(stateFolder(), 'kept');

/** Only the owner may read it: the words are not sealed yet. */
function write(file: string, typed: Typed): string {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${JSON.stringify(typed, null, 2)}\n`, { mode: 0o600 });
  return file;
}

/** Keeps what was typed in a file, mode 0600; falls back to the temporary folder where the state folder cannot be written. */
export function keepTyped(name: string, typed: Typed): string {
  const fileName = `${name}.json`;
  try {
    return write(path.join(keptFolder(), fileName), typed);
  } catch {
    return write(path.join(os.tmpdir(), `tocsin-kept-${process.getuid?.() ?? 0}`, fileName), typed);
  }
}

/** Deletes a kept file once what it says is stored; a file the person made stays where it is. */
export function dropKept(file: string | undefined): void {
  if (!file || file === '-') return;
  const folder = path.dirname(path.resolve(file));
  const temporary = path.join(os.tmpdir(), `tocsin-kept-${process.getuid?.() ?? 0}`);
  if (folder === keptFolder() || folder === temporary) rmSync(file, { force: true });
}

/**
 * What a file says, field by field; `-` reads standard input.
 *
 * @throws {Refusal} `FILE_UNREADABLE`, `JSON_FORM`
 */
export function readTyped(file: string): Typed {
  const parsed = parse(readSource(file), file);
  if (parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed)) return parsed as Typed;
  throw new Refusal({
    code: 'JSON_FORM',
    message: `Cannot use file ${quoteValue(file)}: it is not one JSON object`,
    next: 'Write { "field": value, … }; --help names the fields',
  });
}

function readSource(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new Refusal({
      code: 'FILE_UNREADABLE',
      message: `Cannot read file ${quoteValue(file)}: ${why}`,
      next: 'Check the path, or give - to read standard input',
    });
  }
}

function parse(source: string, file: string): unknown {
  try {
    return JSON.parse(source.replace(/^\uFEFF/, ''));
  } catch {
    throw new Refusal({
      code: 'JSON_FORM',
      message: `Cannot read ${quoteValue(file)}: it is not JSON`,
      next: 'Correct the file; --help names the fields',
    });
  }
}

/** A refusal that says where the typed answers are kept and how to go on with them. */
export function keptRefusal(why: string, file: string, command: string): Refusal {
  return new Refusal(
    {
      code: 'KEPT_IN_FILE',
      message: `${why}; what you typed is kept in '${file}' (readable by you only)`,
      next: `Go on with: tocsin ${command} --from ${file}`,
    },
    EXIT.waiting,
  );
}

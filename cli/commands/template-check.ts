import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import type { NoticeLocale } from '../../domain/notice/content.ts';
import { EXIT, type Finding, quoteValue, Refusal } from '../../domain/refusal.ts';
import { MAX_TEMPLATE_BYTES } from '../../templates/template-scan.ts';
import { tryTemplate } from '../../templates/try-template.ts';
import type { Answer } from '../answer.ts';

/** A template file, read and judged. */
export interface CheckedTemplate {
  source: string;
  /** SHA-256 of the source in UTF-8, in hexadecimal: what a publication approves. */
  sha256: string;
  findings: Finding[];
}

/**
 * Reads a template and tries it. Of a file that is too long no more is read than shows that it is.
 *
 * @param file  path; `-` is standard input
 * @throws {Refusal} `FILE_UNREADABLE`, `TEMPLATE_NOT_TEXT`
 */
export async function checkTemplateFile(file: string, locale: NoticeLocale): Promise<CheckedTemplate> {
  const source = textOf(file, bytesOf(file));
  return { source, sha256: sha256Of(source), findings: await tryTemplate(source, locale) };
}

export const sha256Of = (source: string): string => createHash('sha256').update(source).digest('hex');

export const isRefused = ({ findings }: CheckedTemplate): boolean =>
  findings.some(({ severity }) => severity === 'error');

function bytesOf(file: string): Buffer {
  try {
    const descriptor = file === '-' ? 0 : openSync(file, 'r');
    const pieces: Buffer[] = [];
    let length = 0;
    for (;;) {
      const piece = Buffer.alloc(MAX_TEMPLATE_BYTES + 4);
      const read = readSync(descriptor, piece);
      pieces.push(piece.subarray(0, read));
      length += read;
      if (read === 0 || length > MAX_TEMPLATE_BYTES + 4) break;
    }
    if (file !== '-') closeSync(descriptor);
    return Buffer.concat(pieces);
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code ?? 'unknown';
    throw new Refusal({
      code: 'FILE_UNREADABLE',
      message: `Cannot read ${quoteValue(file)}: ${why}`,
      next: 'Check the path; - reads standard input',
    });
  }
}

/** Without the mark some editors put in front. A file cut at its length may end within a character: it is too long anyway. */
function textOf(file: string, bytes: Buffer): string {
  if (bytes.length > MAX_TEMPLATE_BYTES) return bytes.toString('latin1');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal({
      code: 'TEMPLATE_NOT_TEXT',
      message: `Cannot read ${quoteValue(file)}: it is not text in UTF-8`,
      next: 'Save it as UTF-8 and check it again',
    });
  }
}

export const findingLines = (findings: readonly Finding[]): string[] =>
  findings.map(({ severity, code, field, sentence, source }) => {
    const where = field ? ` ${field}` : '';
    return `${severity === 'error' ? '✗' : '!'} ${code}${where}: ${sentence}${source ? ` (${source})` : ''}`;
  });

/** What was found, and whether it may be published; ends with 65 when it may not. */
export function checkAnswer(file: string, locale: NoticeLocale, checked: CheckedTemplate): Answer {
  const { sha256, findings } = checked;
  const refused = isRefused(checked);
  const what = file === '-' ? 'The template' : file;
  const verdict = refused
    ? `${what} cannot be used as a notice in '${locale}'.`
    : `${what} can be used as a notice in '${locale}'. SHA-256 ${sha256}`;
  return {
    data: { file, locale, ok: !refused, sha256, findings },
    text: [...findingLines(findings), verdict].join('\n'),
    next: refused ? 'Correct it and check it again' : `Next: tocsin template publish ${file} --locale ${locale}`,
    exit: refused ? EXIT.data : EXIT.ok,
  };
}

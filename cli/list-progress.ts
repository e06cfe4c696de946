import type { OutputFormat } from './answer.ts';

/** Bytes of a list, and how many there are; null where nobody knows. */
export interface ListBytes {
  bytes: AsyncIterable<Buffer>;
  size: number | null;
}

export interface ListProgress {
  /** The same bytes, counted as they pass. */
  bytes: AsyncIterable<Buffer>;
  /** To be told how many lines were read. */
  lines: (lines: number) => void;
  /** Once, whatever came of it. */
  end: () => void;
}

interface Screen {
  isTTY?: boolean | undefined;
  write: (text: string) => unknown;
}

const LINE_MS = 100;
const REPORT_MS = 10_000;
const REPORT_PERCENT = 10;

/**
 * Shows how far the reading of a list has come: one line rewritten in place on a terminal; elsewhere a line each 10 %,
 * or each 10 seconds; nothing for machines, and nothing about a list read within a blink.
 *
 * @param now  milliseconds
 */
export function listProgress(
  { bytes, size }: ListBytes,
  output: OutputFormat,
  screen: Screen = process.stderr,
  now: () => number = Date.now,
): ListProgress {
  let passed = 0;
  let shown = { at: now(), percent: 0, line: false };
  const percent = (): number => (size ? Math.min(100, Math.floor((passed / size) * 100)) : 0);
  const words = (lines: number): string =>
    `Read ${lines.toLocaleString('en')} people${size ? ` (${percent()} %)` : ''}`;
  const isDue = (): boolean => {
    const waited = now() - shown.at;
    if (screen.isTTY) return waited >= LINE_MS;
    return waited >= REPORT_MS || (waited >= LINE_MS && percent() >= shown.percent + REPORT_PERCENT);
  };
  return {
    bytes: counted(bytes, (more) => {
      passed += more;
    }),
    lines: (lines) => {
      if (output !== 'text' || !isDue()) return;
      screen.write(screen.isTTY ? `\r${words(lines)}` : `${words(lines)}\n`);
      shown = { at: now(), percent: percent(), line: screen.isTTY === true };
    },
    end: () => {
      if (shown.line) screen.write('\r\u001b[K');
    },
  };
}

async function* counted(bytes: AsyncIterable<Buffer>, pass: (more: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) {
    pass(chunk.length);
    yield chunk;
  }
}

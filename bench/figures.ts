import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** How late a number of things were, in milliseconds. */
export interface Lateness {
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
}

/** Nearest-rank percentiles. @throws {RangeError} for no values at all */
export function latenessOf(values: readonly number[]): Lateness {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
  if (sorted.length === 0) throw new RangeError('Cannot tell percentiles: there are no values');
  return { p50Ms: Math.round(at(0.5)), p99Ms: Math.round(at(0.99)), maxMs: Math.round(at(1)) };
}

/** A quotient with two decimals; what took less than a millisecond counts as one. */
export const ratio = (value: number, base: number): number => Math.round((value / Math.max(base, 1)) * 100) / 100;

/** The median. */
export const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** The most memory a process has held, in bytes; where the system does not tell, what it holds now. */
export function peakRss(pid: number): number {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    if (kilobytes) return Number(kilobytes) * 1024;
  } catch {}
  const shown = execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(shown.trim()) * 1024;
}

export const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;

import type { Finding } from '../refusal.ts';
import { type Instant, instantMs, instantOf, MS_PER_DAY } from './instant.ts';

/** A breach that may be told to an authority together with others. */
export interface BundleMember {
  awareAt: Instant;
  dataTypes: readonly string[];
  /** How the data was breached, as a code. */
  how: string;
}

export interface Bundle {
  allowed: boolean;
  /** Awareness of the earliest member: the whole bundle's clock. */
  awareAt: Instant;
  findings: Finding[];
}

/** Longest time between the first and the last awareness of a bundle: policy; the guidelines say "a relatively short time". */
export const BUNDLE_MAX_DAYS = 7;

/**
 * Whether several breaches may go into one notification: same type of data, breached the same way, in a short time.
 *
 * @throws {RangeError} for an empty bundle
 * @see R-2-6; Guidelines 9/2022, II.B.3
 */
export function bundleOf(members: readonly BundleMember[]): Bundle {
  const [first] = members;
  if (!first) throw new RangeError('Cannot bundle breaches: there are none');
  const instants = members.map((member) => instantMs(member.awareAt));
  const differs = (of: (member: BundleMember) => string): boolean => new Set(members.map(of)).size > 1;
  const findings: Finding[] = [];
  const object = (code: string, field: string, sentence: string): void => {
    findings.push({ code, field, severity: 'error', source: 'Guidelines 9/2022, II.B.3', sentence });
  };
  if (differs((member) => [...member.dataTypes].sort().join())) {
    object('BUNDLE_DIFFERENT_DATA', 'dataTypes', 'The breaches concern different types of data: notify separately');
  }
  if (differs((member) => member.how)) {
    object('BUNDLE_DIFFERENT_WAY', 'how', 'The data was breached in different ways: notify separately');
  }
  if (Math.max(...instants) - Math.min(...instants) > BUNDLE_MAX_DAYS * MS_PER_DAY) {
    object(
      'BUNDLE_TOO_LONG',
      'awareAt',
      `More than ${BUNDLE_MAX_DAYS} days lie between the breaches: notify separately`,
    );
  }
  return { allowed: findings.length === 0, awareAt: instantOf(Math.min(...instants)), findings };
}

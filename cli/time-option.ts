import { type Command, Option } from 'commander';
import { loadFacts } from '../database/case.ts';
import { findOrganisation } from '../database/organisation.ts';
import type { Tx } from '../database/transaction.ts';
import { BODIES, type StatementKind } from '../domain/case/bodies.ts';
import type { Instant } from '../domain/clocks/instant.ts';
import { dateOnlyAt, type Precision, readLocalTime } from '../domain/clocks/read-local-time.ts';
import { requireAuthority } from '../domain/law/authorities.ts';

/** Zones concerned, the organisation's own first: a date alone counts from the earliest 00:00 among them (R-2-8). */
export type Zones = readonly [string, ...string[]];

export const TIME_HELP =
  '2027-04-03T14:30:00+02:00, or local 2027-04-03T14:30, or 2027-04-03 when only the date is known';

/** `--zone` and `--precision`, which every command that takes a time of the past has. */
export const zoneOptions = (command: Command): Command =>
  command
    .option('--zone <zone>', "zone of a time written without offset (default: the organisation's)")
    .addOption(
      new Option('--precision <precision>', 'how exactly the time is known').choices(['instant', 'hour', 'date']),
    );

export interface ZoneOptions {
  zone?: string;
  precision?: Precision;
}

/**
 * A time as typed: the instant, in UTC, and how exactly it is known.
 *
 * @throws {Refusal} `TIME_FORM`, `TIME_UNLIKELY`, `TIME_TWICE`, `TIME_DOES_NOT_EXIST`, `ZONE_UNKNOWN`
 * @see R-2-8
 */
export function readTime(
  text: string,
  zones: Zones,
  { zone, precision }: ZoneOptions = {},
): { at: Instant; precision: Precision } {
  const read = readLocalTime(text, zone ?? zones[0], precision);
  const at = read.precision === 'date' ? dateOnlyAt(read.date, zone ? [zone, ...zones] : zones) : read.at;
  return { at, precision: read.precision };
}

/** Zones concerned by a case: the organisation's, and those of the authorities it is filed with. */
export async function zonesConcerned(tx: Tx, organisationId: string, caseId: string | null): Promise<Zones> {
  const facts = caseId === null ? null : await loadFacts(tx, organisationId, caseId);
  const organisation = await findOrganisation(tx, organisationId);
  if (facts?.opened) return withAuthorities(facts.policy.zone, Object.keys(facts.authorities));
  return organisation ? withAuthorities(organisation.zone, [organisation.authority]) : ['Europe/Madrid'];
}

const withAuthorities = (zone: string, codes: readonly string[]): Zones => [
  zone,
  ...codes.map((code) => requireAuthority(code).zones[0]).filter((other) => other !== zone),
];

/** Fields that hold a moment of the past, each with the field that says how exactly it is known, where there is one. */
const MOMENTS: Readonly<Record<string, readonly string[]>> = {
  learnedAt: ['precision'],
  detectedAt: ['detectedPrecision', 'precision'],
  noticedAt: ['precision'],
  at: ['precision'],
  knownToUsAt: [],
  submittedAt: [],
  failedAt: [],
  orderedAt: [],
  receivedAt: [],
  publishedAt: [],
};

/**
 * A statement's body with every time in it read: local times become instants, and say how exactly they are known.
 *
 * An order's `dueAt` is not touched: it lies ahead, and a date alone means the end of that day there.
 *
 * @throws {Refusal} as `readTime`
 */
export function withInstants(
  kind: StatementKind,
  body: Readonly<Record<string, unknown>>,
  zones: Zones,
  zone?: string,
): Record<string, unknown> {
  const read = { ...body };
  for (const [field, companions] of Object.entries(MOMENTS)) {
    const value = body[field];
    if (typeof value !== 'string') continue;
    const companion = companions.find((name) => name in BODIES[kind].shape);
    const known = companion ? (body[companion] as Precision | undefined) : undefined;
    const time = readTime(value, zones, { ...(zone ? { zone } : {}), ...(known ? { precision: known } : {}) });
    read[field] = time.at;
    if (companion) read[companion] = time.precision;
  }
  return read;
}

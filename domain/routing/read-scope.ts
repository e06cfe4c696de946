import * as z from 'zod';
import { type Finding, Refusal } from '../refusal.ts';
import type { Scope } from './scope.ts';

const people = z.record(z.string(), z.number().nullable());

const scope = z.strictObject({
  role: z.enum(['controller', 'jointController', 'processor']),
  establishments: z.array(z.string()),
  mainEstablishment: z.strictObject({ country: z.string(), evidenced: z.boolean() }).nullable().default(null),
  publicAuthority: z.strictObject({ country: z.string(), region: z.string().optional() }).nullable().default(null),
  representative: z.string().nullable().default(null),
  crossBorder: z.boolean(),
  affected: people,
  outside: people.default({}),
  regions: z.record(z.string(), z.string()).optional(),
});

const asFinding = (issue: z.core.$ZodIssue): Finding => ({
  code: 'SCOPE_FORM',
  field: issue.path.map(String).join('.') || null,
  severity: 'error',
  source: null,
  sentence: issue.message,
});

/**
 * A scope from parsed JSON, with every fault of its form.
 *
 * @throws {Refusal} `SCOPE_FORM`
 */
export function readScope(value: unknown): Scope {
  const read = scope.safeParse(value);
  if (read.success) return read.data;
  throw new Refusal({
    code: 'SCOPE_FORM',
    message: `Cannot read the scope: ${read.error.issues.length} of its fields are missing, unknown or of the wrong kind`,
    next: 'See the form with: tocsin law route --help',
    findings: read.error.issues.map(asFinding),
  });
}

import * as z from 'zod';
import { candidateKind } from '../../domain/case/bodies.ts';
import { meetsReasonableCertainty } from '../../domain/clocks/awareness.ts';
import type { Typed } from '../kept-answers.ts';
import { TIME_HELP } from '../time-option.ts';

const time = z.string().describe(TIME_HELP);
const precision = z.enum(['instant', 'hour', 'date']).optional().describe('default: as written');

/** What `case open --from` reads; `--schema` prints it. */
const OPEN_FORM = z.strictObject({
  what: z.string().optional().describe('What happened, in words (sealed)'),
  learnedAt: time,
  precision,
  from: candidateKind.describe('From whom you learned of it'),
  certain: z
    .boolean()
    .optional()
    .describe('Reasonably certain that personal data was compromised; default: by whom it came from'),
  processorId: z.string().optional().describe("A processor described with 'tocsin processor add'"),
  detectedAt: time.optional(),
  detectedPrecision: precision,
  whose: z.string().optional().describe('Whose data, in words (sealed)'),
  peopleApprox: z.int().min(0).optional().describe('About how many people'),
  drill: z.boolean().optional(),
  role: z.enum(['controller', 'jointController', 'processor']).optional().describe("default: the organisation's"),
  zone: z.string().optional().describe('Of times written without offset'),
  statementId: z.string().optional().describe('Saying the same id again records nothing twice'),
});

export const openSchema = (): unknown => z.toJSONSchema(OPEN_FORM);

/** Whether a case opens with awareness or with a suspicion: as said, else by whom the word came from (R-2-4, R-2-5). */
export function isCertain({ certain, from }: Typed): boolean {
  if (typeof certain === 'boolean') return certain;
  const kind = candidateKind.safeParse(from);
  return kind.success && meetsReasonableCertainty({ at: '', precision: 'instant', kind: kind.data });
}

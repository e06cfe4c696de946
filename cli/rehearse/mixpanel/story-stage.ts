import { loadFacts } from '../../../database/case.ts';
import { inSnapshot } from '../../../database/transaction.ts';
import { dutiesOf } from '../../../domain/case/duties/index.ts';
import type { CaseFacts } from '../../../domain/case/facts.ts';
import type { Scene } from '../rehearsal.ts';
import type { StoryDates } from './dates.ts';
import { CONTROLLER, VENDOR } from './organisations.ts';

// The story of 9 November 2025, played six years later: the calendar of 2031 equals that of 2025, so every literal is
// the law tables' plus six years.

export const DATES: StoryDates = { detectedOn: '2031-11-09', toldOn: '2031-11-25', plannedOn: '2031-11-28' };
export const DETECTED_AT = '2031-11-09T00:00:00+01:00';
export const TOLD_AT = '2031-11-25T00:00:00+01:00';
export const SUBMITTED_AT = '2031-11-27T18:05:00+01:00';
export const RECEIPT = Buffer.from('%PDF-1.4\n% Justificante de registro (simulacro)\n%%EOF\n');

export const ours = (scene: Scene, actor: string) => ({
  organisationId: CONTROLLER.organisationId,
  actor,
  caseId: scene.cases.get('controller') ?? null,
});
export const theirs = (scene: Scene, actor: string) => ({
  organisationId: VENDOR.organisationId,
  actor,
  caseId: scene.cases.get('vendor') ?? null,
});

export const factsOf = (scene: Scene, side: 'controller' | 'vendor'): Promise<CaseFacts> => {
  const organisationId = side === 'controller' ? CONTROLLER.organisationId : VENDOR.organisationId;
  return inSnapshot(scene.engine.pool, (tx) => loadFacts(tx, organisationId, scene.cases.get(side) ?? ''));
};

/** Instants to the second: the test server's clock is some milliseconds past the instant it was asked for. */
const inSeconds = (value: string | null): string | null => value?.replace(/\.\d{3}Z$/, 'Z') ?? null;

export async function expectDuty(
  scene: Scene,
  side: 'controller' | 'vendor',
  dutyId: string,
  expected: object,
  source: string,
): Promise<void> {
  const duty = dutiesOf(await factsOf(scene, side)).find((each) => each.dutyId === dutyId);
  const actual = Object.fromEntries(
    Object.keys(expected).map((field) => [field, inSeconds(duty?.[field as 'dueAt'] ?? null)]),
  );
  scene.expect({ source, what: `${dutyId}`, expected, actual });
}

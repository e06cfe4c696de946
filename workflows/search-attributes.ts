import { defineSearchAttributeKey, type SearchAttributePair } from '@temporalio/common';
import type { CaseSnapshot } from '../domain/case/snapshot.ts';

export const BREACH_STAGE = defineSearchAttributeKey('BreachStage', 'KEYWORD');
export const BREACH_RISK = defineSearchAttributeKey('BreachRisk', 'KEYWORD');
export const BREACH_NEXT_DUTY = defineSearchAttributeKey('BreachNextDuty', 'KEYWORD');
export const BREACH_AWARE_AT = defineSearchAttributeKey('BreachAwareAt', 'DATETIME');
export const BREACH_NEXT_DUE_AT = defineSearchAttributeKey('BreachNextDueAt', 'DATETIME');
export const BREACH_OVERDUE = defineSearchAttributeKey('BreachOverdue', 'BOOL');
export const BREACH_DRILL = defineSearchAttributeKey('BreachDrill', 'BOOL');
export const BREACH_AUTHORITIES = defineSearchAttributeKey('BreachAuthorities', 'KEYWORD_LIST');

const dateOrNull = (at: string | null): Date | null => (at === null ? null : new Date(at));

function pairs(snapshot: CaseSnapshot): SearchAttributePair[] {
  return [
    { key: BREACH_STAGE, value: snapshot.stage },
    { key: BREACH_RISK, value: snapshot.risk },
    { key: BREACH_NEXT_DUTY, value: snapshot.nextDuty },
    { key: BREACH_AWARE_AT, value: dateOrNull(snapshot.awareAt) },
    { key: BREACH_NEXT_DUE_AT, value: dateOrNull(snapshot.nextDueAt) },
    { key: BREACH_OVERDUE, value: snapshot.overdue },
    { key: BREACH_DRILL, value: snapshot.drill },
    { key: BREACH_AUTHORITIES, value: snapshot.authorities },
  ] as SearchAttributePair[];
}

/** The search attributes that differ from the snapshot before; all of them the first time. */
export function searchAttributesOf(snapshot: CaseSnapshot, before: CaseSnapshot | null): SearchAttributePair[] {
  const old = before ? pairs(before) : [];
  return pairs(snapshot).filter(
    ({ value }, index) => JSON.stringify(value) !== JSON.stringify(old[index]?.value ?? null),
  );
}

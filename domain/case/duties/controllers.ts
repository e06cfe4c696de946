import { hoursAfter } from '../../clocks/instant.ts';
import { awarenessOf, isNoBreach } from '../awareness.ts';
import type { CaseFacts } from '../facts.ts';
import type { Duty } from './duty.ts';
import { withLetterNote } from './letter-note.ts';

/**
 * As processor we file nowhere: we tell each controller we work for, without undue delay, by contract within hours.
 *
 * @see GDPR Art. 33(2); R-33-2
 */
export function controllerDuties(facts: CaseFacts): Duty[] {
  const aware = awarenessOf(facts);
  if (facts.role !== 'processor' || !aware) return [];
  return facts.controllers.map(({ number, controllerId, contractHours, noticedAt }) => {
    const dueAt = contractHours ? hoursAfter(aware.at, contractHours) : null;
    return withLetterNote(facts, {
      dutyId: `controller/${number}/notice`,
      rule: 'R-33-2',
      state: noticedAt ? 'met' : isNoBreach(facts) ? 'superseded' : 'open',
      dueAt,
      actBy: dueAt ?? hoursAfter(aware.at, 24),
      metAt: noticedAt,
      why: `Controller '${controllerId}' must be told without undue delay${contractHours ? `, by contract within ${contractHours} h` : '; the law names no hours'}`,
      label: `Tell controller ${controllerId}`,
    });
  });
}

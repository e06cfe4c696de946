import type { CaseFacts } from '../facts.ts';
import { authorityDuties } from './authorities.ts';
import { controllerDuties } from './controllers.ts';
import type { Duty } from './duty.ts';
import { peopleDuties } from './people.ts';
import { processorDuties } from './processor.ts';
import { regimeDuties } from './regimes.ts';
import { retentionDuties } from './retention.ts';
import { suspicionDuties } from './suspicion.ts';

/**
 * Every duty of a case with its clocks and state: the one function behind previews, deadline lists, closing
 * conditions and the workflow. Knows no "now": whether a duty is missed is asked of `stateAt`.
 */
export function dutiesOf(facts: CaseFacts): Duty[] {
  if (!facts.opened) return [];
  return [
    ...suspicionDuties(facts),
    ...processorDuties(facts),
    ...authorityDuties(facts),
    ...peopleDuties(facts),
    ...controllerDuties(facts),
    ...regimeDuties(facts),
    ...retentionDuties(facts),
  ];
}

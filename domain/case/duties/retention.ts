import { addDays, addYears } from '../../clocks/calendar.ts';
import type { CaseFacts } from '../facts.ts';
import type { Duty } from './duty.ts';

/** A legal hold, or an authority's order nobody has answered, stops every erasure (R-9-5). */
const isHeld = (facts: CaseFacts): boolean => facts.holds > 0 || facts.orders.some(({ answeredAt }) => !answeredAt);

/** Recipients are blocked (Spain), then erased; elsewhere erased at once (R-9-5, R-9-7). */
function recipientsDuty(facts: CaseFacts, closedAt: string): Duty {
  const { recipientsDays, blockYears, zone } = facts.policy;
  const blockAt = addDays(closedAt, recipientsDays, zone);
  const blocks = blockYears !== null && facts.recipientsBlockedAt === null;
  const eraseAt = blockYears === null ? blockAt : addYears(closedAt, blockYears, zone);
  const at = blocks ? blockAt : eraseAt;
  const why = blocks
    ? `Recipients are blocked ${recipientsDays} days after closing (LOPDGDD Art. 32, unverified), erased after ${blockYears} years`
    : 'Recipients are erased: the purpose they were kept for has ended';
  return {
    dutyId: 'retention/recipients',
    rule: blocks ? 'R-9-7' : 'R-9-5',
    state: facts.recipientsErasedAt ? 'met' : isHeld(facts) ? 'superseded' : 'open',
    dueAt: null,
    actBy: at,
    metAt: facts.recipientsErasedAt,
    why,
    label: blocks ? 'Block the recipients' : 'Erase the recipients',
  };
}

function fileDuty(facts: CaseFacts, closedAt: string): Duty {
  const { fileYears, zone } = facts.policy;
  return {
    dutyId: 'retention/file',
    rule: 'R-9-6',
    state: facts.keyDestroyedAt ? 'met' : isHeld(facts) ? 'superseded' : 'open',
    dueAt: null,
    actBy: addYears(closedAt, fileYears, zone),
    metAt: facts.keyDestroyedAt,
    why: `The words of the file are made unreadable ${fileYears} years after closing; the register goes on verifying`,
    label: 'Destroy the case key',
  };
}

const hasRecipients = (facts: CaseFacts): boolean => Object.values(facts.waves).some((wave) => wave.imports.length > 0);

/** What must be let go of once a case is closed; a legal hold or an open order stops it. */
export function retentionDuties(facts: CaseFacts): Duty[] {
  if (!facts.closedAt) return [];
  const recipients = hasRecipients(facts) ? [recipientsDuty(facts, facts.closedAt)] : [];
  return [...recipients, fileDuty(facts, facts.closedAt)];
}

import type { FilingRule } from './rule.ts';

/** A later phase is compared with what was filed before; where that is not known, a person must compare. */
const comparedWithTheLast: FilingRule = ({ caseId, authority, previous }) => {
  if (!previous || Array.isArray(previous.fields)) return null;
  const broken = previous.fields === 'broken';
  const number = previous.registryNumber === null ? '' : ` under ${previous.registryNumber}`;
  return {
    code: broken ? 'PREVIOUS_PACK_BROKEN' : 'PREVIOUS_PACK_UNKNOWN',
    field: null,
    severity: broken ? 'error' : 'warning',
    source: 'Art. 33(4) GDPR',
    sentence: broken
      ? `The pack kept of the filing${number} is not what the register refers to, so nothing is compared with it. Verify with: tocsin register verify`
      : `No pack was kept before the filing${number}: what it said is not known here. Compare with its receipt: tocsin filing receipt ${caseId} --authority ${authority}`,
  };
};

/** Art. 56(6): the lead authority alone is filed with; a copy for another is a courtesy and no notification. */
const saysItIsACourtesy: FilingRule = ({ authority, courtesy }) =>
  courtesy === true
    ? {
        code: 'COURTESY_COPY',
        field: null,
        severity: 'warning',
        source: 'Art. 56(6) GDPR; R-1-15',
        sentence: `${authority} is only concerned: this is a courtesy copy, no notification is owed there and no period runs. The filing is made with the lead authority`,
      }
    : null;

/** Rules over what was filed before, and with whom. */
export const PHASE_RULES: readonly FilingRule[] = [comparedWithTheLast, saysItIsACourtesy];

import { isMissing } from '../values.ts';
import { error, type FilingRule, is, warning } from './rule.ts';

/** Art. 34(1): a high risk must be communicated; "not high risk" cannot be the reason for silence. */
export const highRiskIsCommunicated: FilingRule = ({ caseId }, values) =>
  is(values, 'riskOutcome', 'high') && is(values, 'status', 'no_not_high_risk')
    ? error(
        'HIGH_RISK_NOT_COMMUNICATED',
        'status',
        'Art. 34(1) GDPR; Annex A K[89], M[97]',
        `The risk is assessed as high, so "no high risk" cannot be why people are not told. Plan the notice, claim an exemption of Art. 34(3), or assess again: tocsin case facts ${caseId} --set status=no_will_on_date`,
      )
    : null;

export const exemptionCIsPublic: FilingRule = ({ caseId }, values) =>
  is(values, 'exemption', 'c') && !isMissing('means', values) && !is(values, 'means', 'public')
    ? error(
        'EXEMPTION_C_NEEDS_PUBLIC',
        'means',
        'Art. 34(3)(c) GDPR; Annex A M[100], M[104]',
        `Disproportionate effort calls for a public communication instead of a personal one. Say it with: tocsin case facts ${caseId} --set means=public`,
      )
    : null;

/** Art. 33(1): a breach unlikely to result in a risk is documented; filing it is allowed, as a precaution. */
export const unlikelyNeedsNoFiling: FilingRule = ({ phase, risk, caseId }) =>
  phase === 'initial' && risk?.outcome === 'unlikely'
    ? warning(
        'RISK_UNLIKELY_FILING',
        'riskOutcome',
        'Art. 33(1) GDPR; Annex A K[89]',
        `The assessment says a risk is unlikely: why file? Filing as a precaution is allowed; otherwise the breach is documented only. Assess again with: tocsin risk assess ${caseId}`,
      )
    : null;

import type { Role } from '../law/roles.ts';
import type { StatementKind } from './bodies.ts';

const KEEPING: readonly Role[] = ['dpo', 'operator'];
const WORKING: readonly Role[] = ['handler', 'dpo'];
const DECIDING: readonly Role[] = ['dpo', 'decisionOwner'];
const OWNING: readonly Role[] = ['decisionOwner'];
const HOLDING: readonly Role[] = ['legal', 'dpo'];

/**
 * Who may say what; `any` is every person of the organisation. The DPO advises, the decision owner decides.
 *
 * @see GDPR Art. 38(3), (6), 39; R-9-9
 */
export const ROLES_OF: Readonly<Record<StatementKind, readonly Role[] | 'any'>> = {
  'organisation.describe': KEEPING,
  'person.add': KEEPING,
  'person.end': KEEPING,
  'processor.describe': KEEPING,
  'template.publish': DECIDING,
  'template.withdraw': DECIDING,
  'case.open': 'any',
  'case.recordFacts': ['handler', 'security', 'dpo'],
  'case.setScope': ['handler', 'security', 'dpo'],
  'case.decideGate': DECIDING,
  'case.close': OWNING,
  'case.reopen': DECIDING,
  'case.hold': HOLDING,
  'case.release': HOLDING,
  'processor.recordDetection': WORKING,
  'processor.recordNotice': WORKING,
  'processor.recordAnswer': WORKING,
  'processor.giveUp': WORKING,
  'awareness.propose': DECIDING,
  'awareness.decide': DECIDING,
  'awareness.stillUncertain': DECIDING,
  'risk.assess': ['handler', 'dpo', 'decisionOwner'],
  'risk.recordReport': ['handler', 'dpo', 'decisionOwner'],
  'filing.approve': OWNING,
  'filing.recordSubmission': ['handler', 'dpo', 'decisionOwner'],
  'filing.send': OWNING,
  'filing.recordPortalFailure': ['handler', 'dpo', 'decisionOwner'],
  'letter.settle': WORKING,
  'filing.withdraw': OWNING,
  'filing.dismissChange': DECIDING,
  'filing.explainDelay': ['handler', 'dpo', 'decisionOwner'],
  'filing.recordOrder': ['handler', 'dpo', 'legal', 'decisionOwner'],
  'filing.recordCorrespondence': ['handler', 'dpo', 'legal', 'decisionOwner'],
  'recipients.import': WORKING,
  'recipients.find': ['dpo'],
  'notice.approve': DECIDING,
  'notice.cancel': ['handler', 'dpo', 'decisionOwner'],
  'notice.pause': ['handler', 'dpo', 'decisionOwner'],
  'notice.resume': DECIDING,
  'notice.prove': ['handler', 'dpo', 'legal'],
  'notice.recordReports': ['handler', 'dpo', 'operator'],
  'notice.settleHeld': ['handler', 'dpo', 'decisionOwner'],
  'notice.limit': ['handler', 'dpo', 'decisionOwner'],
  'notice.recordPublication': WORKING,
  'notice.blockChannel': ['handler', 'security', 'dpo', 'decisionOwner'],
  'notice.releaseChannel': DECIDING,
  'notice.takeOthers': WORKING,
  'notice.recordPosted': WORKING,
  'notice.claimExemption': DECIDING,
  'controller.add': WORKING,
  'controller.recordNotice': WORKING,
  'regime.judge': ['dpo', 'decisionOwner', 'legal', 'security'],
  'regime.recordMoment': ['handler', 'security', 'dpo', 'legal'],
  'regime.recordStep': ['handler', 'security', 'dpo', 'legal', 'decisionOwner'],
  'controller.tell': WORKING,
  'deadline.acknowledge': 'any',
  confirm: 'any',
};

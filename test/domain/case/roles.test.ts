import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BODIES, type StatementKind } from '../../../domain/case/bodies.ts';
import { ROLES_OF } from '../../../domain/case/roles-of.ts';
import { ROLES, type Role } from '../../../domain/law/roles.ts';
import { AWARE, approval, CaseBook, list, opening, PEOPLE, RISK, submission } from './case-book.ts';

const EVERYBODY = [...ROLES];

/**
 * Who may say what, written out: the decision owner decides and approves, the DPO advises and monitors (Art. 38, 39;
 * R-9-9), nobody with the operator's or the auditor's role alone touches a case.
 */
const MATRIX: Record<StatementKind, readonly Role[]> = {
  'organisation.describe': ['dpo', 'operator'],
  'person.add': ['dpo', 'operator'],
  'person.end': ['dpo', 'operator'],
  'processor.describe': ['dpo', 'operator'],
  'template.publish': ['dpo', 'decisionOwner'],
  'template.withdraw': ['dpo', 'decisionOwner'],
  'case.open': EVERYBODY,
  'case.recordFacts': ['handler', 'security', 'dpo'],
  'case.setScope': ['handler', 'security', 'dpo'],
  'case.decideGate': ['dpo', 'decisionOwner'],
  'case.close': ['decisionOwner'],
  'case.reopen': ['dpo', 'decisionOwner'],
  'case.hold': ['legal', 'dpo'],
  'case.release': ['legal', 'dpo'],
  'processor.recordDetection': ['handler', 'dpo'],
  'processor.recordNotice': ['handler', 'dpo'],
  'processor.recordAnswer': ['handler', 'dpo'],
  'processor.giveUp': ['handler', 'dpo'],
  'awareness.propose': ['dpo', 'decisionOwner'],
  'awareness.decide': ['dpo', 'decisionOwner'],
  'awareness.stillUncertain': ['dpo', 'decisionOwner'],
  'risk.assess': ['handler', 'dpo', 'decisionOwner'],
  'risk.recordReport': ['handler', 'dpo', 'decisionOwner'],
  'filing.approve': ['decisionOwner'],
  'filing.recordSubmission': ['handler', 'dpo', 'decisionOwner'],
  'filing.send': ['decisionOwner'],
  'filing.recordPortalFailure': ['handler', 'dpo', 'decisionOwner'],
  'letter.settle': ['handler', 'dpo'],
  'filing.withdraw': ['decisionOwner'],
  'filing.dismissChange': ['dpo', 'decisionOwner'],
  'filing.explainDelay': ['handler', 'dpo', 'decisionOwner'],
  'filing.recordOrder': ['handler', 'dpo', 'legal', 'decisionOwner'],
  'filing.recordCorrespondence': ['handler', 'dpo', 'legal', 'decisionOwner'],
  'recipients.import': ['handler', 'dpo'],
  'recipients.find': ['dpo'],
  'notice.approve': ['dpo', 'decisionOwner'],
  'notice.cancel': ['handler', 'dpo', 'decisionOwner'],
  'notice.pause': ['handler', 'dpo', 'decisionOwner'],
  'notice.settleHeld': ['handler', 'dpo', 'decisionOwner'],
  'notice.limit': ['handler', 'dpo', 'decisionOwner'],
  'notice.resume': ['dpo', 'decisionOwner'],
  'notice.prove': ['handler', 'dpo', 'legal'],
  'notice.recordReports': ['handler', 'dpo', 'operator'],
  'notice.recordPublication': ['handler', 'dpo'],
  'notice.blockChannel': ['handler', 'security', 'dpo', 'decisionOwner'],
  'notice.releaseChannel': ['dpo', 'decisionOwner'],
  'notice.takeOthers': ['handler', 'dpo'],
  'notice.recordPosted': ['handler', 'dpo'],
  'notice.claimExemption': ['dpo', 'decisionOwner'],
  'controller.add': ['handler', 'dpo'],
  'controller.recordNotice': ['handler', 'dpo'],
  'regime.judge': ['security', 'dpo', 'decisionOwner', 'legal'],
  'regime.recordMoment': ['security', 'handler', 'dpo', 'legal'],
  'regime.recordStep': ['security', 'handler', 'dpo', 'decisionOwner', 'legal'],
  'controller.tell': ['handler', 'dpo'],
  'deadline.acknowledge': EVERYBODY,
  confirm: EVERYBODY,
};

const notice = { processorId: 'mixpanel', noticedAt: AWARE, precision: 'instant' };
const instant = { at: AWARE, precision: 'instant' };
const SCOPE = {
  role: 'controller',
  establishments: ['ES'],
  mainEstablishment: null,
  publicAuthority: null,
  representative: null,
  crossBorder: false,
  affected: { ES: 1 },
};

/** A well-formed body of every kind. */
const BODY: Record<StatementKind, Record<string, unknown>> = {
  'organisation.describe': { country: 'ES', zone: 'Europe/Madrid', authority: 'ES' },
  'person.add': { personId: 'ana', roles: ['dpo'] },
  'person.end': { personId: 'ana' },
  'processor.describe': { processorId: 'mixpanel' },
  'template.publish': { locale: 'es', sha256: 'a'.repeat(64) },
  'template.withdraw': { locale: 'es' },
  'case.open': opening(AWARE),
  'case.recordFacts': { claims: [{ key: 'count', value: 1, source: 'logs' }] },
  'case.setScope': SCOPE,
  'case.decideGate': { outcome: 'breach' },
  'case.close': {},
  'case.reopen': {},
  'case.hold': {},
  'case.release': {},
  'processor.recordDetection': { processorId: 'mixpanel', detectedAt: AWARE, precision: 'instant' },
  'processor.recordNotice': notice,
  'processor.recordAnswer': { processorId: 'mixpanel', codes: ['a1'] },
  'processor.giveUp': { processorId: 'mixpanel' },
  'awareness.propose': { ...instant, kind: 'confirmation' },
  'awareness.decide': { ...instant, reasonCode: 'other' },
  'awareness.stillUncertain': {},
  'risk.assess': RISK,
  'risk.recordReport': {
    tool: 'other',
    outcome: 'notify',
    documentId: '6f1c1f0e-3f7a-4a53-9c55-2f1d2e1b7a01',
    reportSha256: 'e'.repeat(64),
  },
  'filing.approve': { authority: 'ES', packHash: 'd'.repeat(64), dpoAdvice: 'agrees' },
  'filing.recordSubmission': submission(AWARE),
  'filing.send': { authority: 'ES', packHash: 'd'.repeat(64) },
  'filing.recordPortalFailure': { authority: 'ES', failedAt: AWARE },
  'letter.settle': { letter: 1, outcome: 'arrived' },
  'controller.tell': {
    controllerId: 'first',
    locale: 'en',
    documentId: '6f1c1f0e-3f7a-4a53-9c55-2f1d2e1b7a01',
    textSha256: 'e'.repeat(64),
  },
  'filing.withdraw': { authority: 'ES', submittedAt: AWARE },
  'filing.dismissChange': { authority: 'ES' },
  'filing.explainDelay': { authority: 'ES', reasonCode: 'other' },
  'filing.recordOrder': { authority: 'ES', orderedAt: AWARE, dueAt: AWARE, what: 'inform' },
  'filing.recordCorrespondence': { authority: 'ES', direction: 'in', receivedAt: AWARE },
  'recipients.import': list(1),
  'recipients.find': { person: 'e'.repeat(64), lines: 1, notices: 1 },
  'notice.approve': approval(1),
  'notice.cancel': { wave: 1 },
  'notice.pause': { wave: 1 },
  'notice.settleHeld': { wave: 1, outcome: 'resend', count: 1 },
  'notice.limit': { wave: 1, perMinute: 600, domains: { 'example.test': 60 } },
  'notice.resume': { wave: 1 },
  'notice.prove': { personKey: 'f'.repeat(64), waves: [1] },
  'notice.recordReports': { wave: 1, files: 1, filesHash: 'f'.repeat(64), actions: { failed: 1 }, statuses: {} },
  'notice.recordPublication': { publishedAt: AWARE },
  'notice.blockChannel': { channel: 'email' },
  'notice.releaseChannel': { channel: 'email', because: 'otherDomain' },
  'notice.takeOthers': { form: 'csv', count: 1, fileSha256: 'd'.repeat(64) },
  'notice.recordPosted': { wave: 1, postedAt: '2026-03-14T10:00:00Z', count: 1 },
  'notice.claimExemption': { letter: 'a' },
  'controller.add': { controllerId: 'first' },
  'controller.recordNotice': { controllerId: 'first', noticedAt: AWARE },
  'regime.judge': { regimeId: 'NIS2', applies: 'yes' },
  'regime.recordMoment': { regimeId: 'DORA', anchor: 'classifiedAt', ...instant },
  'regime.recordStep': { regimeId: 'NIS2', step: 'earlyWarning', submittedAt: AWARE },
  'deadline.acknowledge': { dutyId: 'authority/ES/initial' },
  confirm: { seq: 1, outcome: 'confirm' },
};

const personWith = (role: Role): string =>
  Object.keys(PEOPLE).find((person) => PEOPLE[person]?.join() === role) ?? `nobody with ${role}`;

function refusalOf(kind: StatementKind, actor: string): string | null {
  const book = new CaseBook();
  if (kind !== 'case.open') book.say('reporter', 'case.open', opening(AWARE));
  return book.refusal(actor, kind, BODY[kind], { words: ['reason', 'reasons', 'name'] });
}

describe('who may say what', () => {
  for (const kind of Object.keys(BODIES) as StatementKind[]) {
    it(`${kind}: ${MATRIX[kind].length === ROLES.length ? 'everybody' : MATRIX[kind].join(', ')}`, () => {
      for (const role of ROLES) {
        const refused = refusalOf(kind, personWith(role)) === 'ROLE_NOT_ALLOWED';
        assert.equal(!refused, MATRIX[kind].includes(role), `${role}: ${refused ? 'refused' : 'let through'}`);
      }
      assert.equal(refusalOf(kind, 'stranger'), 'ROLE_NOT_ALLOWED');
    });
  }

  it('approving a filing and deciding to close are the decision owner’s alone, with the DPO advising (R-9-9)', () => {
    assert.deepEqual([ROLES_OF['filing.approve'], ROLES_OF['case.close']], [['decisionOwner'], ['decisionOwner']]);
  });

  it('nothing of the organisation is said of a case', () => {
    for (const kind of [
      'organisation.describe',
      'person.add',
      'person.end',
      'processor.describe',
      'template.publish',
    ] as const) {
      assert.equal(refusalOf(kind, 'dpo'), 'NOT_OF_A_CASE');
    }
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ANNEX_A } from '../../../domain/filing/annex-a.ts';
import { codesOf } from '../../../domain/filing/codes.ts';
import type { FieldRow } from '../../../domain/filing/field.ts';
import { filingValues, isAsked, isRequired } from '../../../domain/filing/values.ts';
import { storyInput } from './story-input.ts';

const rowOf = (key: string): FieldRow => {
  const found = ANNEX_A.find((row) => row.key === key);
  if (!found) throw new Error(`no row '${key}'`);
  return found;
};

const said = (value: unknown) => ({ value, seq: 9, source: 'dpo', confidence: 'confirmed' as const, at: null });

/** The story with some values said differently, as the conditions of the template see it. */
const valuesWith = (changed: Record<string, unknown>) => ({
  ...filingValues(storyInput()),
  ...Object.fromEntries(Object.entries(changed).map(([key, value]) => [key, said(value)])),
});

/** The lists of the template, copied by hand from its rows. */
const LISTS: Readonly<Record<string, string>> = {
  type: 'new follow_up',
  subtype: 'complete incomplete withdraw',
  'controller.sector': 'private public',
  'controller.size': 'micro sme large other',
  'reporter.function': 'dpo legal_representative authorised_or_other',
  infoPoint: 'dpo reporter other',
  when: 'day range since_ongoing undeterminable tbd',
  discoveredBy: 'controller processor data_subject external press other',
  types: 'confidentiality integrity availability',
  cKind: 'exfiltrated likely_no_evidence not_exfiltrated_evidence unassessable tbd',
  unintelligible: 'intact could_be_subverted no unassessable tbd',
  iKind: 'altered_no_misuse misuse_reversible misuse_irreversible',
  aKind: 'temporary permanent undetermined',
  cause: 'internal_non_malicious internal_malicious external_non_malicious external_malicious tbd unknown',
  incident:
    'privilege_abuse ransomware hacking_malware phishing vulnerability_exploited unauthorised_it_access exfiltration wrong_person_record_mixup device_lost_stolen e_waste paper_disposal mail_lost_opened_misdelivered misconfiguration wrong_permissions paper_lost_stolen data_deleted shown_to_wrong_recipient sent_by_mistake open_cc technical_malfunction unauthorised_change unintended_publication verbal_disclosure tbd other',
  categories:
    'customers employees military_or_police minors patients students subscribers users vulnerable additional not_yet_known',
  countKind: 'exact approximate undeterminable tbd',
  dataTypes:
    'basic contact biometric criminal political ethnic religious sex_life union genetic health financial employment_health national_id location official_documents payment_means profile credentials not_yet_known additional',
  recordKind: 'exact approximate undeterminable tbd',
  measuresBefore:
    'pseudonymisation backup encryption policies training incident_log access_levels logical_access_mfa audits physical_access updates other',
  'consequences.c': 'beyond_policy linkable misused other under_assessment',
  'consequences.i': 'invalid_data_used valid_but_false_data_used other under_assessment',
  'consequences.a': 'no_access_to_service service_disruption other under_assessment',
  severity: 'minor moderate severe tbd',
  riskOutcome: 'high risk unlikely more_information_needed',
  status: 'yes no_will_on_date no_will_date_tbd no_investigating no_not_high_risk no_exempt_34_3',
  exemption: 'a b c',
  informed: 'all not_all',
  means: 'individual public other',
  police: 'y n unknown',
  attachments:
    'notice_to_people risk_assessment forensic_report ransom_note phishing_mail internal_procedure deletion_policy message_to_wrong_recipients external_notice other',
};

describe('the common template as a model', () => {
  for (const [key, codes] of Object.entries(LISTS)) {
    it(`has the list of ${key}`, () => {
      const { kind } = rowOf(key);
      assert.deepEqual('codes' in kind ? codesOf(kind.codes) : null, codes.split(' '));
    });
  }

  it('adds to the fifteen preventive measures only that they are still to be determined', () => {
    const { kind } = rowOf('preventive');
    const before = (LISTS['measuresBefore'] ?? '').split(' ');
    assert.deepEqual('codes' in kind ? codesOf(kind.codes) : null, [
      ...before,
      'anonymisation',
      'process_change',
      'erasure',
      'tbd',
    ]);
  });

  it('makes mandatory what the template does, whatever else is said', () => {
    const mandatory = ANNEX_A.filter(({ need }) => need === 'mandatory').map(({ key }) => key);
    const expected = `type subtype controller.name controller.contact.address controller.contact.email reporter.name
      reporter.contact.email reporter.function dpo.designated infoPoint involved when controllerAwareAt discoveredBy
      discoveryText types incident cause causeText systemsText categories categoriesText countKind dataTypes
      dataTypesText recordKind measuresBefore measuresBeforeText impact severity riskOutcome addressing preventive
      measuresText status police otherAuthorities crossBorder nonEea`;
    assert.deepEqual(mandatory, expected.split(/\s+/));
  });

  it('leaves to the filer what the template does', () => {
    const optional = ANNEX_A.filter(({ need }) => need === 'optional').map(({ key }) => key);
    const expected = `internalRef controller.idType controller.id controller.contact.phone controller.sector
      controller.activity reporter.contact.phone reporter.nationalId reporter.accuracyStatement dpo.contact.phone
      awarePrecision attachments attachmentsText`;
    assert.deepEqual(optional, expected.split(/\s+/));
  });

  const conditional: [asked: string, when: Record<string, unknown>, not: Record<string, unknown>][] = [
    ['controller.sizeText', { 'controller.size': 'other' }, { 'controller.size': 'sme' }],
    ['representative.name', { nonEea: true }, { nonEea: false }],
    ['infoPointName', { infoPoint: 'other' }, { infoPoint: 'dpo' }],
    ['infoPointContact', { infoPoint: 'other' }, { infoPoint: 'reporter' }],
    ['dpo.name', { 'dpo.designated': true }, { 'dpo.designated': false }],
    ['parties', { involved: true }, { involved: false }],
    ['jointControllersText', { role: 'jointController' }, { role: 'controller' }],
    ['start', { when: 'since_ongoing' }, { when: 'undeterminable' }],
    ['end', { when: 'range' }, { when: 'since_ongoing' }],
    ['otherPartyToldOn', { discoveredBy: 'external' }, { discoveredBy: 'press' }],
    ['cKind', { types: ['confidentiality'] }, { types: ['availability'] }],
    ['iKind', { types: ['integrity'] }, { types: ['confidentiality'] }],
    ['aKind', { types: ['availability'] }, { types: ['confidentiality'] }],
    ['count', { countKind: 'approximate' }, { countKind: 'undeterminable' }],
    ['recordText', { recordKind: 'exact' }, { recordKind: 'tbd' }],
    ['consequences.cText', { 'consequences.c': ['linkable', 'other'] }, { 'consequences.c': ['linkable'] }],
    ['impactText', { impact: ['other'] }, { impact: ['fraud'] }],
    ['plannedOn', { status: 'no_will_on_date' }, { status: 'no_will_date_tbd' }],
    ['exemptionText', { status: 'no_exempt_34_3' }, { status: 'no_not_high_risk' }],
    ['informedText', { informed: 'not_all' }, { informed: 'all' }],
    ['means', { exemption: 'c' }, { exemption: 'a', status: 'no_exempt_34_3' }],
    ['othersToldText', { police: 'y' }, { police: 'n', otherAuthorities: 'unknown' }],
    ['leadSA', { crossBorder: 'y' }, { crossBorder: 'n' }],
    ['nonEeaCountries', { nonEea: true }, { nonEea: false }],
    ['withdrawReason', { subtype: 'withdraw' }, { subtype: 'complete' }],
    ['previousId', { type: 'follow_up' }, { type: 'new' }],
  ];
  for (const [key, yes, no] of conditional) {
    it(`asks ${key} when ${JSON.stringify(yes)}, not when ${JSON.stringify(no)}`, () => {
      const row = rowOf(key);
      assert.deepEqual(
        [yes, no].map((changed) => isAsked(row, valuesWith(changed))),
        [true, false],
      );
    });
  }
});

describe('defects of the transcription that was read', () => {
  it('row 49: reasons are asked when the filing is late, not while it is in time', () => {
    const row = rowOf('lateReasons');
    assert.deepEqual(
      ['ON_TIME', 'WITHIN_1182_HOUR', 'LATE'].map((lateness) => isRequired(row, valuesWith({ lateness }))),
      [false, false, true],
    );
  });

  it('row 83: consequences for availability hang on availability, not on integrity', () => {
    const row = rowOf('consequences.a');
    assert.deepEqual(
      [['availability'], ['integrity']].map((types) => isAsked(row, valuesWith({ types }))),
      [true, false],
    );
  });

  it('row 89: a high risk and a risk are two answers', () => {
    const { kind } = rowOf('riskOutcome');
    const labels = 'codes' in kind ? kind.codes.map(({ code, en }) => `${code}: ${en}`) : [];
    assert.deepEqual(labels, [
      'high: High risk',
      'risk: Risk',
      'unlikely: Risk unlikely',
      'more_information_needed: More information needed',
    ]);
  });

  it('row 95: the description of the measures is text, not a date', () => {
    assert.deepEqual([rowOf('measuresText').place, rowOf('measuresText').kind.kind], ['L[95]', 'words']);
  });
});

import { LAW_VERIFIED_AT } from '../../law/version.ts';
import type { FiledValue } from '../input.ts';
import { knownDate } from '../known-date.ts';
import { AEPD_FIELDS } from './aepd-fields.ts';
import { type FilingForm, sectionsOf } from './form.ts';

/** What the form calls each kind of incident; kinds it has no word for are `other`. */
const HOW_OF_INCIDENT: Readonly<Record<string, string>> = {
  privilege_abuse: 'abuse_of_privileges',
  ransomware: 'ransomware',
  hacking_malware: 'malware',
  phishing: 'phishing',
  vulnerability_exploited: 'hacking',
  unauthorised_it_access: 'cyber_unauthorised_access_to_IT_data',
  exfiltration: 'cyber_unauthorised_access_to_IT_data',
  wrong_person_record_mixup: 'data_shown_to_wrong_person',
  device_lost_stolen: 'device_lost_or_stolen',
  e_waste: 'obsolete_device_residual_data',
  paper_disposal: 'paper_wrongly_disposed',
  mail_lost_opened_misdelivered: 'mail_lost_or_opened',
  misconfiguration: 'misconfiguration',
  wrong_permissions: 'misconfiguration',
  paper_lost_stolen: 'documents_lost_or_left_insecure',
  shown_to_wrong_recipient: 'data_shown_to_wrong_person',
  sent_by_mistake: 'data_sent_by_mistake',
  open_cc: 'mail_to_many_without_bcc',
  technical_malfunction: 'technical_failure',
  unauthorised_change: 'unauthorised_alteration',
  unintended_publication: 'unintended_publication',
  verbal_disclosure: 'verbal_disclosure',
};

const SPAIN = 'Europe/Madrid';

type Values = Readonly<Record<string, FiledValue>>;

const codesIn = (value: FiledValue | undefined): string[] =>
  Array.isArray(value?.value) ? value.value.map(String) : [];

/** The same statement, read as another field. */
const as = (from: FiledValue, value: unknown): FiledValue => ({ ...from, value });

function intentOf(cause: string): string | null {
  if (cause.endsWith('_non_malicious')) return 'accidental';
  if (cause.endsWith('_malicious')) return 'intentional';
  return cause === 'unknown' ? 'unknown' : null;
}

function originOf(cause: string, discoveredBy: unknown): string | null {
  if (discoveredBy === 'processor') return 'processor';
  if (cause.startsWith('internal_')) return 'internal';
  if (cause.startsWith('external_')) return 'external';
  return cause === 'unknown' ? 'unknown' : null;
}

function howOf(values: Values): string[] {
  const how = codesIn(values['incident'])
    .filter((code) => code !== 'tbd')
    .map((code) => HOW_OF_INCIDENT[code] ?? 'other');
  const supplier = values['discoveredBy']?.value === 'processor' && how.length > 0 ? ['supplier_incident'] : [];
  return [...new Set([...how, ...supplier])];
}

function derive(values: Values): Record<string, FiledValue> {
  const { cause, incident, controllerAwareAt, internalRef } = values;
  const derived: Record<string, FiledValue> = {};
  const put = (key: string, from: FiledValue | undefined, value: unknown): void => {
    if (from !== undefined && value !== null) derived[key] = as(from, value);
  };
  put('intent', cause, intentOf(String(cause?.value)));
  put('origin', cause, originOf(String(cause?.value), values['discoveredBy']?.value));
  const how = howOf(values);
  put('how', incident, how.length > 0 ? how : null);
  const precision = values['awarePrecision']?.value === 'date' ? 'date' : 'instant';
  const aware = controllerAwareAt?.value;
  put('detectedOn', controllerAwareAt, typeof aware === 'string' ? knownDate(aware, precision, SPAIN) : null);
  put('registerUpdated', internalRef, 'y');
  return derived;
}

const TITLES = `
  1  | Responsable del tratamiento                          | Controller
  2  | Encargado del tratamiento implicado                  | Processor involved
  3  | Delegado de protección de datos o punto de contacto  | DPO or contact point
  4  | Tipo de notificación                                 | Type of notification
  5  | Tratamiento afectado                                 | Processing affected
  6  | Información sobre la brecha                          | The breach
  7  | Tipos de datos afectados                             | Types of data
  8  | Perfil de las personas afectadas                     | Profile of people
  9  | Carácter transfronterizo                             | Cross-border
  10 | Información temporal                                 | Timing
  11 | Medidas de seguridad antes de la brecha              | Measures before
  12 | Acciones tomadas                                     | Actions after
  13 | Comunicación a las personas afectadas                | Communication to people
  14 | Documentos adjuntos                                  | Attachments
  15 | Notificación completa o por fases                    | Complete or in phases
`;

/**
 * The form of the Spanish authority, in the order of its fifteen sections.
 *
 * The order and most labels were read in secondary copies; fields marked `verify` come from memory. Compare with the
 * live form before a real filing: the form is on the electronic office behind a sign-in.
 *
 * @see Annex A of the EDPB common template for the keys
 */
export const AEPD_FORM: FilingForm = {
  id: 'aepd',
  name: {
    es: 'AEPD, notificación de brechas de datos personales',
    en: 'AEPD, notification of personal data breaches',
  },
  version: '15 apartados, resumen de 2026-09-25',
  verifiedAt: LAW_VERIFIED_AT,
  evidence: 'F',
  wording: 'theirs',
  caution: {
    es: 'El orden y las etiquetas se cotejaron con copias secundarias. Antes de usarlo, compruebe en la sede electrónica los campos marcados.',
    en: 'The order and the labels were compared with secondary copies. Before use, check the marked fields in the live form.',
  },
  authorities: ['ES'],
  languages: ['es'],
  ownRows: AEPD_FIELDS,
  derive,
  sections: sectionsOf(TITLES, {
    1: `controller.name controller.id controller.contact.address controller.contact.phone controller.contact.email
       controller.sector controller.activity? controller.size? controller.sizeText? reporter.name
       reporter.contact.email reporter.contact.phone reporter.function reporter.nationalId?
       reporter.accuracyStatement?`,
    2: 'involved parties jointControllersText?',
    3: `dpo.designated dpo.name dpo.contact.email dpo.contact.phone infoPoint infoPointName? infoPointFunction?
       infoPointContact?`,
    4: 'type previousId withdrawReason internalRef',
    5: 'processingSince processingPeople processingScope',
    6: `intent origin? how? incident cause causeText systemsText types cKind unintelligible iKind aKind restored?
       consequences.c consequences.cText? consequences.i consequences.iText? consequences.a consequences.aText?
       impact impactText severity? riskOutcome method`,
    7: 'dataTypes? dataTypesText recordKind? recordCount? recordText?',
    8: 'categories? categoriesText countKind count',
    9: `crossBorder? affectedCountries? countPerCountry? establishments? leadSA? authoritiesTold? nonEea?
       nonEeaCountries? nonEeaCountPerCountry? nonEeaAuthorities? representative.name? representative.contact?`,
    10: `when estimatedOnly start end detectedOn controllerAwareAt awarePrecision discoveredBy discoveryText
       otherPartyToldOn timelineText resolved resolvedOn lateReasons lateReasonsText`,
    11: 'riskAnalysis? dpia? measuresBefore? measuresBeforeText',
    12: 'registerUpdated police otherAuthorities othersToldText addressing preventive measuresText',
    13: `status startedOn plannedOn informed informedText informedCount means meansText contentText exemption
       exemptionText`,
    14: 'attachments attachmentsText',
    15: 'subtype',
  }),
};

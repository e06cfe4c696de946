import { codeList, Y_N_UNKNOWN } from '../codes.ts';
import { COUNT, DATE, fieldsOf, oneOf, someOf, when } from '../field.ts';

const SINCE = codeList(`
  under_1_year | Menos de un año     | Less than a year
  1_to_5_years | Entre 1 y 5 años    | 1 to 5 years
  over_5_years | Más de 5 años       | More than 5 years
`);

const SCOPE = codeList(`
  local         | Local o provincial | Local
  regional      | Autonómico         | Regional
  national      | Nacional           | National
  european      | Europeo            | European
  international | Internacional      | International
`);

const INTENT = codeList(`
  accidental  | Accidental    | Accidental
  intentional | Intencionada  | Intentional
  unknown     | Desconocida   | Unknown
`);

const ORIGIN = codeList(`
  internal  | Interno                     | Internal
  external  | Externo                     | External
  processor | Encargado del tratamiento   | Processor
  unknown   | Desconocido                 | Unknown
`);

/** How it happened, in the form's own words; several are from the form of 2018 to 2021. */
const HOW = codeList(`
  obsolete_device_residual_data             | Datos residuales en dispositivo obsoleto           | Residual data on an obsolete device
  documents_lost_or_left_insecure           | Documentación perdida, robada o en lugar inseguro  | Documents lost, stolen or left insecure
  paper_wrongly_disposed                    | Eliminación incorrecta de datos en papel           | Paper wrongly disposed of
  hacking                                   | Hacking                                            | Hacking
  malware                                   | Malware                                            | Malware
  ransomware                                | Ransomware                                         | Ransomware
  phishing                                  | Phishing                                           | Phishing
  mail_lost_or_opened                       | Correo perdido o abierto                           | Mail lost or opened
  mail_to_many_without_bcc                  | Envío a varios destinatarios sin copia oculta      | Mail to many without blind copy
  device_lost_or_stolen                     | Dispositivo perdido o robado                       | Device lost or stolen
  unintended_publication                    | Publicación no intencionada                        | Unintended publication
  data_shown_to_wrong_person                | Datos personales mostrados al individuo incorrecto | Data shown to the wrong person
  data_sent_by_mistake                      | Datos personales enviados por error                | Data sent by mistake
  verbal_disclosure                         | Revelación verbal no autorizada                    | Verbal disclosure
  cyber_unauthorised_access_to_IT_data      | Ciberincidente: acceso no autorizado a datos en sistemas de información | Cyber incident: unauthorised access to IT data
  unauthorised_alteration                   | Alteración no autorizada                           | Unauthorised alteration
  abuse_of_privileges                       | Abuso de privilegios de acceso                     | Abuse of privileges
  misconfiguration                          | Error de configuración                             | Misconfiguration
  supplier_incident                         | Incidente en un proveedor                          | Incident at a supplier
  technical_failure                         | Fallo técnico                                      | Technical failure
  other                                     | Otro                                               | Other
`);

const field = fieldsOf(`
  processingSince  | Antigüedad del tratamiento          | Processing has run for
  processingPeople | Personas en el tratamiento          | People in the processing
  processingScope  | Ámbito geográfico                   | Geographic scope
  intent           | Intencionalidad                     | Intent
  origin           | Origen                              | Origin
  how              | Materialización                     | How it happened
  restored         | ¿Servicio restaurado?               | Service restored?
  detectedOn       | Fecha de detección                  | Detected on
  resolved         | ¿Brecha resuelta?                   | Breach resolved?
  resolvedOn       | Fecha de resolución                 | Resolved on
  riskAnalysis     | ¿Análisis de riesgos previo?        | Earlier risk analysis?
  dpia             | ¿Evaluación de impacto?             | Impact assessment (DPIA)?
  registerUpdated  | ¿Registro de incidentes actualizado? | Incident register updated?
`);

const optional = { need: 'optional' } as const;
const derived = { need: 'optional', saidBy: 'engine' } as const;
const place = (section: number): string => `AEPD form, section ${section}`;

/** Fields the AEPD's form has and the common template has not. */
export const AEPD_FIELDS = [
  field('processingSince', place(5), oneOf(SINCE), optional),
  field('processingPeople', place(5), COUNT, optional),
  field('processingScope', place(5), oneOf(SCOPE), optional),
  field('intent', place(6), oneOf(INTENT), derived),
  field('origin', place(6), oneOf(ORIGIN), derived),
  field('how', place(6), someOf(HOW), derived),
  field('restored', place(6), oneOf(Y_N_UNKNOWN), optional),
  field('detectedOn', place(10), DATE, derived),
  field('resolved', place(10), oneOf(Y_N_UNKNOWN), optional),
  field('resolvedOn', place(10), DATE, { need: when('resolved', 'y') }),
  field('riskAnalysis', place(11), oneOf(Y_N_UNKNOWN), optional),
  field('dpia', place(11), oneOf(Y_N_UNKNOWN), optional),
  field('registerUpdated', place(12), oneOf(Y_N_UNKNOWN), derived),
];

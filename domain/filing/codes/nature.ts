import { codeList } from '../codes.ts';

export const WHEN = codeList(`
  day            | Un día concreto                       | On one day
  range          | Entre dos fechas                      | Between two dates
  since_ongoing  | Desde una fecha y continúa            | Since a date, still going on
  undeterminable | No se puede determinar                | Cannot be determined
  tbd            | Por determinar                        | To be determined
`);

export const DISCOVERERS = codeList(`
  controller   | El responsable del tratamiento   | The controller
  processor    | Un encargado del tratamiento     | A processor
  data_subject | Una persona afectada             | A data subject
  external     | Un tercero                       | A third party
  press        | Los medios de comunicación       | The press
  other        | Otro                             | Other
`);

export const BREACH_TYPES = codeList(`
  confidentiality | Confidencialidad | Confidentiality
  integrity       | Integridad       | Integrity
  availability    | Disponibilidad   | Availability
`);

export const EXFILTRATION = codeList(`
  exfiltrated                | Los datos han sido extraídos                      | Data were taken
  likely_no_evidence         | Extracción probable, sin evidencias               | Taking likely, without evidence
  not_exfiltrated_evidence   | Hay evidencias de que no se han extraído          | Evidence that data were not taken
  unassessable               | No se puede valorar                               | Cannot be assessed
  tbd                        | Por determinar                                    | To be determined
`);

export const UNINTELLIGIBLE = codeList(`
  intact              | Ininteligibles; la protección sigue intacta         | Unintelligible; protection intact
  could_be_subverted  | Ininteligibles; la protección podría vulnerarse     | Unintelligible; protection could be subverted
  no                  | No: los datos son legibles                          | No: the data are readable
  unassessable        | No se puede valorar                                 | Cannot be assessed
  tbd                 | Por determinar                                      | To be determined
`);

export const ALTERATION = codeList(`
  altered_no_misuse    | Datos alterados, sin uso indebido conocido  | Altered, no misuse known
  misuse_reversible    | Uso indebido reversible                     | Misused, reversible
  misuse_irreversible  | Uso indebido irreversible                   | Misused, irreversible
`);

export const LOSS = codeList(`
  temporary    | Temporal         | Temporary
  permanent    | Permanente       | Permanent
  undetermined | Sin determinar   | Undetermined
`);

export const INCIDENTS = codeList(`
  privilege_abuse                | Abuso de privilegios de acceso                                   | Abuse of privileges
  ransomware                     | Secuestro de datos (ransomware)                                  | Ransomware
  hacking_malware                | Intrusión o código malicioso                                     | Hacking or malware
  phishing                       | Suplantación de identidad (phishing)                             | Phishing
  vulnerability_exploited        | Explotación de una vulnerabilidad                                | Vulnerability exploited
  unauthorised_it_access         | Acceso no autorizado a datos en sistemas de información          | Unauthorised access to IT systems
  exfiltration                   | Extracción de datos                                              | Data exfiltration
  wrong_person_record_mixup      | Confusión de expedientes o de personas                           | Records of people mixed up
  device_lost_stolen             | Dispositivo perdido o robado                                     | Device lost or stolen
  e_waste                        | Datos residuales en dispositivo obsoleto                         | Residual data on a discarded device
  paper_disposal                 | Eliminación incorrecta de papel                                  | Paper wrongly disposed of
  mail_lost_opened_misdelivered  | Correo postal perdido, abierto o mal entregado                   | Mail lost, opened or misdelivered
  misconfiguration               | Error de configuración                                           | Misconfiguration
  wrong_permissions              | Permisos incorrectos                                             | Wrong permissions
  paper_lost_stolen              | Documentación en papel perdida o robada                          | Paper lost or stolen
  data_deleted                   | Borrado de datos                                                 | Data deleted
  shown_to_wrong_recipient       | Datos mostrados a quien no correspondía                          | Data shown to the wrong recipient
  sent_by_mistake                | Datos enviados por error                                         | Data sent by mistake
  open_cc                        | Correo a múltiples destinatarios sin copia oculta                | E-mail to many with open copy
  technical_malfunction          | Fallo técnico                                                    | Technical malfunction
  unauthorised_change            | Alteración no autorizada                                         | Unauthorised change
  unintended_publication         | Publicación no intencionada                                      | Unintended publication
  verbal_disclosure              | Revelación verbal                                                | Verbal disclosure
  tbd                            | Por determinar                                                   | To be determined
  other                          | Otro                                                             | Other
`);

export const CAUSES = codeList(`
  internal_non_malicious | Interna, no intencionada   | Internal, non-malicious
  internal_malicious     | Interna, intencionada      | Internal, malicious
  external_non_malicious | Externa, no intencionada   | External, non-malicious
  external_malicious     | Externa, intencionada      | External, malicious
  tbd                    | Por determinar             | To be determined
  unknown                | Desconocida                | Unknown
`);

import { codeList } from '../codes.ts';

export const CONSEQUENCES_C = codeList(`
  beyond_policy    | Difusión más allá de lo previsto o de lo consentido                 | Spread beyond what was foreseen
  linkable         | Los datos pueden vincularse con otros de las personas afectadas     | Data can be linked with other data
  misused          | Los datos pueden usarse con otros fines o de forma ilícita          | Data can be misused
  other            | Otras                                                               | Others
  under_assessment | En valoración                                                       | Under assessment
`);

export const CONSEQUENCES_I = codeList(`
  invalid_data_used          | Se han usado datos inválidos                 | Invalid data were used
  valid_but_false_data_used  | Se han usado datos válidos pero falsos       | Valid but false data were used
  other                      | Otras                                        | Others
  under_assessment           | En valoración                                | Under assessment
`);

export const CONSEQUENCES_A = codeList(`
  no_access_to_service | Imposibilidad de prestar el servicio    | No access to the service
  service_disruption   | Deterioro del servicio                  | Service disrupted
  other                | Otras                                   | Others
  under_assessment     | En valoración                           | Under assessment
`);

export const IMPACTS = codeList(`
  loss_of_control              | Pérdida de control sobre sus datos                            | Loss of control over their data
  limitation_of_rights         | Limitación de sus derechos                                    | Limitation of their rights
  discrimination               | Discriminación                                                | Discrimination
  identity_theft               | Usurpación de identidad                                       | Identity theft
  fraud                        | Fraude o suplantación dirigida                                | Fraud
  financial_loss               | Pérdidas financieras                                          | Financial loss
  pseudonymisation_reversed    | Reversión no autorizada de la seudonimización                 | Unauthorised reversal of pseudonymisation
  reputation                   | Daño para la reputación                                       | Damage to reputation
  professional_secrecy_lost    | Pérdida de confidencialidad de datos sujetos a secreto profesional | Loss of professional secrecy
  economic_or_social           | Otro perjuicio económico o social significativo               | Other significant economic or social disadvantage
  disclosure                   | Divulgación                                                   | Disclosure
  physical_or_mental_harm      | Daño físico o psíquico                                        | Physical or mental harm
  property                     | Daño material                                                 | Damage to property
  other                        | Otro                                                          | Other
  tbd                          | Por determinar                                                | To be determined
`);

export const SEVERITIES = codeList(`
  minor    | Baja           | Minor
  moderate | Media          | Moderate
  severe   | Alta           | Severe
  tbd      | Por determinar | To be determined
`);

export const RISK_OUTCOMES = codeList(`
  high                     | Alto riesgo para los derechos y libertades       | High risk
  risk                     | Riesgo para los derechos y libertades            | Risk
  unlikely                 | Improbable que constituya un riesgo              | Risk unlikely
  more_information_needed  | Falta información para valorarlo                 | More information needed
`);

export const PEOPLE_TOLD = codeList(`
  yes                | Sí, se ha comunicado                                             | Yes, done
  no_will_on_date    | No, pero se comunicará en una fecha prevista                     | No, will be on a date
  no_will_date_tbd   | No, pero se comunicará; fecha por decidir                        | No, will be; date to be decided
  no_investigating   | No, aún se está investigando                                     | No, still investigating
  no_not_high_risk   | No: no hay alto riesgo                                           | No: no high risk
  no_exempt_34_3     | No: se aplica una excepción del artículo 34.3                    | No: an exemption of Art. 34(3) applies
`);

export const EXEMPTIONS = codeList(`
  a | Art. 34.3.a): medidas que hacen ininteligibles los datos      | Art. 34(3)(a): data unintelligible
  b | Art. 34.3.b): medidas ulteriores que eliminan el alto riesgo  | Art. 34(3)(b): later measures remove the high risk
  c | Art. 34.3.c): esfuerzo desproporcionado; comunicación pública | Art. 34(3)(c): disproportionate effort; public communication
`);

export const INFORMED = codeList(`
  all     | Todas las personas afectadas   | All of them
  not_all | No todas                       | Not all
`);

export const MEANS = codeList(`
  individual | Comunicación individual | Individual communication
  public     | Comunicación pública    | Public communication
  other      | Otro medio              | Other means
`);

export const ATTACHMENTS = codeList(`
  notice_to_people            | Comunicación a las personas afectadas            | Notice to people
  risk_assessment             | Valoración del riesgo                            | Risk assessment
  forensic_report             | Informe forense                                  | Forensic report
  ransom_note                 | Nota de rescate                                  | Ransom note
  phishing_mail               | Correo de suplantación                           | Phishing mail
  internal_procedure          | Procedimiento interno                            | Internal procedure
  deletion_policy             | Política de supresión                            | Deletion policy
  message_to_wrong_recipients | Mensaje a los destinatarios erróneos             | Message to wrong recipients
  external_notice             | Aviso externo de la brecha                       | External notice of the breach
  other                       | Otro                                             | Other
`);

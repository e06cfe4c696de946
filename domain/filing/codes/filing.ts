import { codeList } from '../codes.ts';

export const FILING_TYPES = codeList(`
  new       | Nueva notificación                         | New notification
  follow_up | Modificación de una notificación anterior  | Follow-up of an earlier notification
`);

export const FILING_SUBTYPES = codeList(`
  complete   | Completa                                        | Complete
  incomplete | Inicial: se ampliará la información             | Initial: more information will follow
  withdraw   | Retirada de la notificación                     | Withdrawal
`);

export const SECTORS = codeList(`
  private | Sector privado | Private sector
  public  | Sector público | Public sector
`);

export const SIZES = codeList(`
  micro | Autónomo o microempresa     | Self-employed or micro-enterprise
  sme   | Pequeña o mediana empresa   | Small or medium-sized enterprise
  large | Gran empresa                | Large enterprise
  other | Otra                        | Other
`);

export const ID_TYPES = codeList(`
  nif   | NIF                    | Tax identification number
  other | Otro identificador     | Other identifier
`);

export const REPORTER_FUNCTIONS = codeList(`
  dpo                  | Delegado de protección de datos          | Data protection officer
  legal_representative | Representante legal                      | Legal representative
  authorised_or_other  | Persona autorizada u otra                | Authorised person or other
`);

export const INFO_POINTS = codeList(`
  dpo      | Delegado de protección de datos   | Data protection officer
  reporter | La persona que notifica           | The person who files
  other    | Otro punto de contacto            | Another contact point
`);

export const PARTY_QUALIFICATIONS = codeList(`
  processor       | Encargado del tratamiento    | Processor
  subProcessor    | Subencargado del tratamiento | Sub-processor
  jointController | Corresponsable               | Joint controller
  other           | Otro                         | Other
`);

export const DELAY_REASONS = codeList(`
  processor_late                     | El encargado comunicó tarde la información           | The processor gave its information late
  bundled_similar_breaches           | Varias brechas similares investigadas conjuntamente  | Several similar breaches investigated together
  risk_first_thought_unlikely        | Inicialmente se consideró improbable el riesgo       | Risk was first thought unlikely
  technical_failure_of_portal        | Fallo técnico de la sede electrónica                 | Technical failure of the portal
  law_enforcement_request            | Petición de las fuerzas de seguridad                 | Request of law enforcement
  identification_of_competent_SA     | Determinación de la autoridad competente             | Finding the competent authority
  internal_delay                     | Demora interna                                       | Internal delay
  other                              | Otro motivo                                          | Other reason
`);

export const PRECISIONS = codeList(`
  instant | Fecha y hora exactas            | Exact date and time
  hour    | Hora aproximada                 | To the hour
  date    | Sólo se conoce la fecha         | Only the date is known
`);

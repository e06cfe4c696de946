import { codeList } from '../codes.ts';

export const PEOPLE = codeList(`
  customers           | Clientes                              | Customers
  employees           | Empleados                             | Employees
  military_or_police  | Militares o policías                  | Military or police
  minors              | Menores de edad                       | Minors
  patients            | Pacientes                             | Patients
  students            | Estudiantes                           | Students
  subscribers         | Suscriptores o abonados               | Subscribers
  users               | Usuarios                              | Users
  vulnerable          | Personas en situación vulnerable      | Vulnerable people
  additional          | Otras                                 | Others
  not_yet_known       | Aún no se conoce                      | Not yet known
`);

export const DATA_TYPES = codeList(`
  basic                | Datos básicos (nombre, apellidos, fecha de nacimiento)   | Basic data (name, date of birth)
  contact              | Datos de contacto                                        | Contact data
  biometric            | Datos biométricos                                        | Biometric data
  criminal             | Condenas e infracciones penales                          | Criminal convictions and offences
  political            | Opiniones políticas                                      | Political opinions
  ethnic               | Origen étnico o racial                                   | Ethnic or racial origin
  religious            | Convicciones religiosas o filosóficas                    | Religious or philosophical beliefs
  sex_life             | Vida u orientación sexual                                | Sex life or orientation
  union                | Afiliación sindical                                      | Trade-union membership
  genetic              | Datos genéticos                                          | Genetic data
  health               | Datos de salud                                           | Health data
  financial            | Datos económicos o financieros (sin medios de pago)      | Financial data (no means of payment)
  employment_health    | Salud laboral                                            | Occupational health
  national_id          | Número de documento de identidad                         | National identification number
  location             | Datos de localización                                    | Location data
  official_documents   | Imagen de documentos oficiales                           | Official documents
  payment_means        | Medios de pago                                           | Means of payment
  profile              | Perfiles                                                 | Profiles
  credentials          | Credenciales de acceso                                   | Credentials
  not_yet_known        | Aún no se conoce                                         | Not yet known
  additional           | Otros                                                    | Others
`);

const BEFORE_LINES = `
  pseudonymisation    | Seudonimización                                  | Pseudonymisation
  backup              | Copias de seguridad                              | Backups
  encryption          | Cifrado                                          | Encryption
  policies            | Políticas de seguridad y protección de datos     | Security and data protection policies
  training            | Formación y concienciación                       | Training
  incident_log        | Registro de incidentes                           | Incident log
  access_levels       | Niveles de acceso según la función               | Access levels
  logical_access_mfa  | Control de acceso lógico, doble factor           | Logical access control, second factor
  audits              | Auditorías                                       | Audits
  physical_access     | Control de acceso físico                         | Physical access control
  updates             | Sistemas actualizados                            | Systems kept up to date
  other               | Otras                                            | Others`;

export const MEASURES_BEFORE = codeList(BEFORE_LINES);

export const MEASURES_PREVENTIVE = codeList(`${BEFORE_LINES}
  anonymisation       | Anonimización                                    | Anonymisation
  process_change      | Cambio del proceso                               | Change of the process
  erasure             | Supresión de datos innecesarios                  | Erasure of data not needed
  tbd                 | Por determinar                                   | To be determined`);

export const MEASURES_ADDRESSING = codeList(`
  vendor_removed_from_production    | Proveedor retirado del entorno de producción                    | Vendor removed from production
  investigation_of_scope            | Investigación del alcance                                       | Investigation of the scope
  dataset_review_per_account        | Revisión cuenta por cuenta del conjunto de datos afectado       | Affected dataset reviewed account by account
  extra_security_checks_all_vendors | Revisiones de seguridad adicionales de todos los proveedores    | Extra security checks of all vendors
  stricter_vendor_contracts_planned | Contratos más exigentes con los proveedores (previsto)          | Stricter vendor contracts (planned)
  access_revoked                    | Accesos revocados                                               | Access revoked
  credentials_reset                 | Credenciales restablecidas                                      | Credentials reset
  systems_isolated                  | Sistemas aislados                                               | Systems isolated
  vulnerability_fixed               | Vulnerabilidad corregida                                        | Vulnerability fixed
  data_restored                     | Datos restaurados                                               | Data restored
  device_wiped                      | Dispositivo borrado a distancia                                 | Device wiped remotely
  recipient_asked_to_delete         | Se ha pedido al destinatario que borre los datos                | Recipient asked to delete the data
  publication_removed               | Publicación retirada                                            | Publication taken down
  other                             | Otras                                                           | Others
  tbd                               | Por determinar                                                  | To be determined
`);

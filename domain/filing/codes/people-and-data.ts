import { codeList } from '../codes.ts';

export const PEOPLE = codeList(`
  customers | Clientes | Customers | Clients | Kunden | Clienti | Clientes
  employees | Empleados | Employees | Salariés | Beschäftigte | Dipendenti | Trabalhadores
  military_or_police | Militares o policías | Military or police | Militaires ou policiers | Angehörige von Militär oder Polizei | Militari o forze di polizia | Militares ou polícias
  minors | Menores de edad | Minors | Mineurs | Minderjährige | Minori | Menores
  patients | Pacientes | Patients | Patients | Patienten | Pazienti | Doentes
  students | Estudiantes | Students | Élèves et étudiants | Schüler und Studierende | Studenti | Estudantes
  subscribers | Suscriptores o abonados | Subscribers | Abonnés | Abonnenten | Abbonati | Assinantes
  users | Usuarios | Users | Utilisateurs | Nutzer | Utenti | Utilizadores
  vulnerable | Personas en situación vulnerable | Vulnerable people | Personnes vulnérables | Schutzbedürftige Personen | Persone vulnerabili | Pessoas vulneráveis
  additional | Otras | Others | Autres | Andere | Altri | Outros
  not_yet_known | Aún no se conoce | Not yet known | Pas encore connu | Noch nicht bekannt | Non ancora noto | Ainda não se sabe
`);

export const DATA_TYPES = codeList(`
  basic | Datos básicos (nombre, apellidos, fecha de nacimiento) | Basic data (name, date of birth) | Données de base (nom, date de naissance) | Grunddaten (Name, Geburtsdatum) | Dati di base (nome, data di nascita) | Dados básicos (nome, data de nascimento)
  contact | Datos de contacto | Contact data | Coordonnées | Kontaktdaten | Dati di contatto | Dados de contacto
  biometric | Datos biométricos | Biometric data | Données biométriques | Biometrische Daten | Dati biometrici | Dados biométricos
  criminal | Condenas e infracciones penales | Criminal convictions and offences | Condamnations et infractions pénales | Strafrechtliche Verurteilungen und Straftaten | Condanne penali e reati | Condenações penais e infrações
  political | Opiniones políticas | Political opinions | Opinions politiques | Politische Meinungen | Opinioni politiche | Opiniões políticas
  ethnic | Origen étnico o racial | Ethnic or racial origin | Origine raciale ou ethnique | Rassische oder ethnische Herkunft | Origine razziale o etnica | Origem racial ou étnica
  religious | Convicciones religiosas o filosóficas | Religious or philosophical beliefs | Convictions religieuses ou philosophiques | Religiöse oder weltanschauliche Überzeugungen | Convinzioni religiose o filosofiche | Convicções religiosas ou filosóficas
  sex_life | Vida u orientación sexual | Sex life or orientation | Vie ou orientation sexuelle | Sexualleben oder sexuelle Orientierung | Vita o orientamento sessuale | Vida ou orientação sexual
  union | Afiliación sindical | Trade-union membership | Appartenance syndicale | Gewerkschaftszugehörigkeit | Appartenenza sindacale | Filiação sindical
  genetic | Datos genéticos | Genetic data | Données génétiques | Genetische Daten | Dati genetici | Dados genéticos
  health | Datos de salud | Health data | Données de santé | Gesundheitsdaten | Dati relativi alla salute | Dados de saúde
  financial | Datos económicos o financieros (sin medios de pago) | Financial data (no means of payment) | Données financières (sans moyens de paiement) | Finanzdaten (ohne Zahlungsmittel) | Dati finanziari (senza mezzi di pagamento) | Dados financeiros (sem meios de pagamento)
  employment_health | Salud laboral | Occupational health | Santé au travail | Arbeitsmedizinische Daten | Salute sul lavoro | Saúde no trabalho
  national_id | Número de documento de identidad | National identification number | Numéro d’identité national | Nationale Kennnummer | Numero di documento d’identità | Número de documento de identificação
  location | Datos de localización | Location data | Données de localisation | Standortdaten | Dati di localizzazione | Dados de localização
  official_documents | Imagen de documentos oficiales | Official documents | Documents officiels | Amtliche Dokumente | Documenti ufficiali | Documentos oficiais
  payment_means | Medios de pago | Means of payment | Moyens de paiement | Zahlungsmittel | Mezzi di pagamento | Meios de pagamento
  profile | Perfiles | Profiles | Profils | Profile | Profili | Perfis
  credentials | Credenciales de acceso | Credentials | Identifiants d’accès | Zugangsdaten | Credenziali di accesso | Credenciais de acesso
  not_yet_known | Aún no se conoce | Not yet known | Pas encore connu | Noch nicht bekannt | Non ancora noto | Ainda não se sabe
  additional | Otros | Others | Autres | Andere | Altri | Outros
`);

const BEFORE_LINES = `
  pseudonymisation | Seudonimización | Pseudonymisation | Pseudonymisation | Pseudonymisierung | Pseudonimizzazione | Pseudonimização
  backup | Copias de seguridad | Backups | Sauvegardes | Datensicherungen | Copie di sicurezza | Cópias de segurança
  encryption | Cifrado | Encryption | Chiffrement | Verschlüsselung | Cifratura | Cifragem
  policies | Políticas de seguridad y protección de datos | Security and data protection policies | Politiques de sécurité et de protection des données | Richtlinien zu Sicherheit und Datenschutz | Politiche di sicurezza e protezione dei dati | Políticas de segurança e proteção de dados
  training | Formación y concienciación | Training | Formation et sensibilisation | Schulung und Sensibilisierung | Formazione e sensibilizzazione | Formação e sensibilização
  incident_log | Registro de incidentes | Incident log | Registre des incidents | Verzeichnis der Vorfälle | Registro degli incidenti | Registo de incidentes
  access_levels | Niveles de acceso según la función | Access levels | Niveaux d’accès selon la fonction | Abgestufte Zugriffsrechte | Livelli di accesso | Níveis de acesso
  logical_access_mfa | Control de acceso lógico, doble factor | Logical access control, second factor | Contrôle d’accès logique, second facteur | Logische Zugangskontrolle, zweiter Faktor | Controllo degli accessi logici, secondo fattore | Controlo de acesso lógico, segundo fator
  audits | Auditorías | Audits | Audits | Audits | Audit | Auditorias
  physical_access | Control de acceso físico | Physical access control | Contrôle d’accès physique | Zutrittskontrolle | Controllo degli accessi fisici | Controlo de acesso físico
  updates | Sistemas actualizados | Systems kept up to date | Systèmes à jour | Aktuelle Systeme | Sistemi aggiornati | Sistemas atualizados
  other | Otras | Others | Autres | Andere | Altre | Outras`;

export const MEASURES_BEFORE = codeList(BEFORE_LINES);

export const MEASURES_PREVENTIVE = codeList(`${BEFORE_LINES}
  anonymisation | Anonimización | Anonymisation | Anonymisation | Anonymisierung | Anonimizzazione | Anonimização
  process_change | Cambio del proceso | Change of the process | Modification du processus | Änderung des Verfahrens | Modifica del processo | Alteração do processo
  erasure | Supresión de datos innecesarios | Erasure of data not needed | Effacement de données inutiles | Löschung nicht benötigter Daten | Cancellazione di dati non necessari | Apagamento de dados desnecessários
  tbd | Por determinar | To be determined | À déterminer | Noch zu bestimmen | Da determinare | A determinar`);

export const MEASURES_ADDRESSING = codeList(`
  vendor_removed_from_production | Proveedor retirado del entorno de producción | Vendor removed from production | Fournisseur retiré de la production | Anbieter aus dem Produktivbetrieb entfernt | Fornitore rimosso dalla produzione | Fornecedor retirado da produção
  investigation_of_scope | Investigación del alcance | Investigation of the scope | Enquête sur l’étendue | Untersuchung des Umfangs | Indagine sulla portata | Investigação do alcance
  dataset_review_per_account | Revisión cuenta por cuenta del conjunto de datos afectado | Affected dataset reviewed account by account | Examen des données concernées compte par compte | Prüfung des betroffenen Datensatzes Konto für Konto | Esame dei dati interessati conto per conto | Revisão dos dados afetados conta a conta
  extra_security_checks_all_vendors | Revisiones de seguridad adicionales de todos los proveedores | Extra security checks of all vendors | Contrôles de sécurité supplémentaires de tous les fournisseurs | Zusätzliche Sicherheitsprüfungen aller Anbieter | Controlli di sicurezza supplementari su tutti i fornitori | Verificações de segurança adicionais de todos os fornecedores
  stricter_vendor_contracts_planned | Contratos más exigentes con los proveedores (previsto) | Stricter vendor contracts (planned) | Contrats plus stricts avec les fournisseurs (prévu) | Strengere Verträge mit Anbietern (geplant) | Contratti più severi con i fornitori (previsto) | Contratos mais exigentes com fornecedores (previsto)
  access_revoked | Accesos revocados | Access revoked | Accès révoqués | Zugänge entzogen | Accessi revocati | Acessos revogados
  credentials_reset | Credenciales restablecidas | Credentials reset | Identifiants réinitialisés | Zugangsdaten zurückgesetzt | Credenziali reimpostate | Credenciais repostas
  systems_isolated | Sistemas aislados | Systems isolated | Systèmes isolés | Systeme isoliert | Sistemi isolati | Sistemas isolados
  vulnerability_fixed | Vulnerabilidad corregida | Vulnerability fixed | Vulnérabilité corrigée | Schwachstelle behoben | Vulnerabilità corretta | Vulnerabilidade corrigida
  data_restored | Datos restaurados | Data restored | Données restaurées | Daten wiederhergestellt | Dati ripristinati | Dados restaurados
  device_wiped | Dispositivo borrado a distancia | Device wiped remotely | Appareil effacé à distance | Gerät aus der Ferne gelöscht | Dispositivo cancellato da remoto | Dispositivo apagado remotamente
  recipient_asked_to_delete | Se ha pedido al destinatario que borre los datos | Recipient asked to delete the data | Destinataire invité à supprimer les données | Empfänger um Löschung gebeten | Destinatario invitato a cancellare i dati | Pedido ao destinatário para apagar os dados
  publication_removed | Publicación retirada | Publication taken down | Publication retirée | Veröffentlichung entfernt | Pubblicazione rimossa | Publicação retirada
  other | Otras | Others | Autres | Andere | Altre | Outras
  tbd | Por determinar | To be determined | À déterminer | Noch zu bestimmen | Da determinare | A determinar
`);

import { codeList } from '../codes.ts';

export const FILING_TYPES = codeList(`
  new | Nueva notificación | New notification | Nouvelle notification | Neue Meldung | Nuova notifica | Nova notificação
  follow_up | Modificación de una notificación anterior | Follow-up of an earlier notification | Complément d’une notification antérieure | Ergänzung einer früheren Meldung | Integrazione di una notifica precedente | Alteração de uma notificação anterior
`);

export const FILING_SUBTYPES = codeList(`
  complete | Completa | Complete | Complète | Vollständig | Completa | Completa
  incomplete | Inicial: se ampliará la información | Initial: more information will follow | Initiale : des informations suivront | Erste Meldung: weitere Angaben folgen | Preliminare: seguiranno altre informazioni | Inicial: seguirão mais informações
  withdraw | Retirada de la notificación | Withdrawal | Retrait de la notification | Rücknahme der Meldung | Ritiro della notifica | Retirada da notificação
`);

export const SECTORS = codeList(`
  private | Sector privado | Private sector | Secteur privé | Privater Sektor | Settore privato | Setor privado
  public | Sector público | Public sector | Secteur public | Öffentlicher Sektor | Settore pubblico | Setor público
`);

export const SIZES = codeList(`
  micro | Autónomo o microempresa | Self-employed or micro-enterprise | Indépendant ou microentreprise | Selbständig oder Kleinstunternehmen | Lavoratore autonomo o microimpresa | Trabalhador independente ou microempresa
  sme | Pequeña o mediana empresa | Small or medium-sized enterprise | Petite ou moyenne entreprise | Kleines oder mittleres Unternehmen | Piccola o media impresa | Pequena ou média empresa
  large | Gran empresa | Large enterprise | Grande entreprise | Großes Unternehmen | Grande impresa | Grande empresa
  other | Otra | Other | Autre | Andere | Altra | Outra
`);

export const ID_TYPES = codeList(`
  nif | NIF | Tax identification number | Numéro d’identification fiscale | Steuernummer | Codice fiscale o partita IVA | Número de identificação fiscal
  other | Otro identificador | Other identifier | Autre identifiant | Andere Kennung | Altro identificativo | Outro identificador
`);

export const REPORTER_FUNCTIONS = codeList(`
  dpo | Delegado de protección de datos | Data protection officer | Délégué à la protection des données | Datenschutzbeauftragter | Responsabile della protezione dei dati | Encarregado da proteção de dados
  legal_representative | Representante legal | Legal representative | Représentant légal | Gesetzlicher Vertreter | Rappresentante legale | Representante legal
  authorised_or_other | Persona autorizada u otra | Authorised person or other | Personne autorisée ou autre | Bevollmächtigte oder andere Person | Persona autorizzata o altra | Pessoa autorizada ou outra
`);

export const INFO_POINTS = codeList(`
  dpo | Delegado de protección de datos | Data protection officer | Délégué à la protection des données | Datenschutzbeauftragter | Responsabile della protezione dei dati | Encarregado da proteção de dados
  reporter | La persona que notifica | The person who files | La personne qui notifie | Die meldende Person | La persona che notifica | A pessoa que notifica
  other | Otro punto de contacto | Another contact point | Autre point de contact | Andere Anlaufstelle | Altro punto di contatto | Outro ponto de contacto
`);

export const PARTY_QUALIFICATIONS = codeList(`
  processor | Encargado del tratamiento | Processor | Sous-traitant | Auftragsverarbeiter | Responsabile del trattamento | Subcontratante
  subProcessor | Subencargado del tratamiento | Sub-processor | Sous-traitant ultérieur | Weiterer Auftragsverarbeiter | Sub-responsabile del trattamento | Subcontratante ulterior
  jointController | Corresponsable | Joint controller | Responsable conjoint | Gemeinsam Verantwortlicher | Contitolare | Responsável conjunto
  other | Otro | Other | Autre | Andere | Altro | Outro
`);

export const DELAY_REASONS = codeList(`
  processor_late | El encargado comunicó tarde la información | The processor gave its information late | Le sous-traitant a transmis tardivement ses informations | Der Auftragsverarbeiter hat spät informiert | Il responsabile del trattamento ha informato in ritardo | O subcontratante informou tarde
  bundled_similar_breaches | Varias brechas similares investigadas conjuntamente | Several similar breaches investigated together | Plusieurs violations similaires examinées ensemble | Mehrere ähnliche Verletzungen gemeinsam untersucht | Più violazioni simili esaminate insieme | Várias violações semelhantes investigadas em conjunto
  risk_first_thought_unlikely | Inicialmente se consideró improbable el riesgo | Risk was first thought unlikely | Le risque a d’abord été jugé improbable | Ein Risiko wurde zunächst für unwahrscheinlich gehalten | Il rischio è stato dapprima ritenuto improbabile | O risco foi inicialmente considerado improvável
  technical_failure_of_portal | Fallo técnico de la sede electrónica | Technical failure of the portal | Défaillance technique du portail | Technische Störung des Portals | Guasto tecnico del portale | Falha técnica do portal
  law_enforcement_request | Petición de las fuerzas de seguridad | Request of law enforcement | Demande des autorités répressives | Ersuchen der Strafverfolgungsbehörden | Richiesta delle forze dell’ordine | Pedido das autoridades policiais
  identification_of_competent_SA | Determinación de la autoridad competente | Finding the competent authority | Détermination de l’autorité compétente | Ermittlung der zuständigen Behörde | Individuazione dell’autorità competente | Determinação da autoridade competente
  internal_delay | Demora interna | Internal delay | Retard interne | Interne Verzögerung | Ritardo interno | Atraso interno
  other | Otro motivo | Other reason | Autre motif | Anderer Grund | Altro motivo | Outro motivo
`);

export const PRECISIONS = codeList(`
  instant | Fecha y hora exactas | Exact date and time | Date et heure exactes | Datum und Uhrzeit genau | Data e ora esatte | Data e hora exatas
  hour | Hora aproximada | To the hour | À l’heure près | Auf die Stunde | All’ora | À hora
  date | Sólo se conoce la fecha | Only the date is known | Seule la date est connue | Nur das Datum ist bekannt | È nota solo la data | Só se conhece a data
`);

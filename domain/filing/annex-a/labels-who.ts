/** Labels of sections A to E: key, español, English, français, Deutsch, italiano, português. */
export const WHO_LABELS = `
type | Tipo de notificación | Type of notification | Type de notification | Art der Meldung | Tipo di notifica | Tipo de notificação
subtype | Completa o por fases | Complete or in phases | Complète ou échelonnée | Vollständig oder schrittweise | Completa o per fasi | Completa ou por fases
withdrawReason | Motivo de la retirada | Reason for withdrawal | Motif du retrait | Grund der Rücknahme | Motivo del ritiro | Motivo da retirada
previousId | N.º de registro de la notificación anterior | Previous registry number | Numéro d’enregistrement de la notification précédente | Aktenzeichen der früheren Meldung | Numero di protocollo della notifica precedente | N.º de registo da notificação anterior
internalRef | Referencia interna | Internal reference | Référence interne | Internes Zeichen | Riferimento interno | Referência interna
controller.idType | Tipo de identificador | Kind of identifier | Type d’identifiant | Art der Kennung | Tipo di identificativo | Tipo de identificador
controller.id | NIF | Tax identification number | Numéro d’identification fiscale | Steuernummer | Codice fiscale o partita IVA | Número de identificação fiscal
controller.name | Nombre o razón social | Name of the controller | Nom du responsable du traitement | Name des Verantwortlichen | Nome del titolare del trattamento | Nome do responsável pelo tratamento
controller.contact.address | Dirección | Address | Adresse | Anschrift | Indirizzo | Morada
controller.contact.phone | Teléfono | Telephone | Téléphone | Telefon | Telefono | Telefone
controller.contact.email | Correo electrónico | E-mail | Courriel | E-Mail | E-mail | Correio eletrónico
controller.sector | Sector | Sector | Secteur | Sektor | Settore | Setor
controller.size | Tamaño | Size | Taille | Größe | Dimensione | Dimensão
controller.sizeText | Tamaño: cuál | Size: which | Taille : laquelle | Größe: welche | Dimensione: quale | Dimensão: qual
controller.activity | Actividad | Activity | Activité | Tätigkeit | Attività | Atividade
representative.name | Representante en la UE | Representative in the EEA | Représentant dans l’EEE | Vertreter im EWR | Rappresentante nel SEE | Representante no EEE
representative.contact | Contacto del representante | Representative's contact | Coordonnées du représentant | Kontakt des Vertreters | Contatto del rappresentante | Contacto do representante
reporter.name | Persona que notifica | Person who files | Personne qui notifie | Meldende Person | Persona che notifica | Pessoa que notifica
reporter.contact.email | Correo de quien notifica | E-mail of the person who files | Courriel de la personne qui notifie | E-Mail der meldenden Person | E-mail di chi notifica | Correio eletrónico de quem notifica
reporter.contact.phone | Teléfono de quien notifica | Telephone of the person who files | Téléphone de la personne qui notifie | Telefon der meldenden Person | Telefono di chi notifica | Telefone de quem notifica
reporter.function | Función | Function | Fonction | Funktion | Funzione | Função
reporter.nationalId | Documento de identidad de quien notifica | Identity number of the person who files | Numéro d’identité de la personne qui notifie | Ausweisnummer der meldenden Person | Documento d’identità di chi notifica | Documento de identificação de quem notifica
reporter.accuracyStatement | ¿Declara que los datos son exactos? | Is the information declared accurate? | Exactitude des informations déclarée ? | Richtigkeit der Angaben erklärt? | Si dichiara l’esattezza dei dati? | Declara-se a exatidão dos dados?
dpo.designated | ¿Hay delegado de protección de datos? | Is there a DPO? | Un délégué à la protection des données est-il désigné ? | Ist ein Datenschutzbeauftragter benannt? | È designato un responsabile della protezione dei dati? | Há encarregado da proteção de dados?
dpo.name | Nombre del DPD | Name of the DPO | Nom du DPD | Name des Datenschutzbeauftragten | Nome del RPD | Nome do EPD
dpo.contact.email | Correo del DPD | DPO's e-mail | Courriel du DPD | E-Mail des Datenschutzbeauftragten | E-mail del RPD | Correio eletrónico do EPD
dpo.contact.phone | Teléfono del DPD | DPO's telephone | Téléphone du DPD | Telefon des Datenschutzbeauftragten | Telefono del RPD | Telefone do EPD
infoPoint | Punto de contacto | Contact point | Point de contact | Anlaufstelle | Punto di contatto | Ponto de contacto
infoPointName | Nombre del punto de contacto | Name of the contact point | Nom du point de contact | Name der Anlaufstelle | Nome del punto di contatto | Nome do ponto de contacto
infoPointFunction | Función del punto de contacto | Function of the contact point | Fonction du point de contact | Funktion der Anlaufstelle | Funzione del punto di contatto | Função do ponto de contacto
infoPointContact | Datos del punto de contacto | How to reach the contact point | Coordonnées du point de contact | Erreichbarkeit der Anlaufstelle | Recapiti del punto di contatto | Dados do ponto de contacto
involved | ¿Intervienen otros? | Are others involved? | D’autres acteurs sont-ils concernés ? | Sind andere beteiligt? | Sono coinvolti altri soggetti? | Há outros intervenientes?
parties | Encargados y otros intervinientes | Processors and others involved | Sous-traitants et autres acteurs | Auftragsverarbeiter und andere Beteiligte | Responsabili del trattamento e altri soggetti | Subcontratantes e outros intervenientes
jointControllersText | Corresponsables, uno por línea: nombre; contacto | Joint controllers, one a line: name; contact | Responsables conjoints, un par ligne : nom ; coordonnées | Gemeinsam Verantwortliche, je Zeile: Name; Kontakt | Contitolari, uno per riga: nome; contatto | Responsáveis conjuntos, um por linha: nome; contacto
`;

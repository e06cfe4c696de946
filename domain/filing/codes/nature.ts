import { codeList } from '../codes.ts';

export const WHEN = codeList(`
  day | Un día concreto | On one day | Un jour précis | An einem Tag | In un giorno preciso | Num dia preciso
  range | Entre dos fechas | Between two dates | Entre deux dates | Zwischen zwei Daten | Tra due date | Entre duas datas
  since_ongoing | Desde una fecha y continúa | Since a date, still going on | Depuis une date, toujours en cours | Seit einem Datum, dauert an | Da una data, ancora in corso | Desde uma data, ainda em curso
  undeterminable | No se puede determinar | Cannot be determined | Ne peut être déterminé | Nicht bestimmbar | Non determinabile | Não é possível determinar
  tbd | Por determinar | To be determined | À déterminer | Noch zu bestimmen | Da determinare | A determinar
`);

export const DISCOVERERS = codeList(`
  controller | El responsable del tratamiento | The controller | Le responsable du traitement | Der Verantwortliche | Il titolare del trattamento | O responsável pelo tratamento
  processor | Un encargado del tratamiento | A processor | Un sous-traitant | Ein Auftragsverarbeiter | Un responsabile del trattamento | Um subcontratante
  data_subject | Una persona afectada | A data subject | Une personne concernée | Eine betroffene Person | Un interessato | Um titular dos dados
  external | Un tercero | A third party | Un tiers | Ein Dritter | Un terzo | Um terceiro
  press | Los medios de comunicación | The press | Les médias | Die Medien | I mezzi di informazione | Os meios de comunicação
  other | Otro | Other | Autre | Andere | Altro | Outro
`);

export const BREACH_TYPES = codeList(`
  confidentiality | Confidencialidad | Confidentiality | Confidentialité | Vertraulichkeit | Riservatezza | Confidencialidade
  integrity | Integridad | Integrity | Intégrité | Integrität | Integrità | Integridade
  availability | Disponibilidad | Availability | Disponibilité | Verfügbarkeit | Disponibilità | Disponibilidade
`);

export const EXFILTRATION = codeList(`
  exfiltrated | Los datos han sido extraídos | Data were taken | Les données ont été extraites | Daten sind abgeflossen | I dati sono stati esfiltrati | Os dados foram exfiltrados
  likely_no_evidence | Extracción probable, sin evidencias | Taking likely, without evidence | Extraction probable, sans preuve | Abfluss wahrscheinlich, ohne Beleg | Esfiltrazione probabile, senza prove | Exfiltração provável, sem provas
  not_exfiltrated_evidence | Hay evidencias de que no se han extraído | Evidence that data were not taken | Preuve que les données n’ont pas été extraites | Beleg, dass keine Daten abgeflossen sind | Prova che i dati non sono stati esfiltrati | Prova de que os dados não foram exfiltrados
  unassessable | No se puede valorar | Cannot be assessed | Ne peut être évalué | Nicht beurteilbar | Non valutabile | Não é possível avaliar
  tbd | Por determinar | To be determined | À déterminer | Noch zu bestimmen | Da determinare | A determinar
`);

export const UNINTELLIGIBLE = codeList(`
  intact | Ininteligibles; la protección sigue intacta | Unintelligible; protection intact | Incompréhensibles ; protection intacte | Unverständlich; Schutz unversehrt | Incomprensibili; protezione intatta | Incompreensíveis; proteção intacta
  could_be_subverted | Ininteligibles; la protección podría vulnerarse | Unintelligible; protection could be subverted | Incompréhensibles ; la protection pourrait être contournée | Unverständlich; Schutz könnte umgangen werden | Incomprensibili; la protezione potrebbe essere elusa | Incompreensíveis; a proteção poderia ser contornada
  no | No: los datos son legibles | No: the data are readable | Non : les données sont lisibles | Nein: die Daten sind lesbar | No: i dati sono leggibili | Não: os dados são legíveis
  unassessable | No se puede valorar | Cannot be assessed | Ne peut être évalué | Nicht beurteilbar | Non valutabile | Não é possível avaliar
  tbd | Por determinar | To be determined | À déterminer | Noch zu bestimmen | Da determinare | A determinar
`);

export const ALTERATION = codeList(`
  altered_no_misuse | Datos alterados, sin uso indebido conocido | Altered, no misuse known | Données altérées, aucun usage abusif connu | Verändert, kein Missbrauch bekannt | Dati alterati, nessun abuso noto | Dados alterados, sem utilização abusiva conhecida
  misuse_reversible | Uso indebido reversible | Misused, reversible | Usage abusif, réversible | Missbraucht, umkehrbar | Abuso reversibile | Utilização abusiva reversível
  misuse_irreversible | Uso indebido irreversible | Misused, irreversible | Usage abusif, irréversible | Missbraucht, nicht umkehrbar | Abuso irreversibile | Utilização abusiva irreversível
`);

export const LOSS = codeList(`
  temporary | Temporal | Temporary | Temporaire | Vorübergehend | Temporanea | Temporária
  permanent | Permanente | Permanent | Définitive | Dauerhaft | Permanente | Permanente
  undetermined | Sin determinar | Undetermined | Indéterminée | Unbestimmt | Indeterminata | Indeterminada
`);

export const INCIDENTS = codeList(`
  privilege_abuse | Abuso de privilegios de acceso | Abuse of privileges | Abus de droits d’accès | Missbrauch von Zugriffsrechten | Abuso di privilegi di accesso | Abuso de privilégios de acesso
  ransomware | Secuestro de datos (ransomware) | Ransomware | Rançongiciel | Erpressungssoftware (Ransomware) | Ransomware | Ransomware
  hacking_malware | Intrusión o código malicioso | Hacking or malware | Piratage ou logiciel malveillant | Hacking oder Schadsoftware | Intrusione o malware | Intrusão ou software malicioso
  phishing | Suplantación de identidad (phishing) | Phishing | Hameçonnage (phishing) | Phishing | Phishing | Phishing
  vulnerability_exploited | Explotación de una vulnerabilidad | Vulnerability exploited | Exploitation d’une vulnérabilité | Ausnutzung einer Schwachstelle | Sfruttamento di una vulnerabilità | Exploração de uma vulnerabilidade
  unauthorised_it_access | Acceso no autorizado a datos en sistemas de información | Unauthorised access to IT systems | Accès non autorisé à des systèmes d’information | Unbefugter Zugriff auf IT-Systeme | Accesso non autorizzato a sistemi informatici | Acesso não autorizado a sistemas informáticos
  exfiltration | Extracción de datos | Data exfiltration | Exfiltration de données | Datenabfluss | Esfiltrazione di dati | Exfiltração de dados
  wrong_person_record_mixup | Confusión de expedientes o de personas | Records of people mixed up | Confusion de dossiers ou de personnes | Verwechslung von Akten oder Personen | Scambio di fascicoli o di persone | Troca de processos ou de pessoas
  device_lost_stolen | Dispositivo perdido o robado | Device lost or stolen | Appareil perdu ou volé | Gerät verloren oder gestohlen | Dispositivo smarrito o rubato | Dispositivo perdido ou roubado
  e_waste | Datos residuales en dispositivo obsoleto | Residual data on a discarded device | Données résiduelles sur un appareil mis au rebut | Restdaten auf ausgemustertem Gerät | Dati residui su dispositivo dismesso | Dados residuais em dispositivo descartado
  paper_disposal | Eliminación incorrecta de papel | Paper wrongly disposed of | Élimination incorrecte de papier | Unsachgemäße Entsorgung von Papier | Smaltimento errato di documenti cartacei | Eliminação incorreta de papel
  mail_lost_opened_misdelivered | Correo postal perdido, abierto o mal entregado | Mail lost, opened or misdelivered | Courrier postal perdu, ouvert ou mal distribué | Post verloren, geöffnet oder falsch zugestellt | Posta smarrita, aperta o recapitata male | Correio perdido, aberto ou mal entregue
  misconfiguration | Error de configuración | Misconfiguration | Erreur de configuration | Fehlkonfiguration | Errore di configurazione | Erro de configuração
  wrong_permissions | Permisos incorrectos | Wrong permissions | Droits incorrects | Falsche Berechtigungen | Permessi errati | Permissões incorretas
  paper_lost_stolen | Documentación en papel perdida o robada | Paper lost or stolen | Documents papier perdus ou volés | Papierunterlagen verloren oder gestohlen | Documenti cartacei smarriti o rubati | Documentos em papel perdidos ou roubados
  data_deleted | Borrado de datos | Data deleted | Effacement de données | Löschung von Daten | Cancellazione di dati | Eliminação de dados
  shown_to_wrong_recipient | Datos mostrados a quien no correspondía | Data shown to the wrong recipient | Données montrées à un mauvais destinataire | Daten dem falschen Empfänger gezeigt | Dati mostrati al destinatario errato | Dados mostrados ao destinatário errado
  sent_by_mistake | Datos enviados por error | Data sent by mistake | Données envoyées par erreur | Daten versehentlich versandt | Dati inviati per errore | Dados enviados por engano
  open_cc | Correo a múltiples destinatarios sin copia oculta | E-mail to many with open copy | Courriel à plusieurs destinataires en copie visible | E-Mail an viele mit offenem Verteiler | E-mail a più destinatari in copia visibile | Correio para vários destinatários em cópia visível
  technical_malfunction | Fallo técnico | Technical malfunction | Défaillance technique | Technische Störung | Malfunzionamento tecnico | Falha técnica
  unauthorised_change | Alteración no autorizada | Unauthorised change | Modification non autorisée | Unbefugte Veränderung | Modifica non autorizzata | Alteração não autorizada
  unintended_publication | Publicación no intencionada | Unintended publication | Publication involontaire | Unbeabsichtigte Veröffentlichung | Pubblicazione involontaria | Publicação involuntária
  verbal_disclosure | Revelación verbal | Verbal disclosure | Divulgation orale | Mündliche Offenlegung | Divulgazione verbale | Divulgação verbal
  tbd | Por determinar | To be determined | À déterminer | Noch zu bestimmen | Da determinare | A determinar
  other | Otro | Other | Autre | Andere | Altro | Outro
`);

export const CAUSES = codeList(`
  internal_non_malicious | Interna, no intencionada | Internal, non-malicious | Interne, non malveillante | Intern, nicht böswillig | Interna, non dolosa | Interna, não maliciosa
  internal_malicious | Interna, intencionada | Internal, malicious | Interne, malveillante | Intern, böswillig | Interna, dolosa | Interna, maliciosa
  external_non_malicious | Externa, no intencionada | External, non-malicious | Externe, non malveillante | Extern, nicht böswillig | Esterna, non dolosa | Externa, não maliciosa
  external_malicious | Externa, intencionada | External, malicious | Externe, malveillante | Extern, böswillig | Esterna, dolosa | Externa, maliciosa
  tbd | Por determinar | To be determined | À déterminer | Noch zu bestimmen | Da determinare | A determinar
  unknown | Desconocida | Unknown | Inconnue | Unbekannt | Sconosciuta | Desconhecida
`);

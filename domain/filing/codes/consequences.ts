import { codeList } from '../codes.ts';

export const CONSEQUENCES_C = codeList(`
  beyond_policy | Difusión más allá de lo previsto o de lo consentido | Spread beyond what was foreseen | Diffusion au-delà de ce qui était prévu ou consenti | Verbreitung über das Vorgesehene oder Eingewilligte hinaus | Diffusione oltre quanto previsto o acconsentito | Divulgação além do previsto ou consentido
  linkable | Los datos pueden vincularse con otros de las personas afectadas | Data can be linked with other data | Les données peuvent être recoupées avec d’autres | Daten können mit anderen verknüpft werden | I dati possono essere collegati ad altri | Os dados podem ser associados a outros
  misused | Los datos pueden usarse con otros fines o de forma ilícita | Data can be misused | Les données peuvent être utilisées à d’autres fins ou illicitement | Daten können zweckfremd oder rechtswidrig genutzt werden | I dati possono essere usati per altri fini o illecitamente | Os dados podem ser usados para outros fins ou de forma ilícita
  other | Otras | Others | Autres | Andere | Altre | Outras
  under_assessment | En valoración | Under assessment | En cours d’évaluation | Wird geprüft | In valutazione | Em avaliação
`);

export const CONSEQUENCES_I = codeList(`
  invalid_data_used | Se han usado datos inválidos | Invalid data were used | Des données invalides ont été utilisées | Ungültige Daten wurden verwendet | Sono stati usati dati non validi | Foram usados dados inválidos
  valid_but_false_data_used | Se han usado datos válidos pero falsos | Valid but false data were used | Des données valides mais fausses ont été utilisées | Gültige, aber falsche Daten wurden verwendet | Sono stati usati dati validi ma falsi | Foram usados dados válidos mas falsos
  other | Otras | Others | Autres | Andere | Altre | Outras
  under_assessment | En valoración | Under assessment | En cours d’évaluation | Wird geprüft | In valutazione | Em avaliação
`);

export const CONSEQUENCES_A = codeList(`
  no_access_to_service | Imposibilidad de prestar el servicio | No access to the service | Impossibilité d’accéder au service | Kein Zugang zum Dienst | Impossibilità di accedere al servizio | Impossibilidade de aceder ao serviço
  service_disruption | Deterioro del servicio | Service disrupted | Service perturbé | Dienst beeinträchtigt | Servizio perturbato | Serviço perturbado
  other | Otras | Others | Autres | Andere | Altre | Outras
  under_assessment | En valoración | Under assessment | En cours d’évaluation | Wird geprüft | In valutazione | Em avaliação
`);

export const IMPACTS = codeList(`
  loss_of_control | Pérdida de control sobre sus datos | Loss of control over their data | Perte de contrôle sur leurs données | Verlust der Kontrolle über ihre Daten | Perdita del controllo sui propri dati | Perda de controlo sobre os seus dados
  limitation_of_rights | Limitación de sus derechos | Limitation of their rights | Limitation de leurs droits | Einschränkung ihrer Rechte | Limitazione dei diritti | Limitação dos seus direitos
  discrimination | Discriminación | Discrimination | Discrimination | Diskriminierung | Discriminazione | Discriminação
  identity_theft | Usurpación de identidad | Identity theft | Vol ou usurpation d’identité | Identitätsdiebstahl | Furto o usurpazione d’identità | Roubo ou usurpação de identidade
  fraud | Fraude o suplantación dirigida | Fraud | Fraude | Betrug | Frode | Fraude
  financial_loss | Pérdidas financieras | Financial loss | Perte financière | Finanzielle Verluste | Perdite finanziarie | Perdas financeiras
  pseudonymisation_reversed | Reversión no autorizada de la seudonimización | Unauthorised reversal of pseudonymisation | Renversement non autorisé de la pseudonymisation | Unbefugte Aufhebung der Pseudonymisierung | Decifratura non autorizzata della pseudonimizzazione | Inversão não autorizada da pseudonimização
  reputation | Daño para la reputación | Damage to reputation | Atteinte à la réputation | Rufschädigung | Pregiudizio alla reputazione | Danos para a reputação
  professional_secrecy_lost | Pérdida de confidencialidad de datos sujetos a secreto profesional | Loss of professional secrecy | Perte de confidentialité de données protégées par le secret professionnel | Verlust der Vertraulichkeit von Daten unter Berufsgeheimnis | Perdita di riservatezza di dati protetti da segreto professionale | Perda de confidencialidade de dados protegidos por sigilo profissional
  economic_or_social | Otro perjuicio económico o social significativo | Other significant economic or social disadvantage | Autre dommage économique ou social important | Andere erhebliche wirtschaftliche oder gesellschaftliche Nachteile | Altro danno economico o sociale significativo | Outra desvantagem económica ou social significativa
  disclosure | Divulgación | Disclosure | Divulgation | Offenlegung | Divulgazione | Divulgação
  physical_or_mental_harm | Daño físico o psíquico | Physical or mental harm | Atteinte physique ou psychique | Körperlicher oder seelischer Schaden | Danno fisico o psichico | Dano físico ou psíquico
  property | Daño material | Damage to property | Dommage matériel | Sachschaden | Danno materiale | Dano material
  other | Otro | Other | Autre | Andere | Altro | Outro
  tbd | Por determinar | To be determined | À déterminer | Noch zu bestimmen | Da determinare | A determinar
`);

export const SEVERITIES = codeList(`
  minor | Baja | Minor | Faible | Gering | Bassa | Baixa
  moderate | Media | Moderate | Moyenne | Mittel | Media | Média
  severe | Alta | Severe | Élevée | Schwer | Alta | Alta
  tbd | Por determinar | To be determined | À déterminer | Noch zu bestimmen | Da determinare | A determinar
`);

export const RISK_OUTCOMES = codeList(`
  high | Alto riesgo para los derechos y libertades | High risk | Risque élevé pour les droits et libertés | Hohes Risiko für die Rechte und Freiheiten | Rischio elevato per i diritti e le libertà | Elevado risco para os direitos e liberdades
  risk | Riesgo para los derechos y libertades | Risk | Risque pour les droits et libertés | Risiko für die Rechte und Freiheiten | Rischio per i diritti e le libertà | Risco para os direitos e liberdades
  unlikely | Improbable que constituya un riesgo | Risk unlikely | Risque improbable | Risiko unwahrscheinlich | Rischio improbabile | Risco improvável
  more_information_needed | Falta información para valorarlo | More information needed | Informations insuffisantes pour l’évaluer | Für die Bewertung fehlen Angaben | Servono altre informazioni per valutarlo | Falta informação para o avaliar
`);

export const PEOPLE_TOLD = codeList(`
  yes | Sí, se ha comunicado | Yes, done | Oui, c’est fait | Ja, ist erfolgt | Sì, è stato fatto | Sim, já foi feito
  no_will_on_date | No, pero se comunicará en una fecha prevista | No, will be on a date | Non, prévu à une date fixée | Nein, ist für ein Datum vorgesehen | No, previsto per una data | Não, previsto para uma data
  no_will_date_tbd | No, pero se comunicará; fecha por decidir | No, will be; date to be decided | Non, prévu ; date à fixer | Nein, ist vorgesehen; Datum offen | No, previsto; data da decidere | Não, previsto; data a decidir
  no_investigating | No, aún se está investigando | No, still investigating | Non, enquête en cours | Nein, wird noch untersucht | No, indagine in corso | Não, ainda em investigação
  no_not_high_risk | No: no hay alto riesgo | No: no high risk | Non : pas de risque élevé | Nein: kein hohes Risiko | No: nessun rischio elevato | Não: não há elevado risco
  no_exempt_34_3 | No: se aplica una excepción del artículo 34.3 | No: an exemption of Art. 34(3) applies | Non : une exception de l’article 34, § 3, s’applique | Nein: eine Ausnahme des Art. 34 Abs. 3 greift | No: si applica un’eccezione dell’art. 34, par. 3 | Não: aplica-se uma exceção do art. 34.º, n.º 3
`);

export const EXEMPTIONS = codeList(`
  a | Art. 34.3.a): medidas que hacen ininteligibles los datos | Art. 34(3)(a): data unintelligible | Art. 34, § 3, a) : données rendues incompréhensibles | Art. 34 Abs. 3 lit. a: Daten unverständlich gemacht | Art. 34, par. 3, lett. a): dati resi incomprensibili | Art. 34.º, n.º 3, al. a): dados tornados incompreensíveis
  b | Art. 34.3.b): medidas ulteriores que eliminan el alto riesgo | Art. 34(3)(b): later measures remove the high risk | Art. 34, § 3, b) : mesures ultérieures écartant le risque élevé | Art. 34 Abs. 3 lit. b: spätere Maßnahmen beseitigen das hohe Risiko | Art. 34, par. 3, lett. b): misure successive che escludono il rischio elevato | Art. 34.º, n.º 3, al. b): medidas posteriores que afastam o elevado risco
  c | Art. 34.3.c): esfuerzo desproporcionado; comunicación pública | Art. 34(3)(c): disproportionate effort; public communication | Art. 34, § 3, c) : efforts disproportionnés ; communication publique | Art. 34 Abs. 3 lit. c: unverhältnismäßiger Aufwand; öffentliche Bekanntmachung | Art. 34, par. 3, lett. c): sforzi sproporzionati; comunicazione pubblica | Art. 34.º, n.º 3, al. c): esforço desproporcionado; comunicação pública
`);

export const INFORMED = codeList(`
  all | Todas las personas afectadas | All of them | Toutes | Alle | Tutti | Todas
  not_all | No todas | Not all | Pas toutes | Nicht alle | Non tutti | Nem todas
`);

export const MEANS = codeList(`
  individual | Comunicación individual | Individual communication | Communication individuelle | Einzelne Benachrichtigung | Comunicazione individuale | Comunicação individual
  public | Comunicación pública | Public communication | Communication publique | Öffentliche Bekanntmachung | Comunicazione pubblica | Comunicação pública
  other | Otro medio | Other means | Autre moyen | Anderes Mittel | Altro mezzo | Outro meio
`);

export const ATTACHMENTS = codeList(`
  notice_to_people | Comunicación a las personas afectadas | Notice to people | Communication aux personnes | Benachrichtigung der Personen | Comunicazione agli interessati | Comunicação às pessoas
  risk_assessment | Valoración del riesgo | Risk assessment | Évaluation du risque | Risikobewertung | Valutazione del rischio | Avaliação do risco
  forensic_report | Informe forense | Forensic report | Rapport d’analyse forensique | Forensischer Bericht | Relazione forense | Relatório forense
  ransom_note | Nota de rescate | Ransom note | Demande de rançon | Lösegeldforderung | Richiesta di riscatto | Nota de resgate
  phishing_mail | Correo de suplantación | Phishing mail | Courriel d’hameçonnage | Phishing-E-Mail | E-mail di phishing | Mensagem de phishing
  internal_procedure | Procedimiento interno | Internal procedure | Procédure interne | Internes Verfahren | Procedura interna | Procedimento interno
  deletion_policy | Política de supresión | Deletion policy | Politique de suppression | Löschkonzept | Politica di cancellazione | Política de eliminação
  message_to_wrong_recipients | Mensaje a los destinatarios erróneos | Message to wrong recipients | Message aux mauvais destinataires | Nachricht an falsche Empfänger | Messaggio ai destinatari errati | Mensagem aos destinatários errados
  external_notice | Aviso externo de la brecha | External notice of the breach | Avis externe de la violation | Externer Hinweis auf die Verletzung | Avviso esterno della violazione | Aviso externo da violação
  other | Otro | Other | Autre | Andere | Altro | Outro
`);

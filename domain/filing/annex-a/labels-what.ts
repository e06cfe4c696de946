/** Labels of sections F and G: key, español, English, français, Deutsch, italiano, português. */
export const WHAT_LABELS = `
when | ¿Cuándo se produjo? | When did it happen? | Quand a-t-elle eu lieu ? | Wann ist sie eingetreten? | Quando è avvenuta? | Quando ocorreu?
estimatedOnly | ¿Fechas estimadas? | Are the dates estimates? | Dates estimées ? | Geschätzte Daten? | Date stimate? | Datas estimadas?
start | Inicio | Start | Début | Beginn | Inizio | Início
end | Fin | End | Fin | Ende | Fine | Fim
controllerAwareAt | Constancia del responsable | Controller became aware | Prise de connaissance par le responsable | Kenntnis des Verantwortlichen | Conoscenza da parte del titolare | Conhecimento pelo responsável
awarePrecision | Precisión de la constancia | How precise this is | Précision de cette date | Genauigkeit dieser Angabe | Precisione di questa data | Precisão desta data
lateReasons | Motivo de notificar después de 72 horas | Reasons for delay | Motifs du retard | Gründe für die Verzögerung | Motivi del ritardo | Motivos do atraso
lateReasonsText | Explicación de la demora | Explanation of the delay | Explication du retard | Erläuterung der Verzögerung | Spiegazione del ritardo | Explicação do atraso
discoveredBy | ¿Quién la detectó? | Who discovered it? | Qui l’a découverte ? | Wer hat sie entdeckt? | Chi l’ha scoperta? | Quem a detetou?
discoveryText | Cómo se detectó | How it was discovered | Comment elle a été découverte | Wie sie entdeckt wurde | Come è stata scoperta | Como foi detetada
otherPartyToldOn | Fecha del aviso del tercero | Other party told us on | Date à laquelle l’autre partie nous a informés | Datum der Mitteilung des Dritten | Data in cui l’altra parte ci ha informati | Data em que a outra parte nos informou
timelineText | Cronología | Timeline | Chronologie | Zeitlicher Ablauf | Cronologia | Cronologia
types | Dimensiones afectadas | What was affected | Nature de l’atteinte | Art der Verletzung | Natura della violazione | Natureza da violação
cKind | Confidencialidad: extracción | Confidentiality: taken? | Confidentialité : extraction ? | Vertraulichkeit: abgeflossen? | Riservatezza: esfiltrazione? | Confidencialidade: exfiltração?
unintelligible | ¿Datos ininteligibles? | Data unintelligible? | Données incompréhensibles ? | Daten unverständlich gemacht? | Dati incomprensibili? | Dados incompreensíveis?
iKind | Integridad | Integrity | Intégrité | Integrität | Integrità | Integridade
aKind | Disponibilidad | Availability | Disponibilité | Verfügbarkeit | Disponibilità | Disponibilidade
incident | Cómo se produjo | How it happened | Comment elle s’est produite | Wie es dazu kam | Come è avvenuta | Como ocorreu
cause | Origen e intención | Cause | Origine et intention | Ursache | Origine e intenzione | Origem e intenção
causeText | Descripción de la causa | Description of the cause | Description de la cause | Beschreibung der Ursache | Descrizione della causa | Descrição da causa
systemsText | Sistemas y ubicaciones | Systems and locations | Systèmes et localisations | Systeme und Standorte | Sistemi e ubicazioni | Sistemas e localizações
`;

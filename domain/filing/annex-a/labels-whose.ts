/** Labels of sections H to L: key, español, English, français, Deutsch, italiano, português. */
export const WHOSE_LABELS = `
categories | Perfil de las personas | Categories of people | Catégories de personnes | Kategorien betroffener Personen | Categorie di interessati | Categorias de titulares
categoriesText | Descripción de las personas | Description of the people | Description des personnes | Beschreibung der Personen | Descrizione degli interessati | Descrição dos titulares
countKind | Número de personas: ¿exacto? | Number of people: how exact | Nombre de personnes : précision | Zahl der Personen: Genauigkeit | Numero di interessati: precisione | Número de titulares: precisão
count | Número de personas | Number of people | Nombre de personnes | Zahl der Personen | Numero di interessati | Número de titulares
dataTypes | Tipos de datos | Types of data | Catégories de données | Kategorien von Daten | Categorie di dati | Categorias de dados
dataTypesText | Descripción de los datos | Description of the data | Description des données | Beschreibung der Daten | Descrizione dei dati | Descrição dos dados
recordKind | Número de registros: ¿exacto? | Number of records: how exact | Nombre d’enregistrements : précision | Zahl der Datensätze: Genauigkeit | Numero di registrazioni: precisione | Número de registos: precisão
recordCount | Número de registros | Number of records | Nombre d’enregistrements | Zahl der Datensätze | Numero di registrazioni | Número de registos
recordText | Qué es un registro | What a record is | Ce qu’est un enregistrement | Was ein Datensatz ist | Che cosa è una registrazione | O que é um registo
measuresBefore | Medidas previas | Measures before | Mesures antérieures | Maßnahmen zuvor | Misure precedenti | Medidas anteriores
measuresBeforeText | Descripción de las medidas previas | Description of measures before | Description des mesures antérieures | Beschreibung der früheren Maßnahmen | Descrizione delle misure precedenti | Descrição das medidas anteriores
consequences.c | Consecuencias: confidencialidad | Consequences: confidentiality | Conséquences : confidentialité | Folgen: Vertraulichkeit | Conseguenze: riservatezza | Consequências: confidencialidade
consequences.cText | Otras consecuencias para la confidencialidad | Other consequences for confidentiality | Autres conséquences pour la confidentialité | Andere Folgen für die Vertraulichkeit | Altre conseguenze per la riservatezza | Outras consequências para a confidencialidade
consequences.i | Consecuencias: integridad | Consequences: integrity | Conséquences : intégrité | Folgen: Integrität | Conseguenze: integrità | Consequências: integridade
consequences.iText | Otras consecuencias para la integridad | Other consequences for integrity | Autres conséquences pour l’intégrité | Andere Folgen für die Integrität | Altre conseguenze per l’integrità | Outras consequências para a integridade
consequences.a | Consecuencias: disponibilidad | Consequences: availability | Conséquences : disponibilité | Folgen: Verfügbarkeit | Conseguenze: disponibilità | Consequências: disponibilidade
consequences.aText | Otras consecuencias para la disponibilidad | Other consequences for availability | Autres conséquences pour la disponibilité | Andere Folgen für die Verfügbarkeit | Altre conseguenze per la disponibilità | Outras consequências para a disponibilidade
impact | Efectos sobre las personas | Impact on people | Effets sur les personnes | Auswirkungen auf die Personen | Effetti sulle persone | Efeitos sobre as pessoas
impactText | Descripción de los efectos | Description of the impact | Description des effets | Beschreibung der Auswirkungen | Descrizione degli effetti | Descrição dos efeitos
severity | Gravedad para las personas | Severity for people | Gravité pour les personnes | Schwere für die Personen | Gravità per le persone | Gravidade para as pessoas
riskOutcome | Valoración del riesgo | Outcome of the risk assessment | Résultat de l’évaluation du risque | Ergebnis der Risikobewertung | Esito della valutazione del rischio | Resultado da avaliação do risco
method | Método y factores | Method and factors | Méthode et facteurs | Methode und Faktoren | Metodo e fattori | Método e fatores
addressing | Medidas para atajar la brecha | Measures to address the breach | Mesures prises pour remédier à la violation | Maßnahmen zur Behebung | Misure per porre rimedio alla violazione | Medidas para reparar a violação
preventive | Medidas preventivas | Preventive measures | Mesures préventives | Vorbeugende Maßnahmen | Misure preventive | Medidas preventivas
measuresText | Descripción de las medidas | Description of the measures | Description des mesures | Beschreibung der Maßnahmen | Descrizione delle misure | Descrição das medidas
`;

/** Labels of sections M to Q: key, español, English, français, Deutsch, italiano, português. */
export const TOLD_LABELS = `
status | ¿Se ha comunicado a las personas? | Have people been told? | Les personnes ont-elles été informées ? | Wurden die Personen benachrichtigt? | Gli interessati sono stati informati? | As pessoas foram informadas?
startedOn | Fecha de la comunicación | Told from | Informées à partir du | Benachrichtigt ab | Informati dal | Informadas desde
plannedOn | Fecha prevista | Planned for | Date prévue | Geplant für | Data prevista | Data prevista
exemption | Excepción aplicada | Exemption claimed | Exception invoquée | Geltend gemachte Ausnahme | Eccezione invocata | Exceção invocada
exemptionText | Justificación de la excepción | Reasons for the exemption | Motifs de l’exception | Begründung der Ausnahme | Motivi dell’eccezione | Fundamentos da exceção
informed | ¿A todas las personas? | All of them? | Toutes les personnes ? | Alle Personen? | Tutti gli interessati? | Todas as pessoas?
informedText | Por qué no a todas | Why not all | Pourquoi pas toutes | Warum nicht alle | Perché non tutti | Por que não todas
informedCount | Número de personas informadas | Number of people told | Nombre de personnes informées | Zahl der benachrichtigten Personen | Numero di persone informate | Número de pessoas informadas
means | Medio | Means | Moyen | Mittel | Mezzo | Meio
meansText | Descripción del medio | Description of the means | Description du moyen | Beschreibung des Mittels | Descrizione del mezzo | Descrição do meio
contentText | Contenido comunicado | Content as sent | Contenu communiqué | Mitgeteilter Inhalt | Contenuto comunicato | Conteúdo comunicado
police | ¿Denuncia policial? | Police told? | Police informée ? | Polizei informiert? | Polizia informata? | Polícia informada?
otherAuthorities | ¿Otras autoridades o CERT? | Other authorities or CERT told? | Autres autorités ou CERT informés ? | Andere Behörden oder CERT informiert? | Altre autorità o CERT informati? | Outras autoridades ou CERT informados?
othersToldText | Detalles y referencias | Details and references | Détails et références | Einzelheiten und Aktenzeichen | Dettagli e riferimenti | Detalhes e referências
crossBorder | ¿Transfronteriza? | Cross-border? | Transfrontalière ? | Grenzüberschreitend? | Transfrontaliera? | Transfronteiriça?
leadSA | Autoridad principal | Lead authority | Autorité chef de file | Federführende Behörde | Autorità capofila | Autoridade principal
establishments | Países con establecimiento | Countries with establishments | Pays d’établissement | Länder mit Niederlassung | Paesi con stabilimento | Países com estabelecimento
affectedCountries | Países de las personas afectadas | Countries of the people | Pays des personnes concernées | Länder der betroffenen Personen | Paesi degli interessati | Países dos titulares
countPerCountry | Personas por país | People per country | Personnes par pays | Personen je Land | Persone per paese | Pessoas por país
authoritiesTold | Otras autoridades de control informadas | Other authorities told | Autres autorités de contrôle informées | Andere informierte Aufsichtsbehörden | Altre autorità di controllo informate | Outras autoridades de controlo informadas
nonEea | ¿Responsable fuera del EEE? | Controller outside the EEA? | Responsable hors de l’EEE ? | Verantwortlicher außerhalb des EWR? | Titolare fuori dal SEE? | Responsável fora do EEE?
nonEeaCountries | Países afectados | Countries affected | Pays concernés | Betroffene Länder | Paesi interessati | Países afetados
nonEeaCountPerCountry | Personas por país | People per country | Personnes par pays | Personen je Land | Persone per paese | Pessoas por país
nonEeaAuthorities | Autoridades informadas | Authorities told | Autorités informées | Informierte Behörden | Autorità informate | Autoridades informadas
attachments | Documentos adjuntos | Attachments | Pièces jointes | Anlagen | Allegati | Anexos
attachmentsText | Descripción de los adjuntos | Description of attachments | Description des pièces jointes | Beschreibung der Anlagen | Descrizione degli allegati | Descrição dos anexos
`;

import { OPEN_CODE_LIST } from '../codes/open.ts';
import { DATE, fieldsOf, someOf, WORDS } from '../field.ts';
import type { FiledValue } from '../input.ts';
import { FILING_LANGUAGES } from '../language.ts';
import { openCodesOf } from '../open-codes.ts';
import { type FilingForm, sectionsOf } from './form.ts';

const place = 'Letter, section 11';

const field = fieldsOf(`
  openCodes   | Queda abierto | Still open | Reste à préciser | Noch offen | Resta da precisare | Fica em aberto
  whyOpenText | Por qué no se puede decir aún | Why it cannot be said yet | Pourquoi cela ne peut être dit maintenant | Warum es noch nicht gesagt werden kann | Perché non si può ancora dire | Por que ainda não se pode dizer
  followsOn   | Se ampliará a más tardar el | The rest will follow by | Le complément suivra au plus tard le | Der Rest folgt bis spätestens | Il resto seguirà entro il | O restante seguirá até
`);

/** What the letter says of its own: what is still to come, why, and by when (Art. 33(4)). */
const OWN_ROWS = [
  field('openCodes', place, someOf(OPEN_CODE_LIST), { need: 'optional', saidBy: 'engine' }),
  field('whyOpenText', place, WORDS, { need: 'optional' }),
  field('followsOn', place, DATE, { need: 'optional' }),
];

function derive(values: Readonly<Record<string, FiledValue>>): Record<string, FiledValue> {
  const open = values['subtype']?.value === 'incomplete' ? openCodesOf(values) : [];
  if (open.length === 0) return {};
  return { openCodes: { value: open, seq: null, source: 'engine', confidence: 'confirmed', at: null } };
}

const TITLES = `
  1  | Esta notificación                              | This notification            | La présente notification                     | Diese Meldung                           | La presente notifica                          | A presente notificação
  2  | Quiénes somos                                  | Who we are                   | Qui nous sommes                              | Wer wir sind                            | Chi siamo                                     | Quem somos
  3  | Naturaleza de la violación, art. 33.3.a)       | Nature of the breach, Art. 33(3)(a) | Nature de la violation, art. 33, § 3, a)     | Art der Verletzung, Art. 33 Abs. 3 lit. a | Natura della violazione, art. 33, par. 3, lett. a) | Natureza da violação, art. 33.º, n.º 3, al. a)
  4  | Personas y datos afectados, art. 33.3.a)       | People and data, Art. 33(3)(a) | Personnes et données, art. 33, § 3, a)       | Personen und Daten, Art. 33 Abs. 3 lit. a | Persone e dati, art. 33, par. 3, lett. a)      | Pessoas e dados, art. 33.º, n.º 3, al. a)
  5  | Punto de contacto, art. 33.3.b)                | Contact, Art. 33(3)(b)       | Point de contact, art. 33, § 3, b)           | Anlaufstelle, Art. 33 Abs. 3 lit. b     | Punto di contatto, art. 33, par. 3, lett. b)  | Ponto de contacto, art. 33.º, n.º 3, al. b)
  6  | Consecuencias probables, art. 33.3.c)          | Likely consequences, Art. 33(3)(c) | Conséquences probables, art. 33, § 3, c)     | Wahrscheinliche Folgen, Art. 33 Abs. 3 lit. c | Probabili conseguenze, art. 33, par. 3, lett. c) | Consequências prováveis, art. 33.º, n.º 3, al. c)
  7  | Medidas, art. 33.3.d)                          | Measures, Art. 33(3)(d)      | Mesures, art. 33, § 3, d)                    | Maßnahmen, Art. 33 Abs. 3 lit. d        | Misure, art. 33, par. 3, lett. d)             | Medidas, art. 33.º, n.º 3, al. d)
  8  | Cronología, constancia y demora                | Time, awareness and delay    | Chronologie, prise de connaissance et retard | Zeitpunkte, Kenntnis und Verzögerung    | Tempi, conoscenza e ritardo                   | Cronologia, conhecimento e atraso
  9  | Comunicación a las personas                    | People told                  | Information des personnes                    | Benachrichtigung der Personen           | Comunicazione agli interessati                | Comunicação às pessoas
  10 | Países y otras autoridades                     | Countries and other authorities | Pays et autres autorités                     | Länder und andere Behörden              | Paesi e altre autorità                        | Países e outras autoridades
  11 | Qué queda abierto y cuándo se ampliará         | What is still open and when it follows | Ce qui reste à préciser et quand             | Was noch offen ist und wann es folgt    | Che cosa resta da precisare e quando          | O que fica em aberto e quando seguirá
  12 | Documentos adjuntos                            | Attachments                  | Pièces jointes                               | Anlagen                                 | Allegati                                      | Anexos
`;

/**
 * A letter with the minimum of Art. 33(3), for every authority whose own form is not written here.
 *
 * Its order follows the letters of the article. Wording and translations are ours, unofficial.
 *
 * @see GDPR Art. 33(1), (3), (4)
 */
export const LETTER_FORM: FilingForm = {
  id: 'letter',
  name: {
    es: 'Carta con el contenido mínimo del art. 33.3 del RGPD',
    en: 'Letter with the minimum content of Art. 33(3) GDPR',
    fr: 'Lettre contenant le minimum de l’article 33, paragraphe 3, du RGPD',
    de: 'Schreiben mit dem Mindestinhalt des Art. 33 Abs. 3 DSGVO',
    it: 'Lettera con il contenuto minimo dell’art. 33, paragrafo 3, del RGPD',
    pt: 'Carta com o conteúdo mínimo do artigo 33.º, n.º 3, do RGPD',
  },
  version: '1, 2026-11-22',
  verifiedAt: '2026-11-22',
  evidence: 'D',
  wording: 'ours',
  caution: {
    es: 'No es un formulario de la autoridad: contiene lo que pide el art. 33.3. La redacción y las traducciones son nuestras, no oficiales. Antes de presentarla, compruebe si la autoridad exige su propio formulario o canal. Los textos quedan en el idioma en que se escribieron: tradúzcalos si hace falta.',
    en: 'This is no form of the authority: it holds what Art. 33(3) asks. Wording and translations are ours, unofficial. Before filing, check whether the authority insists on a form or channel of its own. Texts stay in the language they were written in: translate them where needed.',
    fr: 'Ceci n’est pas un formulaire de l’autorité : la lettre contient ce que demande l’article 33, § 3. La rédaction et les traductions sont les nôtres, sans caractère officiel. Avant l’envoi, vérifiez si l’autorité impose son propre formulaire ou canal. Les textes restent dans la langue où ils ont été écrits : traduisez-les si nécessaire.',
    de: 'Dies ist kein Formular der Behörde: Das Schreiben enthält, was Art. 33 Abs. 3 verlangt. Wortlaut und Übersetzungen stammen von uns und sind nicht amtlich. Vor der Meldung prüfen, ob die Behörde ein eigenes Formular oder einen eigenen Kanal verlangt. Texte bleiben in der Sprache, in der sie geschrieben wurden: bei Bedarf übersetzen.',
    it: 'Non è un modulo dell’autorità: contiene quanto richiesto dall’art. 33, par. 3. Testo e traduzioni sono nostri, non ufficiali. Prima dell’invio, verificare se l’autorità richiede un proprio modulo o canale. I testi restano nella lingua in cui sono stati scritti: tradurli se necessario.',
    pt: 'Não é um formulário da autoridade: contém o que pede o art. 33.º, n.º 3. A redação e as traduções são nossas, não oficiais. Antes de notificar, verifique se a autoridade exige um formulário ou canal próprio. Os textos ficam na língua em que foram escritos: traduza-os se necessário.',
  },
  authorities: [],
  languages: FILING_LANGUAGES,
  ownRows: OWN_ROWS,
  derive,
  sections: sectionsOf(TITLES, {
    1: 'type subtype previousId withdrawReason internalRef',
    2: `controller.name controller.id controller.contact.address controller.contact.phone controller.contact.email
       controller.sector controller.activity nonEea representative.name representative.contact reporter.name
       reporter.function reporter.contact.email reporter.contact.phone involved parties jointControllersText`,
    3: 'types cKind unintelligible iKind aKind incident cause causeText systemsText',
    4: 'categories categoriesText countKind count dataTypes dataTypesText recordKind recordCount recordText',
    5: `dpo.designated dpo.name dpo.contact.email dpo.contact.phone infoPoint infoPointName infoPointFunction
       infoPointContact`,
    6: `consequences.c consequences.cText consequences.i consequences.iText consequences.a consequences.aText impact
       impactText severity riskOutcome method`,
    7: 'measuresBefore measuresBeforeText addressing preventive measuresText police otherAuthorities othersToldText',
    8: `when estimatedOnly start end controllerAwareAt awarePrecision discoveredBy discoveryText otherPartyToldOn
       timelineText lateReasons lateReasonsText`,
    9: `status startedOn plannedOn informed informedText informedCount means meansText contentText exemption
       exemptionText`,
    10: `crossBorder affectedCountries countPerCountry establishments leadSA authoritiesTold nonEeaCountries
       nonEeaCountPerCountry nonEeaAuthorities`,
    11: 'openCodes whyOpenText followsOn',
    12: 'attachments attachmentsText',
  }),
};

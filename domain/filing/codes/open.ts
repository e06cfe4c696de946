import { codeList } from '../codes.ts';

/** What a first filing may leave open, by the letters of Art. 33(3)(a) to (d) and what else is asked. */
export const OPEN_CODE_LIST = codeList(`
  a1     | Naturaleza de la violación (art. 33.3.a) | Nature of the breach (Art. 33(3)(a)) | Nature de la violation (art. 33, § 3, a) | Art der Verletzung (Art. 33 Abs. 3 lit. a) | Natura della violazione (art. 33, par. 3, lett. a) | Natureza da violação (art. 33.º, n.º 3, al. a)
  a2     | Categorías de personas (art. 33.3.a)     | Categories of people (Art. 33(3)(a)) | Catégories de personnes (art. 33, § 3, a) | Kategorien von Personen (Art. 33 Abs. 3 lit. a) | Categorie di interessati (art. 33, par. 3, lett. a) | Categorias de titulares (art. 33.º, n.º 3, al. a)
  a3     | Número de personas (art. 33.3.a)         | Number of people (Art. 33(3)(a)) | Nombre de personnes (art. 33, § 3, a) | Zahl der Personen (Art. 33 Abs. 3 lit. a) | Numero di interessati (art. 33, par. 3, lett. a) | Número de titulares (art. 33.º, n.º 3, al. a)
  a4     | Tipos de datos (art. 33.3.a)             | Types of data (Art. 33(3)(a)) | Catégories de données (art. 33, § 3, a) | Kategorien von Daten (Art. 33 Abs. 3 lit. a) | Categorie di dati (art. 33, par. 3, lett. a) | Categorias de dados (art. 33.º, n.º 3, al. a)
  a5     | Número de registros (art. 33.3.a)        | Number of records (Art. 33(3)(a)) | Nombre d’enregistrements (art. 33, § 3, a) | Zahl der Datensätze (Art. 33 Abs. 3 lit. a) | Numero di registrazioni (art. 33, par. 3, lett. a) | Número de registos (art. 33.º, n.º 3, al. a)
  b      | Punto de contacto (art. 33.3.b)          | Contact point (Art. 33(3)(b)) | Point de contact (art. 33, § 3, b) | Anlaufstelle (Art. 33 Abs. 3 lit. b) | Punto di contatto (art. 33, par. 3, lett. b) | Ponto de contacto (art. 33.º, n.º 3, al. b)
  c      | Consecuencias probables (art. 33.3.c)    | Likely consequences (Art. 33(3)(c)) | Conséquences probables (art. 33, § 3, c) | Wahrscheinliche Folgen (Art. 33 Abs. 3 lit. c) | Probabili conseguenze (art. 33, par. 3, lett. c) | Consequências prováveis (art. 33.º, n.º 3, al. c)
  d      | Medidas (art. 33.3.d)                    | Measures (Art. 33(3)(d)) | Mesures (art. 33, § 3, d) | Maßnahmen (Art. 33 Abs. 3 lit. d) | Misure (art. 33, par. 3, lett. d) | Medidas (art. 33.º, n.º 3, al. d)
  start  | Cuándo se produjo                        | When it happened | Date de la violation | Zeitpunkt der Verletzung | Quando è avvenuta | Quando ocorreu
  risk   | Valoración del riesgo                    | Assessment of the risk | Évaluation du risque | Bewertung des Risikos | Valutazione del rischio | Avaliação do risco
  people | Comunicación a las personas              | Communication to the people | Communication aux personnes | Benachrichtigung der Personen | Comunicazione agli interessati | Comunicação às pessoas
`);

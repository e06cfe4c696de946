import type { BodyOf, StatementKind } from '../domain/case/bodies.ts';
import type { Entry } from '../domain/case/entry.ts';

/** What a sentence may use besides the entry's body. */
export interface Telling {
  zone: string;
  /** One text of the entry, quoted and cut; empty when it was not given. */
  words: (field: string) => string;
  /** All of its texts. */
  allWords: () => string;
  entry: Entry;
}

export type Sentences = {
  [K in StatementKind]?: (body: BodyOf<K>, telling: Telling) => string;
};
/** ` because “…”`, or nothing. */
export const because = ({ words }: Telling, field = 'reason'): string => {
  const text = words(field);
  return text && ` because ${text}`;
};

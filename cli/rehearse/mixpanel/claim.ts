/** One claim of the story: a coded value, or a text in Spanish; `S0` and `S2` are two press articles. */
export interface StoryClaim {
  key: string;
  value?: unknown;
  text?: string;
  source: 'S0' | 'S2' | 'controller' | 'X';
  confidence: 'confirmed' | 'inferred' | 'unverified';
}

/** A choice between claims that contradict each other, with the reason the file keeps. */
export interface StoryChoice extends StoryClaim {
  settles: readonly string[];
  reason: string;
}

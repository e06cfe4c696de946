import type { Said } from '../../desk/say.ts';
import type { StatementKind } from '../../domain/case/bodies.ts';
import type { StorySaying } from './mixpanel/say-story.ts';
import type { StoryEngine } from './story-engine.ts';

/** A legal fact of the story, compared with the tables of the law, never with our own functions. */
export interface Expectation {
  /** The rule or worked example it is typed from, such as `T-3-18`. */
  source: string;
  what: string;
  expected: unknown;
  actual: unknown;
}

/** What a chapter of a story does at its instant. */
export interface Scene {
  engine: StoryEngine;
  /** Cases by the name the story gives them. */
  cases: Map<string, string>;
  say: (speaker: Speaking, saying: StorySaying) => Promise<Said>;
  expect: (expectation: Expectation) => void;
}

export interface Speaking {
  organisationId: string;
  actor: string;
  caseId: string | null;
}

/** One instant of a story and what happens then; between chapters the engine does what falls due. */
export interface Chapter {
  /** With offset, in the story's zone. */
  at: string;
  play: (scene: Scene) => Promise<void>;
}

export interface Story {
  name: string;
  zone: string;
  /** The test server's calendar is this many years ahead of the story's. */
  yearsAhead: number;
  chapters: readonly Chapter[];
  /** Checks once everything has happened. */
  finish: (scene: Scene) => Promise<void>;
}

/** The story's own date of an engine instant: the calendars are equal, only the year differs. */
export const storyInstant = (at: string, yearsAhead: number): string =>
  at.replace(/^\d{4}/, (year) => String(Number(year) - yearsAhead));

/** A sentence with the story's own years in it. */
export const storyWords = (sentence: string, yearsAhead: number): string =>
  sentence.replace(/\b20[34]\d\b/g, (year) => String(Number(year) - yearsAhead));

export const isSame = ({ expected, actual }: Expectation): boolean =>
  JSON.stringify(expected) === JSON.stringify(actual);

/** Says a statement of the story on the engine and settles. */
export async function speak(
  engine: StoryEngine,
  { organisationId, actor, caseId }: Speaking,
  saying: StorySaying,
): Promise<Said> {
  const { kind, body, words } = saying;
  return engine.say(organisationId, actor, { kind: kind as StatementKind, caseId, body, ...(words ? { words } : {}) });
}

import type { Entry } from '../../domain/case/entry.ts';
export const sentenceOf = (entry: Entry, words: Record<string, string|null>): string => `${entry.kind} ${JSON.stringify({...entry.body, words: undefined, claims: undefined, policy: undefined}).slice(0,160)} ${Object.values(words).join(' | ').slice(0,80)}`;

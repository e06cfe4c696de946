import { ANNEX_A } from './annex-a.ts';
import type { OpenCode } from './field.ts';
import { type FilingValues, isLeftOpen, isMissing, isRequired } from './values.ts';

const ORDER: readonly OpenCode[] = ['a1', 'a2', 'a3', 'a4', 'a5', 'b', 'c', 'd', 'start', 'risk', 'people'];

/** What a first filing must say is still to come: every code with a required field unanswered or left open (Art. 33(4)). */
export function openCodesOf(values: FilingValues): OpenCode[] {
  const open = new Set(
    ANNEX_A.filter((row) => isRequired(row, values))
      .filter(({ key }) => isMissing(key, values) || isLeftOpen(key, values))
      .map(({ code }) => code),
  );
  return ORDER.filter((code) => open.has(code));
}

import { TOLD } from './annex-a/told.ts';
import { WHAT } from './annex-a/what.ts';
import { WHO } from './annex-a/who.ts';
import { WHOSE } from './annex-a/whose.ts';
import type { FieldRow } from './field.ts';

/** The EDPB common template, version 1.0 for consultation (June 2026), as our filing model; the keys are ours. */
export const ANNEX_A: readonly FieldRow[] = [...WHO, ...WHAT, ...WHOSE, ...TOLD];

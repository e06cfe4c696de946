import type { NoticeData } from './notice.ts';

/** How a name may be used: printed, or asked for in an `if`. A text may be asked for as well. */
type Use = 'text' | 'condition';

const USES = {
  caseId: 'text',
  reference: 'text',
  controller: 'text',
  name: 'text',
  drill: 'condition',
  affected: 'condition',
  possiblyAffected: 'condition',
  notAffected: 'condition',
  toldNotAffected: 'condition',
  toldAffected: 'condition',
  nature: 'text',
  when: 'text',
  data: 'text',
  untouched: 'text',
  consequences: 'text',
  measures: 'text',
  advice: 'text',
  contact: 'text',
  verify: 'text',
} as const satisfies Record<keyof NoticeData, Use>;

/** Every name a notice template may use; a map, since an object would know `constructor` too. */
export const NOTICE_NAMES: ReadonlyMap<string, Use> = new Map(Object.entries(USES));

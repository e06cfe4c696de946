import type { Instant } from '../domain/clocks/instant.ts';
import { showTimeThere } from '../domain/clocks/show-time.ts';

/** One authority of a case; a row of `filing list` is one. */
export interface AuthorityRow {
  code: string;
  state: 'open' | 'late' | 'filed' | 'completed' | 'withdrawn' | 'notRequired' | 'courtesy';
  /** The most pressing of what is owed there; null when nothing is. */
  owed: { dutyId: string } | null;
  /** Null where the law names no hours. */
  dueAt: Instant | null;
  actBy: Instant | null;
  /** Of the authority. */
  zone: string;
  registryNumber: string | null;
}

export interface AuthoritiesData {
  caseId: string;
  drill: boolean;
  rows: readonly AuthorityRow[];
}

/** What the picture says of one authority; empty where there is nothing to say. */
export interface AuthorityLine {
  code: string;
  sign: string;
  state: string;
  owed: string;
  due: string;
  number: string;
}

/** A word for each state, and a sign beside it, so that colour is never alone. */
const STATES: Record<AuthorityRow['state'], { sign: string; word: string }> = {
  open: { sign: '○', word: 'open' },
  late: { sign: '!', word: 'LATE' },
  filed: { sign: '✓', word: 'filed' },
  completed: { sign: '■', word: 'completed' },
  withdrawn: { sign: '×', word: 'withdrawn' },
  notRequired: { sign: '–', word: 'not required' },
  courtesy: { sign: '=', word: 'courtesy only' },
};

function dueOf({ actBy, dueAt, zone, owed }: AuthorityRow): string {
  if (owed === null) return '';
  if (actBy === null) return 'the law names no hours';
  return `${showTimeThere(actBy, zone)}${dueAt === null ? ', our target' : ''}`;
}

/** The facts of the picture as rows, in the order given. */
export const authoritiesTable = ({ rows }: AuthoritiesData): AuthorityLine[] =>
  rows.map((row) => ({
    code: row.code,
    sign: STATES[row.state].sign,
    state: STATES[row.state].word,
    owed: row.owed?.dutyId.split('/').slice(2).join(' ') ?? '',
    due: dueOf(row),
    number: row.registryNumber ?? '',
  }));

/** `4 authorities: owed something 3, late 1`. */
export function authoritiesSummary({ rows }: AuthoritiesData): string {
  if (rows.length === 0) return 'No authority is filed with.';
  const owed = rows.filter((row) => row.owed !== null).length;
  const late = rows.filter(({ state }) => state === 'late').length;
  const count = rows.length === 1 ? '1 authority' : `${rows.length} authorities`;
  return `${count}: ${owed} owed something, ${late} late`;
}

import type { Command } from 'commander';
import { loadFacts } from '../../database/case.ts';
import { type FilingRow, filingList } from '../../desk/filing-list.ts';
import { letterWords } from '../../desk/letter-view.ts';
import { requireOrganisationOf } from '../../desk/read-case.ts';
import { isOurTarget } from '../../domain/case/duties/duty.ts';
import type { CaseFacts } from '../../domain/case/facts.ts';
import { placeOf, showDuration, showInstant } from '../../domain/clocks/show-time.ts';
import { type Answer, act } from '../answer.ts';
import { examples } from '../examples.ts';
import { withDesk } from '../session.ts';
import { columns } from '../text-table.ts';

export function addList(noun: Command): void {
  const list = noun
    .command('list')
    .description('every authority of a case: what is owed, by when there and here, number, channel, pack, letter')
    .argument('<case>', 'e.g. breach-2026-0042');
  examples(list, 'filing list breach-2026-0042', 'filing list breach-2026-0042 -o json');
  act(list, ([caseId = '']) => answerList(caseId));
}

/** `Thu 27 Nov 24:00`, without year and place, which stand above the column. */
const short = (at: string, zone: string): string =>
  showInstant(at, zone).replace(/^(\S+ \d+ \S+) \d{4} (\S+) .*$/, '$1 $2');

/** `Thu 27 Nov 24:00 Athens (UTC+02:00)` */
const there = ({ actBy, zone }: FilingRow): string =>
  actBy === null ? '' : showInstant(actBy, zone).replace(/ \d{4} /, ' ');

const STATES: Record<FilingRow['state'], string> = {
  open: 'open',
  late: 'LATE',
  filed: 'filed',
  completed: 'completed',
  withdrawn: 'withdrawn',
  notRequired: 'not required',
  courtesy: 'courtesy only',
};

const whatIsOwed = ({ owed, dueAt, actBy }: FilingRow): string => {
  if (!owed) return '';
  const what = owed.dutyId.split('/').slice(2).join(' ');
  if (owed.state === 'missed') return `${what}, MISSED`;
  return dueAt === null && actBy !== null ? `${what} (target)` : what;
};

function packText({ pack, owed }: FilingRow): string {
  if (!owed || owed.dutyId.includes('/order/')) return '';
  if (!pack) return 'not yet';
  if (!pack.isNewest) return 'out of date';
  return pack.approvedBy === null ? 'ready' : 'ready, approved';
}

const cells = (row: FilingRow, zone: string): string[] => [
  row.code,
  row.role,
  STATES[row.state],
  whatIsOwed(row),
  there(row),
  row.actBy === null ? '' : short(row.actBy, zone),
  row.registryNumber ?? '',
  row.channels.join('/'),
  packText(row),
];

/** Filings that are told to be late one way when recorded and another by today's awareness. */
function latenessLines(rows: readonly FilingRow[]): string[] {
  const differing = rows.filter(({ lateness: { frozen, today } }) => frozen !== null && frozen !== today);
  return differing.map(
    ({ code, lateness }) =>
      `${code}: ${lateness.frozen} as recorded, ${lateness.today ?? 'not known'} by today's awareness`,
  );
}

/** Letters to which nothing recorded has answered yet. */
const letterLines = (facts: CaseFacts, rows: readonly FilingRow[]): string[] =>
  rows.flatMap(({ code }) => {
    const words = letterWords(facts, 'filing', code);
    return words === null ? [] : [`${code}: ${words}`];
  });

/** The one countdown: how many are owed something, and how long until the first of it. */
function countdown(rows: readonly FilingRow[], zone: string, now: Date): string {
  const owed = rows.filter((row) => row.owed !== null);
  const [first] = owed
    .filter(({ actBy }) => actBy !== null)
    .sort((a, b) => Date.parse(a.actBy ?? '') - Date.parse(b.actBy ?? ''));
  if (owed.length === 0) return 'Nothing is owed to an authority now.';
  const head = `Owed to ${owed.length} of ${rows.filter(({ role }) => role === 'lead' || role === 'competent').length}`;
  if (!first?.actBy) return `${head}; the law names no hours.`;
  const ms = Date.parse(first.actBy) - now.getTime();
  const isLate = first.dueAt !== null && now.getTime() > Date.parse(first.dueAt);
  const word = ms >= 0 ? 'left' : isLate ? 'LATE' : 'past';
  return `${head}: ${showDuration(ms)} ${word}, ${isOurTarget(first) ? 'our own target' : 'until'} ${showInstant(first.actBy, zone)}`;
}

function listText(facts: CaseFacts, rows: readonly FilingRow[], now: Date): string {
  const { zone } = facts.policy;
  const head = ['Authority', 'Role', 'State', 'Owed', 'By, there', `By, ${placeOf(zone)}`, 'Number', 'Channel', 'Pack'];
  return [
    `${facts.drill ? 'DRILL · ' : ''}${facts.caseId} · ${countdown(rows, zone, now)}`,
    '',
    ...(rows.length === 0
      ? ['No authority is filed with.']
      : [columns([head, ...rows.map((row) => cells(row, zone))])]),
    ...[...letterLines(facts, rows), ...latenessLines(rows)].flatMap((line, at) => (at === 0 ? ['', line] : [line])),
  ].join('\n');
}

function nextAfter({ caseId }: CaseFacts, rows: readonly FilingRow[]): string {
  const owed = rows.filter((row) => row.owed !== null);
  const [first, ...others] = owed;
  if (!first) return `Next: tocsin case show ${caseId}`;
  return others.length > 0
    ? `Next: tocsin filing packs ${caseId} --dir packs`
    : `Next: tocsin filing draft ${caseId} --authority ${first.code}`;
}

function answerList(caseId: string): Promise<Answer> {
  return withDesk(async ({ desk, read }) => {
    const now = await desk.now();
    const facts = await read(async (tx) => loadFacts(tx, await requireOrganisationOf(tx, caseId), caseId));
    const rows = filingList(facts, now);
    return {
      data: { caseId, drill: facts.drill, zone: facts.policy.zone, authorities: rows },
      text: listText(facts, rows, now),
      next: nextAfter(facts, rows),
    };
  });
}

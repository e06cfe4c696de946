import { loadFacts, organisationOfCase } from '../database/case.ts';
import { readWords } from '../database/narrative.ts';
import { countDeliveries } from '../database/notice-ledger.ts';
import { listPeople } from '../database/organisation.ts';
import { entriesOfCase } from '../database/register.ts';
import type { Tx } from '../database/transaction.ts';
import type { Vault } from '../database/vault.ts';
import type { Entry } from '../domain/case/entry.ts';
import type { CaseFacts } from '../domain/case/facts.ts';
import { isFinished } from '../domain/case/wave-state.ts';
import type { Role } from '../domain/law/roles.ts';
import { quoteValue, Refusal } from '../domain/refusal.ts';
import type { LedgerCounts } from './case-view.ts';

/** Words of an entry, opened; null where their key was destroyed. */
export type OpenedWords = Record<string, string | null>;

/** Everything a page about one case shows. */
export interface ReadCase {
  facts: CaseFacts;
  entries: Entry[];
  /** Opened words by the entry's number. */
  words: Record<number, OpenedWords>;
  ledger: LedgerCounts;
  /** Ids of the people who hold a role today; deputies come last. */
  holders: Partial<Record<Role, string[]>>;
}

/** @throws {Refusal} `CASE_UNKNOWN` */
export async function requireOrganisationOf(tx: Tx, caseId: string): Promise<string> {
  const organisationId = await organisationOfCase(tx, caseId);
  if (organisationId) return organisationId;
  throw new Refusal({
    code: 'CASE_UNKNOWN',
    message: `Cannot find case ${quoteValue(caseId)}`,
    next: "List the cases with 'tocsin case list'; one whose opening still waits: 'tocsin statement list --waiting'",
  });
}

/** Words of all entries in one reading. */
async function openWords(tx: Tx, vault: Vault, entries: readonly Entry[]): Promise<Record<number, OpenedWords>> {
  const refs = entries.flatMap(({ seq, body }) =>
    Object.entries(body.words ?? {}).map(([field, ref]) => [`${seq} ${field}`, ref] as const),
  );
  const opened: Record<number, OpenedWords> = {};
  for (const [place, text] of Object.entries(await readWords(tx, vault, Object.fromEntries(refs)))) {
    const [seq, field] = [Number(place.split(' ')[0]), place.slice(place.indexOf(' ') + 1)];
    opened[seq] = { ...opened[seq], [field]: text };
  }
  return opened;
}

const camelCase = (state: string): string => state.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

async function ledgerCounts(tx: Tx, { caseId, waves }: CaseFacts): Promise<LedgerCounts> {
  const counts: Record<number, Record<string, number>> = {};
  for (const wave of Object.values(waves)) {
    const { number, startedAt } = wave;
    if (!startedAt || isFinished(wave)) continue;
    const byState: Record<string, number> = {};
    for (const { state, count } of await countDeliveries(tx, { caseId, wave: number })) {
      byState[camelCase(state)] = (byState[camelCase(state)] ?? 0) + Number(count);
    }
    counts[number] = byState;
  }
  return counts;
}

async function holdersOf(tx: Tx, organisationId: string): Promise<ReadCase['holders']> {
  const people = (await listPeople(tx, organisationId)).filter(({ endedAt }) => endedAt === null);
  const holders: ReadCase['holders'] = {};
  for (const { personId, roles } of people.sort((a, b) => Number(a.deputy) - Number(b.deputy))) {
    for (const role of roles) holders[role] = [...(holders[role] ?? []), personId];
  }
  return holders;
}

/**
 * Reads a case with its words opened.
 *
 * @throws {Refusal} `CASE_UNKNOWN`; `SEAL_BROKEN` when words are not those the register refers to
 */
export async function readCase(tx: Tx, vault: Vault, caseId: string): Promise<ReadCase> {
  const organisationId = await requireOrganisationOf(tx, caseId);
  const facts = await loadFacts(tx, organisationId, caseId);
  const entries = await entriesOfCase(tx, caseId);
  return {
    facts,
    entries,
    words: await openWords(tx, vault, entries),
    ledger: await ledgerCounts(tx, facts),
    holders: await holdersOf(tx, organisationId),
  };
}

import type { EntryBody, WordsRef } from '../domain/case/entry.ts';
import { Refusal } from '../domain/refusal.ts';
import { type Break, Chain, type KnownHead, type Recorded, type Verification, wrongIn } from './chain-check.ts';
import { keysOf, narrativesOf, type StoredWords, textOf } from './narrative.ts';
import { headOf } from './register.ts';
import type { Tx } from './transaction.ts';
import type { ScopeKey, Vault } from './vault.ts';

export interface VerifyOptions {
  /** Heads written down earlier and kept outside the database: only they betray a cut tail or a rewritten chain. */
  heads?: KnownHead[];
  /** Also opens every sealed text and compares it with what the register says of it. */
  words?: Vault;
  /** Entries read at a time; default 2,000. */
  pageEntries?: number;
}

export interface RegisterVerification extends Verification {
  organisationId: string;
  /** Texts opened, and texts whose key was destroyed; null when words were not looked at. */
  words: { checked: number; erased: number } | null;
}

const PAGE_ENTRIES = 2_000;

/**
 * Reads an organisation's whole chain, page by page, and stops at the first entry that is wrong.
 *
 * Run it in a snapshot, so that entries appended meanwhile do not count as a change.
 *
 * @throws {Refusal} `KEY_UNKNOWN`, `KEY_MISSING` when words are looked at
 */
export async function verifyRegister(
  tx: Tx,
  organisationId: string,
  { heads = [], words, pageEntries }: VerifyOptions = {},
): Promise<RegisterVerification> {
  const head = await headOf(tx, organisationId);
  const chain = new Chain(heads);
  const seen = words ? { checked: 0, erased: 0 } : null;
  let broken: Break | null = null;
  for await (const page of pagesOf(tx, organisationId, pageEntries)) {
    broken = firstWrong(chain, page) ?? (words && seen ? await wrongWords(tx, words, page, seen) : null);
    if (broken) break;
  }
  const hash = head.seq > 0 ? head.hash.toString('hex') : null;
  return { organisationId, ...chain.result(broken, { seq: head.seq, hash }), words: seen };
}

function firstWrong(chain: Chain, page: Recorded[]): Break | null {
  for (const entry of page) {
    const { seq, assurance } = entry.line;
    const broken = wrongIn(chain, entry) ?? chain.accept(seq, entry.hash, assurance);
    if (broken) return broken;
  }
  return null;
}

/** The entries of an organisation in order, as stored. */
export async function* pagesOf(tx: Tx, organisationId: string, pageEntries = PAGE_ENTRIES): AsyncGenerator<Recorded[]> {
  for (let last = 0; ; ) {
    const { rows } = await tx.query<RecordedRow>(
      `select organisation_id as "organisationId", seq, case_id as "caseId", at, actor, assurance, kind,
              statement_id as "statementId", body, recorded_at as "recordedAt",
              body_hash as "bodyHash", prev_hash as "prevHash", hash
         from register_entry where organisation_id = $1 and seq > $2 order by seq limit $3`,
      [organisationId, last, pageEntries],
    );
    if (rows.length > 0) yield rows.map(recorded);
    const newest = rows.at(-1);
    if (!newest || rows.length < pageEntries) return;
    last = newest.seq;
  }
}

type RecordedRow = Omit<Recorded['line'], 'at' | 'recordedAt'> &
  Omit<Recorded, 'line'> & { at: unknown; recordedAt: unknown };

function recorded({ bodyHash, prevHash, hash, at, recordedAt, ...rest }: RecordedRow): Recorded {
  return { line: { ...rest, at: instantText(at), recordedAt: instantText(recordedAt) }, bodyHash, prevHash, hash };
}

/** An owner may have written `infinity`: that has to be named as a wrong entry, not to end the verification. */
const instantText = (value: unknown): string =>
  value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString() : String(value);

interface Mention {
  seq: number;
  field: string;
  ref: WordsRef;
}

async function wrongWords(
  tx: Tx,
  vault: Vault,
  page: Recorded[],
  seen: { checked: number; erased: number },
): Promise<Break | null> {
  const mentions = page.flatMap(mentionsOf);
  const stored = await narrativesOf(
    tx,
    mentions.map(({ ref }) => ref),
  );
  const keys = await keysOf(tx, vault, [...stored.values()]);
  for (const mention of mentions) {
    const outcome = wordsOutcome(mention, stored, keys);
    if (typeof outcome === 'object') return outcome;
    seen[outcome] += 1;
  }
  return null;
}

function mentionsOf({ line }: Recorded): Mention[] {
  const { words = {} } = JSON.parse(line.body) as EntryBody;
  return Object.entries(words).map(([field, ref]) => ({ seq: line.seq, field, ref }));
}

function wordsOutcome(
  { seq, field, ref }: Mention,
  stored: Map<string, StoredWords>,
  keys: Map<string, ScopeKey | null>,
): 'checked' | 'erased' | Break {
  try {
    return textOf(ref, stored.get(ref.narrative), keys) === null ? 'erased' : 'checked';
  } catch (error) {
    if (!(error instanceof Refusal) || error.details.code !== 'SEAL_BROKEN') throw error;
    return { seq, why: `the words of its field '${field}' are not those it was made with, or are gone` };
  }
}

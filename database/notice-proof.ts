import canonicalize from 'canonicalize';
import { z } from 'zod';
import { leafOf, type MerkleVersion } from '../domain/notice/ledger-leaf.ts';
import { type Inclusion, MerkleTree, rootFrom } from '../domain/notice/merkle.ts';
import { quoteValue, Refusal } from '../domain/refusal.ts';
import { bodyHashOf, linkHash } from './chain.ts';
import { type FoundLine, ledgerLines } from './ledger-lines.ts';
import type { Tx } from './transaction.ts';

const FORMAT = 'tocsin.notice-proof.1';
const hex = z.string().regex(/^[0-9a-f]{64}$/);

const completion = z.strictObject({
  prevHash: hex,
  bodyHash: hex,
  hash: hex,
  entry: z.strictObject({
    organisationId: z.string(),
    seq: z.int().positive(),
    caseId: z.string().nullable(),
    at: z.string(),
    actor: z.string(),
    assurance: z.string(),
    kind: z.literal('wave.complete'),
    statementId: z.string().nullable(),
    recordedAt: z.string(),
    body: z.looseObject({ wave: z.int(), counts: z.record(z.string(), z.int()), merkleRoot: hex }),
  }),
});
const provedLine = z.strictObject({
  wave: z.int(),
  /** The line of the ledger, as the very text that was hashed. */
  line: z.string(),
  inclusion: z.strictObject({ leafIndex: z.int().min(0), treeSize: z.int().min(1), path: z.array(hex).max(64) }),
  completion,
});
const noticeProof = z.strictObject({
  format: z.literal(FORMAT),
  caseId: z.string(),
  proved: z.array(provedLine).min(1),
});

/** Lines of one person, each with its way up to the root that a register entry holds. */
export type NoticeProof = z.infer<typeof noticeProof>;
export type ProvedLine = NoticeProof['proved'][number];
type Completion = z.infer<typeof completion>;

/**
 * Proves these lines against the entries that completed their waves; a wave not complete yet proves nothing and is named.
 *
 * Reads each wave's ledger once, page by page. Run it in a snapshot.
 *
 * @throws {Refusal} `LEDGER_CHANGED` when a ledger no longer gives the root that was entered
 */
export async function proveLines(
  tx: Tx,
  caseId: string,
  lines: readonly FoundLine[],
): Promise<{ proof: NoticeProof | null; openWaves: number[] }> {
  const completions = await completionsOf(tx, caseId);
  const proved: ProvedLine[] = [];
  for (const line of lines) {
    const found = completions.get(line.wave);
    if (found) proved.push(await proveLine(tx, line, found));
  }
  const openWaves = lines.map(({ wave }) => wave).filter((wave) => !completions.has(wave));
  return { proof: proved.length > 0 ? { format: FORMAT, caseId, proved } : null, openWaves };
}

async function proveLine(tx: Tx, sought: FoundLine, completion: Completion): Promise<ProvedLine> {
  const { wave, caseId } = sought;
  const version = completion.entry.body['merkleVersion'] === 2 ? 2 : 1;
  const { root, inclusion, text } = await inclusionOf(tx, sought, version);
  if (inclusion && root === completion.entry.body.merkleRoot) return { wave, line: text, inclusion, completion };
  throw new Refusal({
    code: 'LEDGER_CHANGED',
    message: `Cannot prove a line of wave ${wave} of case '${caseId}': its ledger no longer gives the root of register entry ${completion.entry.seq}`,
    next: 'Somebody changed the ledger after the wave was complete: compare it with a backup, and tell your DPO',
  });
}

async function inclusionOf(
  tx: Tx,
  sought: FoundLine,
  version: MerkleVersion,
): Promise<{ root: string; inclusion: Inclusion | undefined; text: string }> {
  const tree = new MerkleTree();
  let text = '';
  for await (const page of ledgerLines(tx, sought)) {
    for (const line of page) {
      const leaf = leafOf(line, version);
      const isSought = line.recipientId === sought.recipientId;
      if (isSought) text = leaf;
      tree.add(leaf, isSought);
    }
  }
  const { root, inclusions } = tree.close();
  return { root, inclusion: inclusions[0], text };
}

interface CompletionRow extends Omit<Completion['entry'], 'at' | 'recordedAt' | 'body'> {
  at: Date;
  recordedAt: Date;
  body: string;
  bodyHash: Buffer;
  prevHash: Buffer;
  hash: Buffer;
}

/**
 * The entries that completed a case's waves, by wave, each as it was hashed; of a wave whose held notices went out again
 * the newest, none while they still do.
 */
async function completionsOf(tx: Tx, caseId: string): Promise<Map<number, Completion>> {
  const { rows } = await tx.query<CompletionRow>(
    `select organisation_id as "organisationId", seq, case_id as "caseId", at, actor, assurance, kind,
            statement_id as "statementId", recorded_at as "recordedAt", body,
            body_hash as "bodyHash", prev_hash as "prevHash", hash
       from register_entry e
      where case_id = $1 and kind = 'wave.complete'
        and not exists (select 1 from register_entry later
                         where later.case_id = $1 and later.seq > e.seq and later.kind = 'notice.settleHeld'
                           and later.body::jsonb ->> 'outcome' = 'resend'
                           and later.body::jsonb -> 'wave' = e.body::jsonb -> 'wave')
      order by seq`,
    [caseId],
  );
  return new Map(
    rows.map(({ bodyHash, prevHash, hash, at, recordedAt, body, ...rest }) => {
      const told = JSON.parse(body) as Completion['entry']['body'];
      const entry = { ...rest, at: at.toISOString(), recordedAt: recordedAt.toISOString(), body: told };
      const hashes = { bodyHash: bodyHash.toString('hex'), prevHash: prevHash.toString('hex') };
      return [told.wave, { ...hashes, hash: hash.toString('hex'), entry }] as const;
    }),
  );
}

/** Why a proof does not hold; null when it does. */
export interface ProofCheck {
  proof: NoticeProof;
  wrong: { wave: number; why: string } | null;
}

/**
 * Checks a proof by itself: no server, no database, no key. That its entry is one of the register shows an export.
 *
 * @throws {Refusal} `PROOF_NOT_READABLE` when the text is no proof at all
 */
export function checkProof(text: string): ProofCheck {
  const proof = readProof(text);
  for (const one of proof.proved) {
    const why = wrongIn(proof, one);
    if (why) return { proof, wrong: { wave: one.wave, why } };
  }
  return { proof, wrong: null };
}

function wrongIn({ caseId }: NoticeProof, { wave, line, inclusion, completion }: ProvedLine): string | null {
  const { entry, prevHash, bodyHash, hash } = completion;
  const content = bodyHashOf({ ...entry, body: canonicalize(entry.body) ?? '' });
  if (content.toString('hex') !== bodyHash) return 'the register entry was changed: it does not give its hash';
  if (linkHash(Buffer.from(prevHash, 'hex'), content).toString('hex') !== hash)
    return 'the register entry does not follow the entry before it';
  if (entry.caseId !== caseId || entry.body.wave !== wave) return 'the register entry is one of another case or wave';
  const people = Object.values(entry.body.counts).reduce((sum, count) => sum + count, 0);
  if (people !== inclusion.treeSize) return `the entry counts ${people} people, the proof ${inclusion.treeSize}`;
  if (rootFrom(line, inclusion) !== entry.body.merkleRoot)
    return 'the line and its way up do not give the root of the register entry: one of them was changed';
  return null;
}

function readProof(text: string): NoticeProof {
  let json: unknown = null;
  try {
    json = JSON.parse(text);
  } catch {
    throw notReadable('it is not JSON, or was cut short');
  }
  const read = noticeProof.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw notReadable(issue ? `at ${quoteValue(issue.path.join('.'))}: ${issue.code}` : 'it has another form');
}

const notReadable = (why: string): Refusal =>
  new Refusal({
    code: 'PROOF_NOT_READABLE',
    message: `Cannot check the file: it is not a proof of a notice (${why})`,
    next: 'Give a file made by tocsin notice prove --out',
  });

import canonicalize from 'canonicalize';
import { z } from 'zod';
import { quoteValue, Refusal } from '../domain/refusal.ts';
import { bodyHashOf, linkHash } from './chain.ts';
import { type Break, CHANGED, Chain, type KnownHead, type Recorded, type Verification } from './chain-check.ts';
import { headOf } from './register.ts';
import type { Tx } from './transaction.ts';
import { pagesOf } from './verify.ts';

const FORMAT = 'tocsin.register-export.1';
const hex = z.string().regex(/^[0-9a-f]{64}$/);

const otherEntry = z.strictObject({ seq: z.int(), bodyHash: hex });
const ownEntry = otherEntry.extend({
  hash: hex,
  entry: z.strictObject({
    organisationId: z.string(),
    seq: z.int(),
    caseId: z.string().nullable(),
    at: z.string(),
    actor: z.string(),
    assurance: z.string(),
    kind: z.string(),
    statementId: z.string().nullable(),
    recordedAt: z.string(),
    body: z.record(z.string(), z.json()),
  }),
});
const registerExport = z.strictObject({
  format: z.literal(FORMAT),
  organisationId: z.string(),
  caseId: z.string(),
  head: z.strictObject({ seq: z.int().positive(), hash: hex }),
  entries: z.array(z.union([ownEntry, otherEntry])),
});

/**
 * The chain of an organisation with the entries of one case in full; of all others only number and hash.
 *
 * `bodyHash` is the SHA-256 of `entry` as canonical JSON (RFC 8785); `hash` that of the hash before it and `bodyHash`.
 */
export type RegisterExport = z.infer<typeof registerExport>;
type OwnEntry = z.infer<typeof ownEntry>;
type ExportedEntry = RegisterExport['entries'][number];

export interface ExportVerification extends Verification {
  organisationId: string;
  caseId: string;
  /** Entries of the case itself. */
  caseEntries: number;
}

/**
 * The export of one case; the same register gives the same bytes.
 *
 * @throws {Refusal} `CASE_UNKNOWN`
 */
export async function exportCase(tx: Tx, caseId: string): Promise<RegisterExport> {
  const organisationId = await organisationOf(tx, caseId);
  const entries: ExportedEntry[] = [];
  for await (const page of pagesOf(tx, organisationId)) {
    for (const recorded of page) entries.push(exported(recorded, caseId));
  }
  const { seq, hash } = await headOf(tx, organisationId);
  return { format: FORMAT, organisationId, caseId, head: { seq, hash: hash.toString('hex') }, entries };
}

async function organisationOf(tx: Tx, caseId: string): Promise<string> {
  const { rows } = await tx.query<{ organisationId: string }>(
    'select organisation_id as "organisationId" from register_entry where case_id = $1 order by seq limit 1',
    [caseId],
  );
  const [row] = rows;
  if (row) return row.organisationId;
  throw new Refusal({
    code: 'CASE_UNKNOWN',
    message: `Cannot export case ${quoteValue(caseId)}: the register has no entry of it`,
    next: 'List the cases: tocsin case list',
  });
}

function exported({ line, bodyHash, hash }: Recorded, caseId: string): ExportedEntry {
  const other = { seq: line.seq, bodyHash: bodyHash.toString('hex') };
  if (line.caseId !== caseId) return other;
  return { ...other, hash: hash.toString('hex'), entry: { ...line, body: JSON.parse(line.body) } };
}

/** The file: one entry a line, keys in canonical order, so that it can be read, compared and checked byte by byte. */
export function renderExport({ format, organisationId, caseId, head, entries }: RegisterExport): string {
  const top = { format, organisationId, caseId, head };
  const lines = Object.entries(top).map(([key, value]) => `${JSON.stringify(key)}: ${canonicalize(value)},`);
  const rows = entries.map((entry) => canonicalize(entry)).join(',\n');
  return `{\n${lines.join('\n')}\n"entries": [\n${rows}\n]\n}\n`;
}

/**
 * Checks an export by itself: no server, no database, no key.
 *
 * @throws {Refusal} `EXPORT_NOT_READABLE` when the text is not an export at all
 */
export function verifyExport(text: string, heads: KnownHead[] = []): ExportVerification {
  const file = readExport(text);
  const chain = new Chain(heads);
  const broken = firstWrong(chain, file) ?? wrongHead(chain, file) ?? wrongLayout(file, text);
  const verification = chain.result(broken, file.head);
  const proves = verification.ok ? `${verification.proves} ${OTHERS}` : verification.proves;
  const caseEntries = file.entries.filter((entry) => 'entry' in entry).length;
  return { organisationId: file.organisationId, caseId: file.caseId, caseEntries, ...verification, proves };
}

const OTHERS =
  'Entries of other cases are present as hashes only: that none of them belongs to this case, only the database can show.';

function readExport(text: string): RegisterExport {
  const file = registerExport.safeParse(parsed(text));
  if (file.success) return file.data;
  const [issue] = file.error.issues;
  throw notReadable(issue ? `at '${issue.path.join('.')}': ${issue.code}` : 'it has another form');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notReadable('it is not JSON, or was cut short');
  }
}

const notReadable = (why: string): Refusal =>
  new Refusal({
    code: 'EXPORT_NOT_READABLE',
    message: `Cannot verify the file: it is not a register export (${why})`,
    next: 'Give a file made by tocsin register export',
  });

function firstWrong(chain: Chain, file: RegisterExport): Break | null {
  for (const exported of file.entries) {
    const hash = linkHash(chain.hash, Buffer.from(exported.bodyHash, 'hex'));
    const assurance = 'entry' in exported ? exported.entry.assurance : null;
    const broken = wrongIn(chain, file, exported, hash) ?? chain.accept(exported.seq, hash, assurance);
    if (broken) return broken;
  }
  return null;
}

function wrongIn(chain: Chain, file: RegisterExport, exported: ExportedEntry, hash: Buffer): Break | null {
  const seq = chain.seq + 1;
  if (exported.seq !== seq) return { seq, why: 'it is missing' };
  if (!('entry' in exported)) return null;
  const { entry } = exported;
  if (entry.seq !== seq || entry.organisationId !== file.organisationId || entry.caseId !== file.caseId) {
    return { seq, why: 'it is an entry of another number, case or organisation' };
  }
  if (!contentHash(entry).equals(Buffer.from(exported.bodyHash, 'hex'))) return { seq, why: CHANGED };
  if (hash.toString('hex') === exported.hash) return null;
  return {
    seq,
    why: 'it does not follow the entries before it: it, or one of those that stand as hashes only, was replaced',
  };
}

const contentHash = (entry: OwnEntry['entry']): Buffer =>
  bodyHashOf({ ...entry, body: canonicalize(entry.body) ?? '' });

function wrongHead(chain: Chain, { head }: RegisterExport): Break | null {
  if (chain.seq !== head.seq) return { seq: chain.seq + 1, why: 'it is missing' };
  if (chain.hash.toString('hex') === head.hash) return null;
  return {
    seq: head.seq,
    why: 'the chain does not end in the head of the file: an entry that stands as a hash only was replaced',
  };
}

/** A repeated key would show a reader one thing and be verified as another; so any other layout counts as a change. */
function wrongLayout(file: RegisterExport, text: string): Break | null {
  if (renderExport(file) === text) return null;
  return { seq: 0, why: 'the file has other bytes than the export that was written, though its entries fit' };
}

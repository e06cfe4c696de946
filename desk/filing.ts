import { createHash } from 'node:crypto';
import { loadFacts } from '../database/case.ts';
import { readDocument, type StoredDocument, saveDocument } from '../database/document.ts';
import { filingInputOf } from '../database/filing-input.ts';
import { entriesOfCase } from '../database/register.ts';
import { inTransaction, type Tx } from '../database/transaction.ts';
import type { Vault } from '../database/vault.ts';
import { isPackMissing, phaseOwed } from '../domain/case/acts.ts';
import type { AuthorityFile, CaseFacts, FiledPhase } from '../domain/case/facts.ts';
import { emptyFile } from '../domain/case/fold-filing.ts';
import { isCourtesy } from '../domain/case/told.ts';
import { checkFiling, type FilingCheck } from '../domain/filing/check.ts';
import { formFor } from '../domain/filing/forms.ts';
import type { FilingInput } from '../domain/filing/input.ts';
import { type Pack, packOf } from '../domain/filing/pack.ts';
import { type CodeScore, scoresOf } from '../domain/filing/scores.ts';
import { filingValues } from '../domain/filing/values.ts';
import { canonicalCode } from '../domain/law/authorities.ts';
import { EXIT, quoteValue, Refusal } from '../domain/refusal.ts';
import { packHash } from '../templates/filing-pack.ts';
import type { Desk, Speaker } from './context.ts';
import { requireOrganisationOf } from './read-case.ts';
import type { Receipt } from './receipt.ts';

/** What is on file with one authority of a case. */
export interface FilingFile {
  facts: CaseFacts;
  file: AuthorityFile;
}

/**
 * The authority named, or the only one competent.
 *
 * @throws {Refusal} `AUTHORITY_NOT_COMPETENT`, `AUTHORITY_UNCLEAR`
 */
export function fileWith(facts: CaseFacts, asked: string | undefined): AuthorityFile {
  const files = Object.values(facts.authorities).filter(({ releasedAt }) => releasedAt === null);
  const named = asked === undefined ? undefined : facts.authorities[canonicalCode(asked)];
  const [only, ...others] = files;
  const file = named ?? (asked === undefined && others.length === 0 ? only : undefined);
  if (file) return file;
  const known = files.map(({ code }) => code).join(', ');
  if (asked === undefined && known !== '') {
    throw new Refusal(
      {
        code: 'AUTHORITY_UNCLEAR',
        message: `Cannot tell which authority is meant: case '${facts.caseId}' has ${files.length}`,
        next: `Name one with --authority: ${known}`,
      },
      EXIT.usage,
    );
  }
  throw new Refusal({
    code: 'AUTHORITY_NOT_COMPETENT',
    message: `Cannot find a filing of case '${facts.caseId}' with ${quoteValue(asked ?? 'any authority')}: competent by the scope on file is ${known || 'none'}`,
    next: `Set the scope with 'tocsin case scope ${facts.caseId}' if that has changed`,
  });
}

/** @throws {Refusal} `CASE_UNKNOWN`, `AUTHORITY_NOT_COMPETENT`, `AUTHORITY_UNCLEAR` */
export async function readFilingFile(tx: Tx, caseId: string, authority: string | undefined): Promise<FilingFile> {
  const facts = await loadFacts(tx, await requireOrganisationOf(tx, caseId), caseId);
  const code = authority === undefined ? null : canonicalCode(authority);
  if (code !== null && isCourtesy(facts, code)) return { facts, file: facts.authorities[code] ?? emptyFile(code) };
  return { facts, file: fileWith(facts, authority) };
}

export interface Draft extends FilingFile {
  pack: Pack;
  hash: string;
  /** Kept: sealed and in the register, so that it can be approved; else made from the facts just now. */
  kept: boolean;
  /** Why it was made anew; null for a kept one. `otherForm`: the kept one is in the authority's own form. */
  why: 'none' | 'stale' | 'otherForm' | 'courtesy' | null;
}

interface DraftRequest {
  caseId: string;
  authority: string | undefined;
  /** Another form than the one the authority is given by itself. */
  form?: string | undefined;
  now: Date;
}

/**
 * The newest pack as it was kept; where none is made from the newest facts, or another form is asked for, one made now
 * that nothing keeps.
 *
 * @throws {Refusal} `CASE_UNKNOWN`, `AUTHORITY_…`, `FORM_…`, `SEAL_BROKEN` when the kept one is not what the register says
 */
export async function draftFiling(tx: Tx, vault: Vault, request: DraftRequest): Promise<Draft> {
  const { facts, file } = await readFilingFile(tx, request.caseId, request.authority);
  const newest = file.packs.at(-1);
  const courtesy = isCourtesy(facts, file.code);
  const form = formFor({ authority: file.code, form: request.form });
  const otherForm = form.id !== formFor({ authority: file.code }).id;
  if (newest && !courtesy && !otherForm && !isPackMissing(facts, file)) {
    const pack = await keptPack(tx, vault, newest.documentId, newest.hash);
    return { facts, file, pack, hash: newest.hash, kept: true, why: null };
  }
  const subtype = (phaseOwed(facts, file) ?? 'initial') === 'initial' ? 'incomplete' : 'complete';
  const pack = packOf(await filingInput(tx, vault, { facts, file }, subtype, request.now), form);
  const why = courtesy ? 'courtesy' : otherForm ? 'otherForm' : newest ? 'stale' : 'none';
  return { facts, file, pack, hash: packHash(pack), kept: false, why };
}

async function keptPack(tx: Tx, vault: Vault, documentId: string, hash: string): Promise<Pack> {
  const pack = JSON.parse((await readDocument(tx, vault, documentId)).bytes.toString('utf8')) as Pack;
  if (packHash(pack) === hash) return pack;
  throw new Refusal({
    code: 'SEAL_BROKEN',
    message: `Cannot show the filing of case '${pack.caseId}': the kept document is not what the register refers to`,
    next: 'Verify the register with tocsin register verify, and restore the document from a backup',
  });
}

const filingInput = (
  tx: Tx,
  vault: Vault,
  { facts, file }: FilingFile,
  subtype: 'complete' | 'incomplete',
  now: Date,
): Promise<FilingInput> =>
  filingInputOf(tx, vault, facts, { authority: file.code, phase: phaseOwed(facts, file) ?? 'initial', subtype, now });

export interface CheckedFiling extends FilingFile, FilingCheck {
  form: string;
  /** How far each code of Art. 33(3) is answered. */
  scores: CodeScore[];
}

/** What stands between the facts as they are now and a good filing. @throws {Refusal} as {@link draftFiling} */
export async function checkFilingNow(
  tx: Tx,
  vault: Vault,
  request: DraftRequest & { complete: boolean },
): Promise<CheckedFiling> {
  const found = await readFilingFile(tx, request.caseId, request.authority);
  const subtype = request.complete ? 'complete' : 'incomplete';
  const form = formFor({ authority: found.file.code, form: request.form });
  const input = await filingInput(tx, vault, found, subtype, request.now);
  return { ...found, form: form.id, ...checkFiling(input, form), scores: scoresOf(filingValues(input)) };
}

/** Seals a receipt under the case's key, before the statement that refers to it is said. */
export function storeReceipt(
  desk: Desk,
  { organisationId }: Speaker,
  caseId: string,
  receipt: Receipt,
): Promise<{ documentId: string; sha256: string }> {
  return inTransaction(desk.pool, (tx) => saveDocument(tx, desk.vault, { organisationId, caseId, ...receipt }));
}

export interface StoredReceipt extends StoredDocument {
  filed: FiledPhase;
  /** Whether its bytes are those the register refers to. */
  asRecorded: boolean;
}

/**
 * The receipt of a filing, the newest that has one unless an entry is named, checked against the register.
 *
 * @throws {Refusal} `RECEIPT_MISSING`, `KEY_DESTROYED`, `SEAL_BROKEN`
 */
export async function readStoredReceipt(
  tx: Tx,
  vault: Vault,
  { facts, file }: FilingFile,
  seq: number | undefined,
): Promise<StoredReceipt> {
  const filed = file.phases.filter((phase) => phase.documentId !== null && (seq ?? phase.seq) === phase.seq).at(-1);
  if (!filed?.documentId) throw receiptMissing(facts.caseId, file.code);
  const document = await readDocument(tx, vault, filed.documentId);
  const entry = (await entriesOfCase(tx, facts.caseId)).find((each) => each.seq === filed.seq);
  const sha256 = createHash('sha256').update(document.bytes).digest('hex');
  return { ...document, filed, asRecorded: sha256 === document.sha256 && sha256 === entry?.body['receiptSha256'] };
}

const receiptMissing = (caseId: string, code: string): Refusal =>
  new Refusal({
    code: 'RECEIPT_MISSING',
    message: `Cannot find a receipt of ${code} in case '${caseId}'`,
    next: `Record the filing with its receipt: tocsin filing submitted ${caseId} --authority ${code} --receipt FILE`,
  });

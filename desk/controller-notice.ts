import { createHash } from 'node:crypto';
import { loadFacts } from '../database/case.ts';
import { saveDocument } from '../database/document.ts';
import { filingInputOf } from '../database/filing-input.ts';
import { readLetterVoice } from '../database/letter.ts';
import { inTransaction, type Tx } from '../database/transaction.ts';
import type { Vault } from '../database/vault.ts';
import type { CaseFacts } from '../domain/case/facts.ts';
import { checkAddress } from '../domain/notice/address.ts';
import { quoteValue, Refusal } from '../domain/refusal.ts';
import { type ControllerNoticeLocale, renderControllerNotice } from '../templates/controller-notice.ts';
import type { LetterText } from '../templates/filing-letter.ts';
import type { Desk, Speaker } from './context.ts';
import { requireMailbox } from './letters.ts';
import { readCase } from './read-case.ts';

/** A notice to one controller, as it would go out. */
export interface NoticeToSend {
  controllerId: string;
  to: string;
  from: string | null;
  letter: LetterText;
  /** The text as it is kept and sent: the subject, an empty line, the rest. */
  bytes: Buffer;
  sha256: string;
}

interface TellRequest {
  caseId: string;
  controllerId: string;
  to: string | undefined;
  locale: ControllerNoticeLocale;
  mailFrom: string | null;
  now: Date;
}

/** @throws {Refusal} `NO_MAILBOX` when its contact is no address and none is given */
function mailboxFor({ controllerId, to, caseId }: TellRequest, contact: string | null): string {
  if (to !== undefined) return requireMailbox(to);
  const checked = checkAddress(contact ?? '');
  if (typeof checked === 'object') return checked.address;
  throw new Refusal({
    code: 'NO_MAILBOX',
    message: `Cannot write to controller ${quoteValue(controllerId)}: its contact on file is not one e-mail address`,
    next: `Give one with --to: tocsin controller tell ${caseId} ${controllerId} --to ADDRESS`,
  });
}

/** @throws {Refusal} `CASE_UNKNOWN`, `NO_MAILBOX`, `ADDRESS_FORM` */
export async function noticeToSend(tx: Tx, vault: Vault, request: TellRequest): Promise<NoticeToSend> {
  const { facts, entries, words } = await readCase(tx, vault, request.caseId);
  const added = entries.find(
    ({ kind, body }) => kind === 'controller.add' && body['controllerId'] === request.controllerId,
  );
  const known = added ? words[added.seq] : undefined;
  const to = mailboxFor(request, known?.['contact'] ?? null);
  const { email } = await readLetterVoice(tx, vault, facts.organisationId);
  const from = email ?? request.mailFrom;
  const asked = {
    authority: facts.policy.authority,
    phase: 'initial',
    subtype: 'incomplete',
    now: request.now,
  } as const;
  const input = await filingInputOf(tx, vault, facts, asked);
  const client = known?.['name'] ?? request.controllerId;
  const letter = renderControllerNotice(input, request.locale, { client, contact: from });
  const bytes = Buffer.from(`${letter.subject}\n\n${letter.text}`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { controllerId: request.controllerId, to, from, letter, bytes, sha256 };
}

/** Seals the text of a notice under the case's key, before the statement that refers to it is said. */
export async function storeNotice(
  desk: Desk,
  { organisationId }: Speaker,
  caseId: string,
  { bytes, controllerId }: NoticeToSend,
): Promise<string> {
  const file = { mediaType: 'text/plain', fileName: `${caseId}-${controllerId}-notice.txt`, bytes };
  const stored = await inTransaction(desk.pool, (tx) =>
    saveDocument(tx, desk.vault, { organisationId, caseId, ...file }),
  );
  return stored.documentId;
}

/** Controllers still to be told, in the order in which they were added. */
export async function controllersToTell(tx: Tx, organisationId: string, caseId: string): Promise<string[]> {
  const { controllers }: CaseFacts = await loadFacts(tx, organisationId, caseId);
  return controllers.filter(({ noticedAt }) => noticedAt === null).map(({ controllerId }) => controllerId);
}

import { createPool } from '../../database/pool.ts';
import { deleteImport } from '../../database/recipients.ts';
import { inTransaction } from '../../database/transaction.ts';
import {
  type CheckResult,
  checkRecipients,
  type ImportResult,
  importRecipients,
} from '../../desk/recipients-import.ts';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { type Answer, say } from '../answer.ts';
import { listProgress } from '../list-progress.ts';
import { type Session, speakerFor } from '../session.ts';
import { sayAndAnswer } from '../statement-options.ts';
import { bytesOf, formOf, type ListOptions } from './recipients-options.ts';

/** Reads a list as the import would and answers in counts; stores nothing and needs no database. */
export async function checkList(file: string, options: ListOptions): Promise<Answer> {
  const form = formOf(options);
  const progress = listProgress(bytesOf(file), options.output);
  const checked = await checkRecipients(progress.bytes, form, progress.lines).finally(progress.end);
  warnUtf8(checked.needSmtpUtf8);
  return {
    data: checked,
    text: `The list can be imported.\n${countsText(checked)}`,
    next: 'Nothing was stored: import it with tocsin recipients import',
  };
}

/** Stores a list, says so in the register, and answers in counts; a list the case refuses is forgotten again. */
export async function importList(
  session: Session,
  caseId: string,
  file: string,
  options: ListOptions,
): Promise<Answer> {
  const speaker = await speakerFor(session, caseId, options);
  if (options.dryRun) return checkList(file, options);
  const { wave, audience } = options;
  const request = { organisationId: speaker.organisationId, caseId, wave, audience, form: formOf(options) };
  const progress = listProgress(bytesOf(file), options.output);
  const pool = createPool(session.config.databaseUrl('importer'), 'tocsin importer', { max: 1 });
  try {
    const store = { pool, vault: session.desk.vault };
    const result = await importRecipients(store, request, progress.bytes, progress.lines).finally(progress.end);
    warnUtf8(result.needSmtpUtf8);
    const words = options.reason === undefined ? {} : { reason: options.reason };
    const saying = { kind: 'recipients.import' as const, caseId, body: result.summary, words };
    const answer = await sayAndAnswer(session, speaker, saying, options).catch((error) => forget(error, pool, result));
    return {
      ...answer,
      data: { ...(answer.data as object), ...result.summary },
      text: `${countsText(result.summary)}\n${answer.text}`,
      next: `Next: tocsin notice preview ${caseId} --wave ${wave}`,
    };
  } finally {
    await pool.end();
  }
}

/** A list whose statement was refused is not kept; one whose statement waits, or may have been stored, is. */
async function forget(error: unknown, pool: ReturnType<typeof createPool>, { summary }: ImportResult): Promise<never> {
  const refused = error instanceof Refusal && error.exit !== EXIT.waiting && error.exit !== EXIT.serviceAway;
  if (refused) await inTransaction(pool, (tx) => deleteImport(tx, summary.importId));
  throw error;
}

type Counts = Omit<CheckResult, 'needSmtpUtf8'>;

function countsText({ count, merged, locales, channels, droppedColumns }: Counts): string {
  const languages = Object.entries(locales).map(([locale, people]) => `${locale} ${people}`);
  const { post = 0, none = 0 } = channels;
  const again = merged === 1 ? 'line names somebody again and was' : 'lines name somebody again and were';
  return [
    `${count} ${count === 1 ? 'person' : 'people'}: ${languages.join(', ')}`,
    ...(post > 0 ? [`${post} of them told by a letter`] : []),
    ...(none > 0 ? [`${none} of them without any address: told by public communication only`] : []),
    ...(merged > 0 ? [`${merged} ${again} merged`] : []),
    ...(droppedColumns.length > 0 ? [`Columns not needed, and not read: ${droppedColumns.join(', ')}`] : []),
  ].join('\n');
}

const warnUtf8 = (people: number): void => {
  if (people === 0) return;
  say(
    `! ${people} ${people === 1 ? 'address has' : 'addresses have'} letters beyond ASCII before the @: some mail servers cannot take them`,
  );
};

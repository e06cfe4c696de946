import { createHash } from 'node:crypto';
import { open, unlink } from 'node:fs/promises';
import { loadFacts } from '../../database/case.ts';
import { countOthers, type OthersKey } from '../../database/notice-others.ts';
import type { Speaker } from '../../desk/context.ts';
import { type OthersWritten, type Sink, writeOthersCsv, writeOthersPdf } from '../../desk/notice-others.ts';
import { preview } from '../../desk/preview.ts';
import type { CaseFacts } from '../../domain/case/facts.ts';
import { quoteValue, Refusal } from '../../domain/refusal.ts';
import type { Answer } from '../answer.ts';
import { type Session, speakerFor } from '../session.ts';
import { type StatementOptions, sayAndAnswer } from '../statement-options.ts';
import { columns } from '../text-table.ts';
import { fileFault } from '../write-file.ts';

export interface OthersOptions extends StatementOptions {
  wave?: number;
  csv?: string;
  pdf?: string;
}

type Form = 'csv' | 'pdf';
type Counted = Awaited<ReturnType<typeof countOthers>>;

const NO_HASH = '0'.repeat(64);

/**
 * Writes the people whom e-mail did not reach into a file, and enters that somebody took it; without a file, or with
 * `--dry-run`, it only counts them.
 *
 * @throws {Refusal} `NO_POSTAL_ADDRESS`, `FILE_EXISTS`, `FILE_NOT_WRITABLE`, `KEY_DESTROYED`, `ROLE_NOT_ALLOWED`
 */
export async function takeOthers(session: Session, caseId: string, options: OthersOptions): Promise<Answer> {
  const speaker = await speakerFor(session, caseId, options);
  const key = { caseId, wave: options.wave ?? null };
  const { facts, counted } = await session.read(async (tx) => ({
    facts: await loadFacts(tx, speaker.organisationId, caseId),
    counted: await countOthers(tx, key),
  }));
  const people = counted.reduce((sum, { count }) => sum + count, 0);
  const form: Form | null = options.csv === undefined ? (options.pdf === undefined ? null : 'pdf') : 'csv';
  const file = options.csv ?? options.pdf;
  if (people === 0 || form === null || file === undefined || options.dryRun) return countAnswer(key, counted, people);
  const says = (count: number, fileSha256: string) => ({
    kind: 'notice.takeOthers' as const,
    caseId,
    body: { wave: key.wave, form, count, fileSha256 },
    words: options.reason === undefined ? {} : { reason: options.reason },
  });
  await preview(session.desk, speaker, says(people, NO_HASH));
  const written = await writeFile(session, facts, key, form, file, options.yes === true);
  const answer = await unlessRefused(file, () =>
    sayAndAnswer(session, speaker satisfies Speaker, says(written.count, written.sha256), options),
  );
  return {
    ...answer,
    data: { ...(answer.data as object), file, form, ...written },
    text: `${writtenText(file, form, written)}\n${answer.text}`,
    next: `Once the letters are posted: tocsin notice posted ${caseId} --wave ${key.wave ?? counted[0]?.wave ?? 1} --at DATE --count ${written.count}`,
  };
}

function countAnswer({ caseId, wave }: OthersKey, counted: Counted, people: number): Answer {
  const rows = counted.map((each) => [`Wave ${each.wave}`, each.state, String(each.count)]);
  const of = wave === null ? '' : ` --wave ${wave}`;
  return {
    data: { caseId, wave, people, counts: counted },
    text:
      people === 0
        ? 'E-mail has reached everybody it was sent to, so far'
        : `E-mail did not reach ${people} ${people === 1 ? 'person' : 'people'}\n${columns(rows)}`,
    ...(people === 0
      ? {}
      : { next: `Next: tocsin notice others ${caseId}${of} --csv FILE, or --pdf FILE for letters` }),
  };
}

interface Written extends OthersWritten {
  sha256: string;
}

async function writeFile(
  session: Session,
  facts: CaseFacts,
  key: OthersKey,
  form: Form,
  file: string,
  replace: boolean,
): Promise<Written> {
  const hash = createHash('sha256');
  const handle = await open(file, replace ? 'w' : 'wx', 0o600).catch((error: unknown) => {
    throw fileFault(file, error, `--${form}`);
  });
  try {
    if (replace) await handle.chmod(0o600);
    const sink: Sink = {
      write: async (bytes) => {
        hash.update(bytes);
        await handle.appendFile(bytes);
      },
    };
    const written =
      form === 'csv'
        ? await writeOthersCsv(session.desk, facts, key, sink)
        : await writeOthersPdf(session.desk, facts, key, sink, await session.desk.now());
    if (written.count === 0) throw noPostalAddress(facts.caseId, written.without);
    return { ...written, sha256: hash.digest('hex') };
  } catch (error) {
    await unlink(file);
    throw error;
  } finally {
    await handle.close();
  }
}

/** A list nobody was allowed to take does not stay; one whose entry waits for Temporal does. */
async function unlessRefused<T>(file: string, say: () => Promise<T>): Promise<T> {
  try {
    return await say();
  } catch (error) {
    const waits = error instanceof Refusal && error.details.code === 'SAVED_WAITING';
    if (!waits) await unlink(file);
    throw error;
  }
}

function writtenText(file: string, form: Form, { count, without }: Written): string {
  const what = form === 'csv' ? `${count} ${count === 1 ? 'person' : 'people'}` : `${count} letters`;
  const left =
    without > 0
      ? `\n${without} more have no postal address in the lists: take --csv for them, or tell the public (tocsin notice publish)`
      : '';
  return `${what} written to ${quoteValue(file)}, readable by you alone. It holds personal data: delete it once it has served.${left}`;
}

const noPostalAddress = (caseId: string, people: number): Refusal =>
  new Refusal({
    code: 'NO_POSTAL_ADDRESS',
    message: `Cannot write letters of case '${caseId}': none of ${people} people has a postal address in the lists`,
    next: `Take them as CSV with 'tocsin notice others ${caseId} --csv FILE', or tell the public and record it with 'tocsin notice publish ${caseId}'`,
  });

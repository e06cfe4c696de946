import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { loadFacts } from '../../database/case.ts';
import { countOthers, othersAmong } from '../../database/notice-others.ts';
import type { Speaker } from '../../desk/context.ts';
import { EXIT, quoteValue, Refusal } from '../../domain/refusal.ts';
import type { Typed } from '../kept-answers.ts';
import type { Session } from '../session.ts';

/**
 * Fills in how many letters were posted: as many as the list has lines, each of somebody e-mail did not reach.
 *
 * @throws {Refusal} `POSTED_COUNT_MISSING`, `POSTED_TOO_MANY`, `POSTED_LIST_UNKNOWN`
 */
export async function completePosted(
  typed: Typed,
  session: Session,
  { organisationId }: Speaker,
  caseId: string,
  list: string | undefined,
): Promise<Typed> {
  const wave = Number(typed['wave']);
  const ids = list === undefined ? null : idsOf(list);
  const { left, known } = await session.read(async (tx) => {
    const counted = await countOthers(tx, { caseId, wave });
    const facts = await loadFacts(tx, organisationId, caseId);
    const all = counted.reduce((sum, { count }) => sum + count, 0);
    return {
      left: all - (facts.waves[wave]?.posted ?? 0),
      known: ids ? await othersAmong(tx, { caseId, wave }, ids) : null,
    };
  });
  if (ids && known && known.size < ids.length) throw unknownLines(list ?? '', ids.length - known.size, caseId);
  const count = ids ? ids.length : typed['count'];
  if (count === undefined) throw howMany(caseId, wave);
  if (typeof count === 'number' && count > left) throw tooMany(caseId, wave, count, left);
  return { ...typed, count };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Ids of the lines of a list as `notice others --csv` wrote it, each once. */
function idsOf(file: string): string[] {
  let rows: Record<string, string>[];
  try {
    rows = parse(readFileSync(file), { columns: true, bom: true, relax_column_count: true, skip_empty_lines: true });
  } catch (error) {
    throw notReadable(file, (error as NodeJS.ErrnoException).code ?? 'unknown');
  }
  const ids = [...new Set(rows.map((row) => row['id'] ?? ''))];
  if (ids.length > 0 && ids.every((id) => UUID.test(id))) return ids;
  throw notReadable(file, "it has no column 'id' with the ids of the list");
}

const notReadable = (file: string, why: string): Refusal =>
  new Refusal(
    {
      code: 'POSTED_LIST_UNKNOWN',
      message: `Cannot read list ${quoteValue(file)}: ${why}`,
      next: "Give the file 'tocsin notice others --csv' wrote, without the lines that were not posted, or --count",
    },
    EXIT.data,
  );

const unknownLines = (file: string, lines: number, caseId: string): Refusal =>
  new Refusal(
    {
      code: 'POSTED_LIST_UNKNOWN',
      message: `Cannot record the letters of list ${quoteValue(file)}: ${lines} of its lines are of nobody in this wave whom e-mail did not reach`,
      next: `Take the list anew with 'tocsin notice others ${caseId} --csv FILE'`,
    },
    EXIT.data,
  );

const howMany = (caseId: string, wave: number): Refusal =>
  new Refusal(
    {
      code: 'POSTED_COUNT_MISSING',
      message: `Cannot record the letters of wave ${wave}: nobody said how many`,
      next: `Give --count, or --list with the file of 'tocsin notice others ${caseId} --csv'`,
    },
    EXIT.usage,
  );

const tooMany = (caseId: string, wave: number, count: number, left: number): Refusal =>
  new Refusal({
    code: 'POSTED_TOO_MANY',
    message: `Cannot record ${count} letters of wave ${wave}: ${Math.max(0, left)} of its people were not reached and not yet written to`,
    next: `See how many they are with 'tocsin notice others ${caseId} --wave ${wave}'`,
  });

/** People of all waves whom neither a notice nor a letter has reached, for the public communication. */
export async function countNeverReached(session: Session, organisationId: string, caseId: string): Promise<number> {
  return session.read(async (tx) => {
    const counted = await countOthers(tx, { caseId, wave: null });
    const { waves } = await loadFacts(tx, organisationId, caseId);
    const posted = Object.values(waves).reduce((sum, wave) => sum + wave.posted, 0);
    return Math.max(0, counted.reduce((sum, { count }) => sum + count, 0) - posted);
  });
}

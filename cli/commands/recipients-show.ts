import { loadFacts } from '../../database/case.ts';
import type { WaveImport } from '../../domain/case/facts.ts';
import { showInstant } from '../../domain/clocks/show-time.ts';
import type { Answer } from '../answer.ts';
import { organisationIdOfCase, type Session } from '../session.ts';
import { columns } from '../text-table.ts';

/** Answers with the lists of a case that stand: counts, languages, who imported them and when; never the people. */
export async function showLists(session: Session, caseId: string, only: number | undefined): Promise<Answer> {
  const organisationId = await organisationIdOfCase(session, caseId);
  const facts = await session.read((tx) => loadFacts(tx, organisationId, caseId));
  const lists = Object.values(facts.waves)
    .filter(({ number }) => number === (only ?? number))
    .flatMap(({ number, imports }) => imports.map((list) => ({ wave: number, ...list })));
  const erased = facts.recipientsErasedAt;
  const gone = erased === null ? [] : [`The people were erased on ${showInstant(erased, facts.policy.zone)}.`];
  return {
    data: { caseId, erasedAt: erased, blockedAt: facts.recipientsBlockedAt, lists },
    text: [lists.length > 0 ? tableOf(lists, facts.policy.zone) : 'No list of people was imported.', ...gone].join(
      '\n\n',
    ),
    next:
      lists.length > 0
        ? `Next: tocsin notice preview ${caseId}`
        : `Next: tocsin recipients import ${caseId} FILE --wave 1 --audience affected`,
  };
}

const tableOf = (lists: readonly (WaveImport & { wave: number })[], zone: string): string =>
  columns([
    ['Wave', 'Audience', 'People', 'Languages', 'Imported', 'By', 'Hash of the list'],
    ...lists.map(({ wave, audience, count, locales, at, by, listHash }) => [
      String(wave),
      audience,
      String(count),
      Object.entries(locales)
        .map(([locale, people]) => `${locale} ${people}`)
        .join(', '),
      showInstant(at, zone),
      by,
      listHash.slice(0, 16),
    ]),
  ]);

import { viewNotice } from '../../desk/notice-view.ts';
import { importRecipients } from '../../desk/recipients-import.ts';
import { type NoticeField, noticeKey } from '../../domain/notice/content.ts';
import { sampleContent } from '../notice/sample-content.ts';
import { type CaseStory, ORGANISATION } from './case-story.ts';

/** Names and addresses are invented; `prefix` keeps lists apart. */
export const listOf = (prefix: string, count: number): string =>
  `email,name\n${Array.from({ length: count }, (_, at) => `${prefix}${at + 1}@example.test,Person ${at + 1}`).join('\n')}\n`;

/** What it takes to tell people: a story on skipped time, or a live case. */
type Telling = Pick<CaseStory, 'desk' | 'importer' | 'tell'>;

/** Records what the notice says, in three languages. */
export async function recordNoticeTexts(story: Telling, caseId: string): Promise<void> {
  for (const [locale, texts] of Object.entries(sampleContent.texts)) {
    const words = Object.fromEntries(
      Object.entries(texts ?? {}).map(([field, { text }]) => [noticeKey(locale, field as NoticeField), text]),
    );
    const claims = Object.keys(words).map((key) => ({ key, source: 'controller', confidence: 'confirmed' }));
    await story.tell('carla', { kind: 'case.recordFacts', caseId, body: { claims }, words });
  }
}

/** Imports a list as the command line does: into quarantine first, then by a statement. */
export async function importPeople(story: Telling, caseId: string, wave: number, csv: string): Promise<void> {
  const form = { delimiter: ',', encoding: 'utf8' as const, columns: {}, locales: { standard: 'es', fallback: {} } };
  const request = { organisationId: ORGANISATION, caseId, wave, audience: 'affected' as const, form };
  const { summary } = await importRecipients(story.importer, request, bytes(csv));
  await story.tell('carla', { kind: 'recipients.import', caseId, body: { ...summary } });
}

async function* bytes(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

/** Approves exactly what the preview shows. */
export async function approveWave(story: Telling, caseId: string, wave: number): Promise<void> {
  const { textHash, listHash, count, audiences } = await viewNotice(story.desk, ORGANISATION, caseId, wave);
  const body = { wave, textHash, listHash, count, audiences };
  await story.tell('elena', { kind: 'notice.approve', caseId, body });
}

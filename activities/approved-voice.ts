import { readNotice } from '../database/notice-content.ts';
import { inSnapshot } from '../database/transaction.ts';
import type { NoticeLocale, OwnTemplates } from '../domain/notice/content.ts';
import { Refusal } from '../domain/refusal.ts';
import { checkRendered } from '../templates/check-rendered.ts';
import type { NoticeData, RenderedNotice } from '../templates/notice.ts';
import { renderNoticeBy } from '../templates/own-notice.ts';
import type { SendingDependencies, WaveInput } from './notice-dependencies.ts';
import { factsOf } from './wave-watch.ts';

/** What was approved to be said; `voice` is null where a template's source is not the one that was published. */
export function approvedVoice({ pool, vault }: SendingDependencies, wave: WaveInput) {
  return inSnapshot(pool, async (tx) => {
    const facts = await factsOf(tx, wave.caseId);
    const approval = facts.waves[wave.wave]?.approval ?? null;
    const voice = await readNotice(tx, vault, facts, approval?.seq ?? null).catch(nullWhenNotApproved);
    return { facts, approval, voice };
  });
}

function nullWhenNotApproved(error: unknown): null {
  if (error instanceof Refusal && error.details.code === 'TEMPLATE_NOT_APPROVED') return null;
  throw error;
}

/**
 * A notice as it will be sent, read back once: what is wrong with it would be wrong with every mail made of it.
 *
 * @throws {Refusal} `NOTICE_TOO_HEAVY`, `NOTICE_HTML_NOT_ALLOWED`, and as `renderNoticeBy`
 */
export async function renderSendable(
  templates: OwnTemplates,
  locale: NoticeLocale,
  data: NoticeData,
): Promise<RenderedNotice> {
  const rendered = await renderNoticeBy(templates, locale, data);
  const [finding] = checkRendered(rendered);
  if (!finding) return rendered;
  const next = "Shorten the texts, look at them with 'tocsin notice preview', and approve them again";
  throw new Refusal({ code: finding.code, message: `Cannot send the notice: ${finding.sentence}`, next });
}

import { openTemplates, publishedTemplates } from '../../database/notice-template.ts';
import type { Speaker } from '../../desk/context.ts';
import { NOTICE_LOCALES, type NoticeLocale } from '../../domain/notice/content.ts';
import { type Finding, Refusal } from '../../domain/refusal.ts';
import { readTemplate } from '../../templates/environment.ts';
import { type Answer, type CommonOptions, say } from '../answer.ts';
import { actorOf, organisationIdOf, type Session } from '../session.ts';
import { type StatementOptions, sayAndAnswer } from '../statement-options.ts';
import { columns } from '../text-table.ts';
import { checkTemplateFile, findingLines, isRefused, sha256Of } from './template-check.ts';

export interface TemplateOptions extends StatementOptions {
  locale: NoticeLocale;
}

const speakerOf = async (session: Session, options: CommonOptions): Promise<Speaker> => ({
  organisationId: await organisationIdOf(session, options),
  actor: actorOf(options),
  assurance: 'claimed',
});

const reasonOf = ({ reason }: StatementOptions): Record<string, string> => (reason === undefined ? {} : { reason });

/**
 * Checks a template and publishes it: from then on every approval in that language is of this text.
 *
 * @throws {Refusal} `TEMPLATE_NOT_READY` with what is wrong, and the desk's own
 */
export async function publishTemplate(session: Session, file: string, options: TemplateOptions): Promise<Answer> {
  const { locale } = options;
  const checked = await checkTemplateFile(file, locale);
  if (isRefused(checked)) throw notReady(locale, checked.findings);
  if (options.output === 'text') for (const line of findingLines(checked.findings)) say(line);
  const { source, sha256 } = checked;
  const saying = { kind: 'template.publish' as const, caseId: null, body: { locale, sha256 } };
  const words = { source, ...reasonOf(options) };
  const answer = await sayAndAnswer(session, await speakerOf(session, options), { ...saying, words }, options);
  return { ...answer, data: { ...(answer.data as object), locale, sha256, warnings: checked.findings } };
}

const notReady = (locale: string, findings: Finding[]): Refusal =>
  new Refusal({
    code: 'TEMPLATE_NOT_READY',
    message: `Cannot publish the template in '${locale}': something is wrong with it`,
    next: `Correct it until 'tocsin template check FILE --locale ${locale}' finds no error`,
    findings,
  });

/** From then on the language is written by our template again; waves approved before keep what was approved. */
export async function withdrawTemplate(session: Session, options: TemplateOptions): Promise<Answer> {
  const body = { locale: options.locale };
  const saying = { kind: 'template.withdraw' as const, caseId: null, body, words: reasonOf(options) };
  return sayAndAnswer(session, await speakerOf(session, options), saying, options);
}

/** Which languages the organisation writes by a template of its own, and which by ours. */
export async function listTemplates(session: Session, options: CommonOptions): Promise<Answer> {
  const organisationId = await organisationIdOf(session, options);
  const own = await session.read((tx) => publishedTemplates(tx, organisationId, null));
  const rows = NOTICE_LOCALES.map((locale) => {
    const found = own.find((template) => template.locale === locale);
    const sha256 = found?.sha256 ?? sha256Of(readTemplate(`notice.${locale}.hbs`));
    return {
      locale,
      whose: found ? ('own' as const) : ('shipped' as const),
      sha256,
      seq: found?.seq ?? null,
      at: found?.at ?? null,
      by: found?.actor ?? null,
    };
  });
  const lines = rows.map(({ locale, whose, sha256, seq, at, by }) => [
    locale,
    whose,
    sha256.slice(0, 16),
    seq === null ? '' : `entry ${seq}, ${at?.slice(0, 10)}, by ${by}`,
  ]);
  return {
    data: rows,
    text: columns([['Language', 'Written by', 'SHA-256', 'Published'], ...lines]),
    next: 'Next: tocsin template show --locale es > notice.es.hbs, to begin one of your own',
  };
}

/**
 * The source of the template in use, as it is.
 *
 * @throws {Refusal} `TEMPLATE_NOT_APPROVED`
 */
export async function showTemplate(session: Session, { locale, ...options }: TemplateOptions): Promise<Answer> {
  const organisationId = await organisationIdOf(session, options);
  const own = await session.read(async (tx) => {
    const published = (await publishedTemplates(tx, organisationId, null)).filter((each) => each.locale === locale);
    return openTemplates(tx, session.desk.vault, published);
  });
  const source = own[locale] ?? readTemplate(`notice.${locale}.hbs`);
  return {
    data: { locale, whose: own[locale] === undefined ? 'shipped' : 'own', sha256: sha256Of(source), source },
    text: source.trimEnd(),
    next: `Next: tocsin template check FILE --locale ${locale}`,
  };
}

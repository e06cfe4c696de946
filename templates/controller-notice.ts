import { ANNEX_A } from '../domain/filing/annex-a.ts';
import type { OpenCode } from '../domain/filing/field.ts';
import type { FilingInput } from '../domain/filing/input.ts';
import { labelIn } from '../domain/filing/language.ts';
import { showAwareness, showValue } from '../domain/filing/show-value.ts';
import { filingValues, isLeftOpen, isMissing } from '../domain/filing/values.ts';
import { compileText } from './environment.ts';
import { type LetterText, subjectAndText } from './filing-letter.ts';

/** Languages a processor's notice is written in. */
export const CONTROLLER_NOTICE_LOCALES = ['en', 'es', 'fr', 'de'] as const;
export type ControllerNoticeLocale = (typeof CONTROLLER_NOTICE_LOCALES)[number];

interface ControllerNoticeData {
  caseId: string;
  drill: boolean;
  client: string;
  processor: string | null;
  aware: string | null;
  /** What is known for each code of Art. 33(3); no lines: not yet known. */
  parts: { code: string; lines: string[] }[];
  contact: string | null;
}

const CODES: readonly OpenCode[] = ['a1', 'a2', 'a3', 'a4', 'a5', 'b', 'c', 'd'];

const notices = Object.fromEntries(
  CONTROLLER_NOTICE_LOCALES.map((locale) => [
    locale,
    compileText<ControllerNoticeData>(`controller-notice.${locale}.hbs`),
  ]),
) as Record<ControllerNoticeLocale, (data: ControllerNoticeData) => string>;

/** Asked of a controller about its processors: in a processor's own notice it would mislead. */
const NOT_OURS: readonly string[] = ['involved', 'parties', 'otherPartyToldOn'];

/** What is settled for each code of Art. 33(3); what sources contradict each other on is not. */
function partsOf(input: FilingInput, language: ControllerNoticeLocale): ControllerNoticeData['parts'] {
  const values = filingValues(input);
  const contradicted = new Set(input.conflicts.map(({ key }) => key));
  return CODES.map((code) => ({
    code,
    lines: ANNEX_A.filter((row) => row.code === code && !contradicted.has(row.key) && !NOT_OURS.includes(row.key))
      .filter(({ key }) => !isMissing(key, values) && !isLeftOpen(key, values))
      .map((row) => {
        const shown = showValue(row.kind, values[row.key]?.value, { language, zone: input.zone });
        return `${labelIn(row, language)}: ${shown.replace(/\s*\n\s*/g, ' ')}`;
      }),
  }));
}

/**
 * A processor's notice to one controller, with what is known by the codes of Art. 33(3) and what is still open.
 *
 * @param client   the controller's name
 * @param contact  where its answer goes
 * @see GDPR Art. 33(2), 28(3)(f); R-33-2, R-28-3-f
 */
export function renderControllerNotice(
  input: FilingInput,
  locale: ControllerNoticeLocale,
  { client, contact }: { client: string; contact: string | null },
): LetterText {
  const { caseId, drill, awareAt, awarePrecision, zone, controller } = input;
  const aware = awareAt === null ? null : showAwareness(awareAt, awarePrecision, { language: locale, zone });
  const parts = partsOf(input, locale);
  const data = { caseId, drill, client, processor: controller.name, aware, parts, contact };
  return { ...subjectAndText(notices[locale](data)), locale };
}

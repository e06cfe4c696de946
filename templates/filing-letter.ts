import { FILING_LANGUAGES, type FilingLanguage, filingLanguageOf } from '../domain/filing/language.ts';
import type { Pack } from '../domain/filing/pack.ts';
import { requireAuthority } from '../domain/law/authorities.ts';
import { compileText } from './environment.ts';
import { type Attachment, filingAttachment } from './filing-attachment.ts';

/** What the cover of a filing says; the filing itself is the attachment. */
interface FilingLetterData {
  caseId: string;
  drill: boolean;
  /** Art. 33(1); else further information, Art. 33(4). */
  initial: boolean;
  incomplete: boolean;
  authority: string;
  controller: string | null;
  /** The authority's reference to what was filed before. */
  previousId: string | null;
  fileName: string;
  sha256: string;
  /** Where answers go. */
  contact: string | null;
}

/** A letter ready to be sent: what its reader sees. */
export interface LetterText {
  subject: string;
  text: string;
  locale: FilingLanguage;
}

export interface FilingLetter extends LetterText {
  attachment: Attachment;
}

const covers = Object.fromEntries(
  FILING_LANGUAGES.map((language) => [language, compileText<FilingLetterData>(`filing-letter.${language}.hbs`)]),
) as Record<FilingLanguage, (data: FilingLetterData) => string>;

/** First line: the subject; at most one empty line in a row. */
export function subjectAndText(rendered: string): { subject: string; text: string } {
  const [first = '', ...rest] = rendered.replaceAll('\r\n', '\n').split('\n');
  const text = rest
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return { subject: first.trim(), text: `${text}\n` };
}

/** A text in the reader's language, with English beneath for whoever reads it else. */
export function withEnglish(
  language: FilingLanguage,
  render: (language: FilingLanguage) => { subject: string; text: string },
): LetterText {
  const { subject, text } = render(language);
  if (language === 'en') return { subject, text, locale: language };
  return { subject, text: `${text}\n-- English --\n\n${render('en').text}`, locale: language };
}

/**
 * The letter that takes a pack to its authority: a short cover in the authority's language where we have it, English
 * beneath, and the filing as its only attachment. The same pack gives the same letter.
 *
 * @param authority   its code
 * @param previousId  the authority's reference to the first filing; null while it has given none
 * @param contact     where its answer goes
 */
export async function renderFilingLetter(
  pack: Pack,
  { authority: code, previousId, contact }: { authority: string; previousId: string | null; contact: string | null },
): Promise<FilingLetter> {
  const authority = requireAuthority(code);
  const attachment = await filingAttachment(pack, authority.code);
  const data: FilingLetterData = {
    caseId: pack.caseId,
    drill: pack.drill,
    initial: pack.phase === 'initial',
    incomplete: pack.subtype === 'incomplete',
    authority: authority.abbr === null ? authority.name : `${authority.name} (${authority.abbr})`,
    controller: pack.controllerName,
    previousId,
    fileName: attachment.fileName,
    sha256: attachment.sha256,
    contact,
  };
  const letter = withEnglish(filingLanguageOf(authority.languages), (each) => subjectAndText(covers[each](data)));
  return { ...letter, attachment };
}

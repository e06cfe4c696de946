import { authorityOf } from '../law/authorities.ts';
import { quoteValue, Refusal } from '../refusal.ts';
import { ANNEX_A } from './annex-a.ts';
import type { FieldRow } from './field.ts';
import { AEPD_FORM } from './forms/aepd.ts';
import { EDPB_FORM } from './forms/edpb.ts';
import type { ChosenForm, FilingForm } from './forms/form.ts';
import { LETTER_FORM } from './forms/letter.ts';
import { type FilingLanguage, filingLanguageOf } from './language.ts';

/** Every form there is. A new one is a file of data in `forms/` and a line here. */
export const FORMS: readonly FilingForm[] = [AEPD_FORM, EDPB_FORM, LETTER_FORM];
export const FORM_IDS: readonly string[] = FORMS.map(({ id }) => id);

/** Every field a filing with this form is made of: the model's, then the form's own. */
export const rowsOf = (form: FilingForm): FieldRow[] => [...ANNEX_A, ...form.ownRows];

function languageFor({ languages }: FilingForm, authority: string): FilingLanguage {
  const theirs = filingLanguageOf(
    (authorityOf(authority)?.languages ?? []).filter((each) => hasLanguage(languages, each)),
  );
  return languages.includes(theirs) ? theirs : languages[0];
}

const hasLanguage = (languages: readonly FilingLanguage[], wanted: string): boolean =>
  languages.some((each) => each === wanted);

/** A form in the language it has towards an authority: the first of the authority's that the form has, else its own first. */
export const chosenForm = (form: FilingForm, authority: string): ChosenForm => ({
  ...form,
  language: languageFor(form, authority),
});

const ownFormOf = (authority: string): FilingForm =>
  FORMS.find(({ authorities }) => authorities.includes(authority)) ?? LETTER_FORM;

/**
 * The form for an authority: its own where it is written here, else the letter; another one only when it is named.
 *
 * @throws {Refusal} `FORM_UNKNOWN`; `FORM_NOT_OF_AUTHORITY` for the own form of another authority
 */
export function formFor({ authority, form }: { authority: string; form?: string | undefined }): ChosenForm {
  if (form === undefined) return chosenForm(ownFormOf(authority), authority);
  const named = FORMS.find(({ id }) => id === form);
  if (named === undefined) {
    throw new Refusal({
      code: 'FORM_UNKNOWN',
      message: `Cannot find the form ${quoteValue(form)}`,
      next: `Take one of: ${FORM_IDS.join(', ')}`,
    });
  }
  if (named.authorities.length === 0 || named.authorities.includes(authority)) return chosenForm(named, authority);
  throw new Refusal({
    code: 'FORM_NOT_OF_AUTHORITY',
    message: `Cannot use the form '${named.id}' with ${authority}: it is the own form of ${named.authorities.join(', ')}`,
    next: `Leave --form out for '${ownFormOf(authority).id}', or take the common template with --form edpb`,
  });
}

import { scoresOf } from '../scores.ts';
import { error, type FilingRule, is, warning } from './rule.ts';

/** R-33-2: a processor tells its controllers and files nothing of its own. */
export const onlyControllersFile: FilingRule = ({ role, caseId }) =>
  role === 'processor'
    ? error(
        'PROCESSOR_DOES_NOT_FILE',
        'type',
        'Art. 33(1), (2) GDPR',
        `A processor tells its controllers; they file. Tell them with: tocsin controller tell ${caseId} --all`,
      )
    : null;

/** The template asks a name and a contact of each party; a missing contact must not hold up a filing. */
export const partiesCanBeReached: FilingRule = ({ parties }) => {
  const unreachable = parties.filter(({ contact }) => !contact).length;
  return unreachable === 0
    ? null
    : warning(
        'PARTY_CONTACT_MISSING',
        'parties',
        'Annex A E[41]',
        `${unreachable} of ${parties.length} other parties have no contact. Say it with: tocsin processor add`,
      );
};

export const wordsStillReadable: FilingRule = (_input, values) => {
  const erased = Object.entries(values).find(([, filed]) => filed.value === null);
  return erased === undefined
    ? null
    : error('WORDS_ERASED', erased[0], 'Art. 5(1)(e) GDPR', `The words of "${erased[0]}" have been erased`);
};

/** Art. 33(3)(b): the contact point named must be somebody. */
export const contactPointIsSomebody: FilingRule = ({ caseId, dpo }, values) =>
  is(values, 'infoPoint', 'dpo') && dpo === null
    ? error(
        'CONTACT_MISSING',
        'infoPoint',
        'Art. 33(3)(b) GDPR; Annex A D[33]',
        `The contact point is said to be the DPO, and none is designated. Name another: tocsin case facts ${caseId} --set infoPoint=reporter`,
      )
    : null;

/**
 * A filing that says nothing at all of a code of Art. 33(3) is thin, even where it is in time.
 *
 * One authority fined a thin filing and a thin record of the same breach separately (December 2024, from memory).
 */
export const noCodeIsLeftOut: FilingRule = ({ phase }, values) => {
  const empty = scoresOf(values).filter(({ state }) => state === 'missing');
  if (phase === 'withdrawal' || empty.length === 0) return null;
  return warning(
    'FILING_THIN',
    empty[0]?.missingKeys[0] ?? 'type',
    'Art. 33(3) GDPR',
    `Nothing at all is said of ${empty.map(({ code }) => code).join(', ')}. Say at least what is not yet known, and when it follows`,
  );
};

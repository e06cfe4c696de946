import type { Finding } from '../refusal.ts';
import type { FilingInput } from './input.ts';
import { type FilingValues, isMissing } from './values.ts';

/** A rule over several fields of one filing; null when it is kept or does not apply. */
export type FilingRule = (input: FilingInput, values: FilingValues) => Finding | null;

const is = (values: FilingValues, key: string, wanted: string): boolean => values[key]?.value === wanted;
const textOf = (values: FilingValues, key: string): string | null => {
  const value = values[key]?.value;
  return typeof value === 'string' ? value : null;
};

const error = (code: string, field: string, source: string, sentence: string): Finding => ({
  code,
  field,
  severity: 'error',
  source,
  sentence,
});

const warning = (code: string, field: string, source: string, sentence: string): Finding => ({
  ...error(code, field, source, sentence),
  severity: 'warning',
});

/** Art. 34(1): a high risk must be communicated; "not high risk" cannot be the reason for silence. */
const highRiskIsCommunicated: FilingRule = ({ caseId }, values) =>
  is(values, 'riskOutcome', 'high') && is(values, 'status', 'no_not_high_risk')
    ? error(
        'HIGH_RISK_NOT_COMMUNICATED',
        'status',
        'Art. 34(1) GDPR; Annex A K[89], M[97]',
        `The risk is assessed as high, so "no high risk" cannot be why people are not told. Plan the notice, claim an exemption of Art. 34(3), or assess again: tocsin case facts ${caseId} --set status=no_will_on_date`,
      )
    : null;

const exemptionCIsPublic: FilingRule = ({ caseId }, values) =>
  is(values, 'exemption', 'c') && !isMissing('means', values) && !is(values, 'means', 'public')
    ? error(
        'EXEMPTION_C_NEEDS_PUBLIC',
        'means',
        'Art. 34(3)(c) GDPR; Annex A M[100], M[104]',
        `Disproportionate effort calls for a public communication instead of a personal one. Say it with: tocsin case facts ${caseId} --set means=public`,
      )
    : null;

const sumOf = (value: unknown): number =>
  value !== null && typeof value === 'object'
    ? Object.values(value).reduce((sum: number, count) => sum + (typeof count === 'number' ? count : 0), 0)
    : 0;

const countriesFitTheCount: FilingRule = ({ caseId }, values) => {
  const count = values['count']?.value;
  const sum = sumOf(values['countPerCountry']?.value) + sumOf(values['nonEeaCountPerCountry']?.value);
  if (typeof count !== 'number' || sum <= count) return null;
  return error(
    'COUNT_PER_COUNTRY_EXCEEDS',
    'countPerCountry',
    'Art. 33(3)(a) GDPR; Annex A H[68], O[117]',
    `The countries add up to ${sum} people, more than the ${count} in all. Correct one: tocsin case facts ${caseId} --set count=${sum}`,
  );
};

const SAID_BY_PEOPLE = (values: FilingValues, key: string): boolean =>
  !isMissing(key, values) && values[key]?.source !== 'processor';

/** R-2-5: aware before the other party told us is possible (an earlier heads-up), but wants a word. */
const awareAfterBeingTold: FilingRule = ({ caseId }, values) => {
  const aware = textOf(values, 'controllerAwareAt')?.slice(0, 10);
  const told = textOf(values, 'otherPartyToldOn');
  if (aware === undefined || told === null || aware >= told || SAID_BY_PEOPLE(values, 'timelineText')) return null;
  return error(
    'AWARE_BEFORE_TOLD',
    'controllerAwareAt',
    'Annex A F[48], F[52], F[53]',
    `Awareness (${aware}) lies before the other party told us (${told}). Explain how, or correct one: tocsin case facts ${caseId} --set timelineText="…"`,
  );
};

/** Dates and instants on one line; a bare date is the start of its day. */
function msOf(value: string): number {
  return Date.parse(value.length === 10 ? `${value}T00:00:00Z` : value);
}

const endAfterStart: FilingRule = ({ caseId }, values) => {
  const start = textOf(values, 'start');
  const end = textOf(values, 'end');
  if (start === null || end === null) return null;
  const bothExact = start.length > 10 && end.length > 10;
  const before = bothExact ? msOf(end) < msOf(start) : end.slice(0, 10) < start.slice(0, 10);
  if (!before) return null;
  return error(
    'END_BEFORE_START',
    'end',
    'Annex A F[46], F[47]',
    `The breach ends (${end}) before it starts (${start}). Correct one: tocsin case facts ${caseId} --set end=YYYY-MM-DD`,
  );
};

/** Art. 33(1): a breach unlikely to result in a risk is documented; filing it is allowed, as a precaution. */
const unlikelyNeedsNoFiling: FilingRule = ({ phase, risk, caseId }) =>
  phase === 'initial' && risk?.outcome === 'unlikely'
    ? warning(
        'RISK_UNLIKELY_FILING',
        'riskOutcome',
        'Art. 33(1) GDPR; Annex A K[89]',
        `The assessment says a risk is unlikely: why file? Filing as a precaution is allowed; otherwise the breach is documented only. Assess again with: tocsin risk assess ${caseId}`,
      )
    : null;

/** R-33-1: between the strict reading and the hour of Regulation 1182/71, reasons are asked for, not demanded. */
const reasonsWithinTheHour: FilingRule = ({ caseId, authority }, values) =>
  is(values, 'lateness', 'WITHIN_1182_HOUR') && isMissing('lateReasons', values)
    ? warning(
        'LATE_REASONS_REQUESTED',
        'lateReasons',
        'Art. 33(1) GDPR, second sentence; Annex A F[49]',
        `The 72 hours have ended in the strict reading. Give the reasons all the same: tocsin filing delay ${caseId} --authority ${authority} --reason-code processor_late`,
      )
    : null;

/** R-33-2: a processor tells its controllers and files nothing of its own. */
const onlyControllersFile: FilingRule = ({ role, caseId }) =>
  role === 'processor'
    ? error(
        'PROCESSOR_DOES_NOT_FILE',
        'type',
        'Art. 33(1), (2) GDPR',
        `A processor tells its controllers; they file. Say it with: tocsin controller told ${caseId}`,
      )
    : null;

/** The template asks a name and a contact of each party; a missing contact must not hold up a filing. */
const partiesCanBeReached: FilingRule = ({ parties }) => {
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

const wordsStillReadable: FilingRule = (_input, values) => {
  const erased = Object.entries(values).find(([, filed]) => filed.value === null);
  return erased === undefined
    ? null
    : error('WORDS_ERASED', erased[0], 'Art. 5(1)(e) GDPR', `The words of "${erased[0]}" have been erased`);
};

/** Checks that see more than one field, each with a code of its own. */
export const RULES: readonly FilingRule[] = [
  onlyControllersFile,
  partiesCanBeReached,
  awareAfterBeingTold,
  endAfterStart,
  reasonsWithinTheHour,
  countriesFitTheCount,
  highRiskIsCommunicated,
  exemptionCIsPublic,
  unlikelyNeedsNoFiling,
  wordsStillReadable,
];

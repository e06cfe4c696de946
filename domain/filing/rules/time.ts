import { showInstant } from '../../clocks/show-time.ts';
import { authorityOf, requireAuthority } from '../../law/authorities.ts';
import { otherWaysTo } from '../../law/other-ways.ts';
import { knownDate } from '../known-date.ts';
import { type FilingValues, isMissing } from '../values.ts';
import { error, type FilingRule, is, textOf, warning } from './rule.ts';

const SAID_BY_PEOPLE = (values: FilingValues, key: string): boolean =>
  !isMissing(key, values) && values[key]?.source !== 'processor';

/** R-2-5: aware before the other party told us is possible (an earlier heads-up), but wants a word. */
export const awareAfterBeingTold: FilingRule = ({ caseId, awareAt, awarePrecision, zone }, values) => {
  const aware = awareAt === null ? null : knownDate(awareAt, awarePrecision, zone);
  const told = textOf(values, 'otherPartyToldOn');
  if (aware === null || told === null || aware >= told || SAID_BY_PEOPLE(values, 'timelineText')) return null;
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

export const endAfterStart: FilingRule = ({ caseId }, values) => {
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

/** R-33-1: between the strict reading and the hour of Regulation 1182/71, reasons are asked for, not demanded. */
export const reasonsWithinTheHour: FilingRule = ({ caseId, authority }, values) =>
  is(values, 'lateness', 'WITHIN_1182_HOUR') && isMissing('lateReasons', values)
    ? warning(
        'LATE_REASONS_REQUESTED',
        'lateReasons',
        'Art. 33(1) GDPR, second sentence; Annex A F[49]',
        `The 72 hours have ended in the strict reading. Give the reasons all the same: tocsin filing delay ${caseId} --authority ${authority} --reason-code processor_late`,
      )
    : null;

const PORTAL_REASON = 'technical_failure_of_portal';

/** R-33-1b: the period goes on while a portal fails; the way round it and the reason are offered, never filled in. */
export const portalFailed: FilingRule = ({ caseId, portalFailure, reasonsForDelay, zone }) => {
  if (!portalFailure) return null;
  const { authority, at, evidenceKept } = portalFailure;
  const evidence = evidenceKept ? 'its picture is kept' : 'no picture of it is kept';
  const happened = `The portal of ${authority} failed on ${showInstant(at, zone)} (${evidence})`;
  const reason =
    reasonsForDelay?.code === PORTAL_REASON
      ? 'The reason for a late filing is on file'
      : `If the filing comes late for it, say so: tocsin filing delay ${caseId} --authority ${authority} --reason-code ${PORTAL_REASON} --reason "…"`;
  const around = otherWaysTo(requireAuthority(authority));
  return warning(
    'PORTAL_FAILED',
    'lateReasons',
    'Art. 33(1) GDPR, second sentence; EDPB Guidelines 9/2022, II.B.3',
    `${happened}; the 72 hours go on. Try again, or reach ${around}. ${reason}`,
  );
};

/** The template asks for dates only where the breach is said to have one: a date beside "not known" contradicts it. */
export const datesFitWhen: FilingRule = ({ caseId }, values) => {
  const unknown = is(values, 'when', 'tbd') || is(values, 'when', 'undeterminable');
  const dated = ['start', 'end'].find((key) => !isMissing(key, values));
  if (!unknown || dated === undefined) return null;
  return error(
    'DATE_CONTRADICTS_WHEN',
    dated,
    'Annex A F[44], F[46], F[47]',
    `When the breach happened is said not to be known, and yet a date is given. If it is an estimate, say so: tocsin case facts ${caseId} --set when=day --set estimatedOnly=true`,
  );
};

/** A registry number that does not look like those the authority gives was perhaps typed wrongly. */
export const previousIdLooksRight: FilingRule = ({ authority, caseId }, values) => {
  const form = authorityOf(authority)?.reference;
  const given = textOf(values, 'previousId');
  if (!form || given === null || new RegExp(`^${form.pattern}$`).test(given)) return null;
  return warning(
    'PREVIOUS_ID_UNUSUAL',
    'previousId',
    'Annex A A[6]',
    `References of ${authority} look like ${form.example}: compare it with the receipt. Correct it with: tocsin filing submitted ${caseId} --authority ${authority} --corrects SEQ`,
  );
};

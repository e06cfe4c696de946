import type { Finding } from '../refusal.ts';
import { codesOf, OPEN_VALUES } from './codes.ts';
import { type FieldRow, sourceOf } from './field.ts';
import type { ChosenForm } from './forms/form.ts';
import { formFor, rowsOf } from './forms.ts';
import type { FilingInput } from './input.ts';
import { rowOf } from './model.ts';
import { openCodesOf } from './open-codes.ts';
import { RULES } from './rules.ts';
import { faultOf } from './value.ts';
import { type FilingValues, filingValues, isLeftOpen, isMissing, isRequired } from './values.ts';

export interface FilingCheck {
  /** Nothing is missing, contradictory or open: it may be filed as complete. */
  complete: boolean;
  findings: Finding[];
}

/** Where the first of the list would be bad advice: a missing contact point is missing because there is no DPO. */
const EXAMPLES: Readonly<Record<string, string>> = {
  infoPoint: 'other --set infoPointName="…" --set infoPointFunction="…" --set infoPointContact="…"',
  jointControllersText: '"Name; contact"',
};

/** An example of a value, for the command that supplies it. */
function exampleOf({ key, kind }: FieldRow): string {
  const known = EXAMPLES[key];
  if (known !== undefined) return known;
  switch (kind.kind) {
    case 'code':
    case 'codes':
      return codesOf(kind.codes).find((code) => !OPEN_VALUES.includes(code)) ?? '…';
    case 'count':
      return '1200';
    case 'date':
    case 'day':
      return 'YYYY-MM-DD';
    case 'yesNo':
      return 'true';
    case 'countries':
      return 'ES,PT';
    case 'countPerCountry':
      return 'ES:1200,PT:40';
    default:
      return '"…"';
  }
}

/** The command that supplies a field. */
export function commandFor(row: FieldRow, { caseId, authority }: FilingInput): string {
  switch (row.saidBy) {
    case 'claim':
      return `tocsin case facts ${caseId} --set ${row.key}=${exampleOf(row)}`;
    case 'organisation':
      return 'tocsin organisation set';
    case 'dpo':
      return 'tocsin person add --role dpo';
    case 'reporter':
      return 'tocsin person add --role handler';
    case 'processor':
      return `tocsin processor notice ${caseId}`;
    case 'awareness':
      return `tocsin awareness decide ${caseId}`;
    case 'assessment':
      return `tocsin risk assess ${caseId}`;
    case 'delay':
      return `tocsin filing delay ${caseId} --authority ${authority}`;
    default:
      return `tocsin filing submitted ${caseId} --authority ${authority}`;
  }
}

const plain = (label: string): string => label.replace(/\?$/, '');

/** Fields whose absence has a code of its own, because somebody acts on it. */
const CODE_OF_MISSING: Readonly<Record<string, string>> = {
  previousId: 'PREVIOUS_ID_MISSING',
  lateReasons: 'LATE_REASONS_MISSING',
  controllerAwareAt: 'AWARENESS_MISSING',
  // Art. 33(3)(b): where there is no DPO, another contact point must be named.
  infoPoint: 'CONTACT_MISSING',
  exemptionText: 'EXEMPTION_REASONS_MISSING',
  withdrawReason: 'WITHDRAW_REASON_MISSING',
  jointControllersText: 'JOINT_CONTROLLERS_MISSING',
};

function missing(row: FieldRow, input: FilingInput): Finding {
  const sentence = `"${plain(row.en)}" is missing. Say it with: ${commandFor(row, input)}`;
  const code = CODE_OF_MISSING[row.key] ?? 'FILING_FIELD_MISSING';
  return { code, field: row.key, severity: 'error', source: sourceOf(row), sentence };
}

/** Open values are what phases are for; in a filing called complete they are errors. */
function leftOpen(row: FieldRow, input: FilingInput, values: FilingValues): Finding {
  const code = row.code === null ? '' : ` (${row.code})`;
  const complete = values['subtype']?.value === 'complete';
  const rest = complete ? 'A complete filing may not leave it open' : 'It may follow in a later phase (Art. 33(4))';
  const sentence = `"${plain(row.en)}"${code} is still open. ${rest}. Say it with: ${commandFor(row, input)}`;
  const severity = complete ? 'error' : 'warning';
  return { code: 'FILING_VALUE_OPEN', field: row.key, severity, source: sourceOf(row), sentence };
}

function contradicted({ key, claims }: FilingInput['conflicts'][number], { caseId }: FilingInput): Finding {
  const who = claims.map(({ source, seq }) => `${source} (entry ${seq})`).join(' and ');
  const row = rowOf(key);
  const sentence = `"${row === undefined ? key : plain(row.en)}": ${who} differ and nobody has chosen. Choose with: tocsin case facts ${caseId} --set ${key}=… --choose --reason "…"`;
  const source = row === undefined ? null : sourceOf(row);
  return { code: 'FACT_CONTRADICTED', field: key, severity: 'error', source, sentence };
}

/** A stored value the model no longer knows: lists change with the form. */
function notOnTheList(row: FieldRow, values: FilingValues): Finding | null {
  const fault = row.kind.kind === 'words' ? null : faultOf(row.kind, values[row.key]?.value);
  if (fault === null) return null;
  const sentence = `"${plain(row.en)}": ${fault.sentence}`;
  return { code: 'FILING_VALUE_NOT_ALLOWED', field: row.key, severity: 'error', source: sourceOf(row), sentence };
}

function findingOf(row: FieldRow, input: FilingInput, values: FilingValues): Finding | null {
  if (input.conflicts.some(({ key }) => key === row.key)) return null;
  if (isMissing(row.key, values)) return isRequired(row, values) ? missing(row, input) : null;
  if (isLeftOpen(row.key, values)) return leftOpen(row, input, values);
  return notOnTheList(row, values);
}

/**
 * Everything that stands between the facts and a good filing, in the order of the model.
 *
 * Errors: a mandatory or conditional field without value, values the form does not know, contradictions nobody
 * decided, combinations the law forbids, and open values in a filing called complete. Warnings never block. Every
 * finding names its field, its source and the command that mends it.
 */
export function checkFiling(input: FilingInput, form: ChosenForm = formFor(input)): FilingCheck {
  const values = filingValues(input);
  const findings = [
    ...rowsOf(form).flatMap((row) => findingOf(row, input, values) ?? []),
    ...input.conflicts.map((conflict) => contradicted(conflict, input)),
    ...RULES.flatMap((rule) => rule(input, values) ?? []),
  ];
  const errors = findings.some(({ severity }) => severity === 'error');
  return { complete: !errors && openCodesOf(values).length === 0, findings };
}

import { rfc3339InZone } from '../clocks/show-time.ts';
import { EEA_COUNTRIES } from '../law/authorities.ts';
import { leavesOpen } from './codes.ts';
import type { FieldRow } from './field.ts';
import type { FiledValue, FilingHop, FilingInput, FilingParty, FilingRisk } from './input.ts';
import { knownDate } from './known-date.ts';

export type FilingValues = Readonly<Record<string, FiledValue>>;

type Put = (key: string, value: unknown, seq?: number | null, source?: string) => void;

function putFiling(input: FilingInput, put: Put): void {
  put('role', input.role);
  put('type', input.phase === 'initial' ? 'new' : 'follow_up');
  put('subtype', input.phase === 'withdrawal' ? 'withdraw' : input.subtype);
  put('previousId', input.previousId, null, 'submission');
  put('internalRef', input.caseId);
  if (input.phase === 'withdrawal')
    put('withdrawReason', input.withdrawReason?.text, input.withdrawReason?.seq, 'decision');
}

function putController({ controller }: FilingInput, put: Put): void {
  const { contact, representative, seq } = controller;
  const say = (key: string, value: unknown): void => put(key, value, seq, 'organisation');
  say('controller.idType', controller.taxId === null ? null : 'nif');
  say('controller.id', controller.taxId);
  say('controller.name', controller.name);
  say('controller.contact.address', contact.address);
  say('controller.contact.phone', contact.phone);
  say('controller.contact.email', contact.email);
  say('controller.sector', controller.sector);
  say('controller.size', controller.size);
  say('controller.activity', controller.activity);
  say('nonEea', !EEA_COUNTRIES.includes(controller.country));
  say('representative.name', representative?.name);
  say('representative.contact', representative?.contact);
}

function putPeople({ reporter, dpo }: FilingInput, put: Put): void {
  const who = dpo ?? reporter;
  put('reporter.name', reporter?.name, reporter?.seq, 'organisation');
  put('reporter.contact.email', reporter?.contact.email, reporter?.seq, 'organisation');
  put('reporter.contact.phone', reporter?.contact.phone, reporter?.seq, 'organisation');
  put('reporter.function', reporter?.function, reporter?.seq, 'organisation');
  put('dpo.designated', dpo !== null, dpo?.seq, 'organisation');
  put('dpo.name', dpo?.name, dpo?.seq, 'organisation');
  put('dpo.contact.email', dpo?.contact.email, dpo?.seq, 'organisation');
  put('dpo.contact.phone', dpo?.contact.phone, dpo?.seq, 'organisation');
  put('infoPoint', who === null ? null : dpo === null ? 'reporter' : 'dpo', who?.seq, 'organisation');
}

/** `processor aware 2025-11-09`, one for each step of the vendor chain. */
const hopNote = ({ detectedAt, detectedPrecision }: FilingHop, zone: string): string | null =>
  detectedAt === null ? null : `processor aware ${knownDate(detectedAt, detectedPrecision, zone)}`;

/** Joint controllers as people write them, one a line: `name; contact`. */
function jointControllersIn(words: unknown): FilingParty[] {
  const lines = typeof words === 'string' ? words.split('\n') : [];
  return lines.flatMap((line) => {
    const [name = '', ...contact] = line.split(';').map((part) => part.trim());
    const reached = contact.length > 0 ? { contact: contact.join('; ') } : {};
    return name === '' ? [] : [{ qualification: 'jointController' as const, name, ...reached }];
  });
}

function putParties({ hops, zone, ...input }: FilingInput, put: Put): void {
  const parties = [...input.parties, ...jointControllersIn(input.values['jointControllersText']?.value)];
  const seq = hops.at(-1)?.seq ?? null;
  put('involved', parties.length > 0, seq, 'processor');
  put('parties', parties.length > 0 ? parties : null, seq, 'processor');
  const told = hops
    .flatMap(({ noticedAt, noticedPrecision }) =>
      noticedAt === null ? [] : knownDate(noticedAt, noticedPrecision, zone),
    )
    .sort();
  put('otherPartyToldOn', told.at(-1), seq, 'processor');
  const notes = hops.flatMap((hop) => hopNote(hop, zone) ?? []);
  put('timelineText', notes.length > 0 ? notes.join('; ') : null, seq, 'processor');
}

function putAwareness(input: FilingInput, put: Put): void {
  const { phase, awareAt, awarePrecision, awarenessSeq, zone, lateness, reasonsForDelay } = input;
  put('controllerAwareAt', awareAt === null ? null : rfc3339InZone(awareAt, zone), awarenessSeq, 'awareness');
  put('awarePrecision', awarePrecision, awarenessSeq, 'awareness');
  put('lateness', phase === 'initial' ? lateness : null);
  put('lateReasons', reasonsForDelay?.code, reasonsForDelay?.seq, 'delay');
  put('lateReasonsText', reasonsForDelay?.text, reasonsForDelay?.seq, 'delay');
}

/** `ENISA 2013, SE 2.0-3.0, borderline` */
function methodNote({ method, scoreFrom, scoreTo, borderline, reasons }: FilingRisk): string {
  const range = scoreFrom === scoreTo ? scoreFrom : `${scoreFrom}-${scoreTo}`;
  const score = scoreFrom === null ? '' : `, SE ${range}${borderline ? ', borderline' : ''}`;
  return `${method}${score}${reasons === null ? '' : `. ${reasons}`}`;
}

function putRisk({ risk }: FilingInput, put: Put): void {
  put('riskOutcome', risk?.outcome, risk?.seq, 'assessment');
  put('method', risk === null ? null : methodNote(risk), risk?.seq, 'assessment');
}

/** What stands where nobody has said anything yet and the form must have an answer all the same. */
const WITHOUT_A_CLAIM: Readonly<Record<string, string>> = {
  police: 'unknown',
  otherAuthorities: 'unknown',
  crossBorder: 'unknown',
  riskOutcome: 'more_information_needed',
};

/**
 * Every value of a filing by its key: what people claimed, and what follows from the case's other facts.
 *
 * A claim wins over what would follow; `lateness` and `role` are among the values for conditions, they are no fields. Values that
 * are absent have no entry.
 */
export function filingValues(input: FilingInput): FilingValues {
  const values: Record<string, FiledValue> = {};
  const atOf = (seq: number | null): string | null => (seq === null ? null : (input.saidAt[seq] ?? null));
  const contradicted = new Set(input.conflicts.map(({ key }) => key));
  const put: Put = (key, value, seq = null, source = 'engine') => {
    if (value === null || value === undefined || contradicted.has(key)) return;
    values[key] = { value, seq: seq ?? null, source, confidence: 'confirmed', at: atOf(seq ?? null) };
  };
  for (const [key, code] of Object.entries(WITHOUT_A_CLAIM)) put(key, code);
  for (const from of [putFiling, putController, putPeople, putParties, putAwareness, putRisk]) from(input, put);
  const claimed = Object.entries(input.values).map(([key, filed]) => [
    key,
    { ...filed, at: filed.at ?? atOf(filed.seq) },
  ]);
  return { ...values, ...Object.fromEntries(claimed) };
}

/** Whether the values make a field part of this filing. */
export function isAsked(row: FieldRow, values: FilingValues): boolean {
  if (row.need === 'mandatory' || row.need === 'optional') return true;
  return row.need.some(({ key, is }) => {
    const value: unknown = values[key]?.value;
    const held: unknown[] = Array.isArray(value) ? value : [value];
    return held.some((each) => is.some((wanted) => wanted === each));
  });
}

/** Sections of the template a withdrawal still fills: the filing, the controller, who files, the DPO. */
const STAYS_IN_WITHDRAWAL = /^[A-D]\[/;

/** Whether a field must have a value in this filing. */
export function isRequired(row: FieldRow, values: FilingValues): boolean {
  if (row.need === 'optional') return false;
  if (values['subtype']?.value === 'withdraw' && !STAYS_IN_WITHDRAWAL.test(row.place)) return false;
  return isAsked(row, values);
}

export const isMissing = (key: string, values: FilingValues): boolean => {
  const value = values[key]?.value;
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
};

export const isLeftOpen = (key: string, values: FilingValues): boolean => leavesOpen(values[key]?.value);

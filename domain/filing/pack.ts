import type { CaseTimeline } from '../case/timeline.ts';
import { type Authority, type Note, requireAuthority } from '../law/authorities.ts';
import type { Finding } from '../refusal.ts';
import { ANNEX_A } from './annex-a.ts';
import { changesBetween, type FieldChange, type FiledBefore } from './changes.ts';
import { checkFiling } from './check.ts';
import type { FieldRow, OpenCode } from './field.ts';
import type { ChosenForm, FormField, FormSection } from './forms/form.ts';
import { formFor, rowsOf } from './forms.ts';
import type { FiledValue, FilingClocks, FilingInput, Lateness } from './input.ts';
import { labelIn } from './language.ts';
import { openCodesOf } from './open-codes.ts';
import { type CodeScore, scoresOf } from './scores.ts';
import { showAwareness, showHops, showRisk, showValue } from './show-value.ts';
import { type FilingValues, filingValues, isLeftOpen, isMissing, isRequired } from './values.ts';

/** `blank` may stay empty; `missing` may not; `open` says "not yet"; `contradicted` waits for somebody's choice. */
export type FieldStatus = 'given' | 'inferred' | 'open' | 'missing' | 'contradicted' | 'blank';

export interface PackField {
  /** Section and running number on the form, `8.3`. */
  number: string;
  key: string;
  label: string;
  labelEn: string;
  /** Letter of Art. 33(3). */
  code: OpenCode | null;
  /** Row of the common template, or the form's own section. */
  place: string;
  /** The value in the form's language; null where there is none. */
  shown: string | null;
  value: unknown;
  seq: number | null;
  source: string | null;
  confidence: FiledValue['confidence'] | null;
  /** When it was said; null for what the engine adds. */
  at: string | null;
  status: FieldStatus;
  /** Label or list to be compared with the live form before use. */
  verify: boolean;
}

export interface PackSection {
  number: string;
  title: string;
  titleEn: string;
  fields: PackField[];
}

/** Whom the filing is for, as the table of authorities has it: to be verified before use where it was not seen. */
export interface PackAuthority {
  code: string;
  name: string;
  abbr: string | null;
  /** A: seen in a copy of the authority's or the EDPB's page; B: in a third party's list; C: from memory. */
  confidence: Authority['confidence'];
  verifiedAt: string;
  /** What whoever files there should know, each with its evidence. */
  notes: readonly Note[];
}

/** The form the pack is in. */
export type PackForm = Pick<ChosenForm, 'id' | 'version' | 'verifiedAt' | 'evidence' | 'wording' | 'language'> & {
  /** In the form's language, as `caution`: what to compare before use. */
  name: string;
  caution: string;
};

/** One filing, ready to be typed across or sent. Plain data; the same input gives the same pack. */
export interface Pack {
  caseId: string;
  drill: boolean;
  phase: FilingInput['phase'];
  subtype: FilingInput['subtype'];
  authority: PackAuthority;
  form: PackForm;
  controllerName: string | null;
  awareAt: string | null;
  clocks: FilingClocks | null;
  lateness: Lateness | null;
  preparedAt: string;
  zone: string;
  register: { headHash: string; headSeq: number };
  /** Required fields answered, of all required. */
  answered: number;
  required: number;
  /** The same for each code of Art. 33(3), in its order. */
  scores: CodeScore[];
  sections: PackSection[];
  /** The filing in the keys of the common template. */
  annexA: Record<string, unknown>;
  openCodes: OpenCode[];
  /** The filing before this one; left out in the first. */
  previous?: Omit<FiledBefore, 'fields'>;
  /** What says something else than the filing before; left out in the first, and where that is not known. */
  changes?: FieldChange[];
  /** Set where nothing is owed to the authority. */
  courtesy?: true;
  complete: boolean;
  findings: Finding[];
  /** The case until the pack was prepared; absent in packs kept by 0.1. */
  timeline?: CaseTimeline;
}

interface PackContext {
  input: FilingInput;
  form: ChosenForm;
  rows: ReadonlyMap<string, FieldRow>;
  values: FilingValues;
}

function statusOf(row: FieldRow, { input, values }: PackContext): FieldStatus {
  if (input.conflicts.some(({ key }) => key === row.key)) return 'contradicted';
  if (isMissing(row.key, values)) return isRequired(row, values) ? 'missing' : 'blank';
  if (isLeftOpen(row.key, values)) return 'open';
  return values[row.key]?.confidence === 'inferred' ? 'inferred' : 'given';
}

function shownOf(row: FieldRow, { input, form, values }: PackContext): string | null {
  if (isMissing(row.key, values)) return null;
  const showing = { language: form.language, zone: input.zone };
  const filed = values[row.key];
  if (row.key === 'method' && input.risk !== null) return showRisk(input.risk, showing);
  if (row.key === 'controllerAwareAt' && input.awareAt !== null) {
    return showAwareness(input.awareAt, input.awarePrecision, showing);
  }
  if (row.key !== 'timelineText') return showValue(row.kind, filed?.value, showing);
  const hops = showHops(input.hops, showing);
  return filed?.source === 'processor' ? hops : `${String(filed?.value)} ${hops}`.trim();
}

/** Fields that are neither asked nor answered are left out: what stands in the pack is what is to be typed. */
const belongs = (row: FieldRow, { input, values }: PackContext): boolean =>
  !isMissing(row.key, values) ||
  row.need === 'optional' ||
  isRequired(row, values) ||
  input.conflicts.some(({ key }) => key === row.key);

function fieldOf(row: FieldRow, asked: FormField, number: string, context: PackContext): PackField {
  const filed = context.values[row.key];
  return {
    number,
    key: row.key,
    label: labelIn(row, context.form.language),
    labelEn: row.en,
    code: row.code,
    place: row.place,
    shown: shownOf(row, context),
    value: filed?.value ?? null,
    seq: filed?.seq ?? null,
    source: filed?.source ?? null,
    confidence: filed?.confidence ?? null,
    at: filed?.at ?? null,
    status: statusOf(row, context),
    verify: asked.verify,
  };
}

function sectionOf(section: FormSection, context: PackContext): PackSection {
  const rows = section.fields.flatMap((asked) => {
    const row = context.rows.get(asked.key);
    return row !== undefined && belongs(row, context) ? [{ row, asked }] : [];
  });
  return {
    number: section.number,
    title: labelIn(section, context.form.language),
    titleEn: section.en,
    fields: rows.map(({ row, asked }, index) => fieldOf(row, asked, `${section.number}.${index + 1}`, context)),
  };
}

type Tree = Record<string, unknown>;
const isTree = (value: unknown): value is Tree => value !== null && typeof value === 'object' && !Array.isArray(value);

function plant(tree: Tree, [head, ...rest]: readonly string[], value: unknown): void {
  if (head === undefined) return;
  if (rest.length === 0) {
    tree[head] = value;
    return;
  }
  const branch = tree[head];
  const child: Tree = isTree(branch) ? branch : {};
  tree[head] = child;
  plant(child, rest, value);
}

/** Keys that say null rather than nothing, because their absence is itself an answer. */
const NULL_WHEN_EMPTY = new Set(['count', 'lateReasons']);

/** The filing in the keys of the common template; a key with a dot stands inside its first part. */
function annexAOf(values: FilingValues): Tree {
  const tree: Tree = {};
  for (const row of ANNEX_A) {
    if (!isMissing(row.key, values)) plant(tree, row.key.split('.'), values[row.key]?.value);
    else if (row.need === 'mandatory' || NULL_WHEN_EMPTY.has(row.key)) plant(tree, row.key.split('.'), null);
  }
  return { ...tree, openCodes: openCodesOf(values) };
}

function packAuthority(code: string): PackAuthority {
  const { name, abbr, confidence, verifiedAt, notes } = requireAuthority(code);
  return { code, name, abbr, confidence, verifiedAt, notes };
}

function packForm({ id, name, version, verifiedAt, evidence, wording, caution, language }: ChosenForm): PackForm {
  return {
    id,
    name: labelIn(name, language),
    version,
    verifiedAt,
    evidence,
    wording,
    language,
    caution: labelIn(caution, language),
  };
}

/** What ties a later phase to the one before it. */
function phaseOf({ previous, courtesy, phase }: FilingInput, sections: PackSection[]): Partial<Pack> {
  const marked = courtesy ? { courtesy: true as const } : {};
  if (!previous) return marked;
  const { fields, ...told } = previous;
  const compared = Array.isArray(fields) && phase !== 'withdrawal';
  const now = sections.flatMap((section) => section.fields);
  return { ...marked, previous: told, ...(compared ? { changes: changesBetween(fields, now) } : {}) };
}

/**
 * The pack of one filing: the form filled in, the template's keys, what is open and what is wrong.
 *
 * @param form  how it is put to the authority; left out, the authority's own form, or the letter
 * @throws {Refusal} `AUTHORITY_UNKNOWN`
 */
export function packOf(input: FilingInput, form: ChosenForm = formFor(input)): Pack {
  const plain = filingValues(input);
  const values = { ...form.derive(plain), ...plain };
  const rows = rowsOf(form);
  const context = { input, form, values, rows: new Map(rows.map((row) => [row.key, row])) };
  const required = rows.filter((row) => isRequired(row, values));
  const sections = form.sections.map((section) => sectionOf(section, context));
  return {
    caseId: input.caseId,
    drill: input.drill,
    phase: input.phase,
    subtype: input.subtype,
    authority: packAuthority(input.authority),
    form: packForm(form),
    controllerName: input.controller.name,
    awareAt: input.awareAt,
    clocks: input.clocks,
    lateness: input.lateness,
    preparedAt: input.preparedAt,
    zone: input.zone,
    register: { headHash: input.headHash, headSeq: input.headSeq },
    answered: required.filter(({ key }) => !isMissing(key, values) && !isLeftOpen(key, values)).length,
    required: required.length,
    scores: scoresOf(values),
    sections,
    annexA: annexAOf(values),
    openCodes: openCodesOf(values),
    ...phaseOf(input, sections),
    ...checkFiling(input, form),
    timeline: input.timeline,
  };
}

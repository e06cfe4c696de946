import { instantMs } from '../domain/clocks/instant.ts';
import { rfc3339InZone, showDate, showDuration, showInstant } from '../domain/clocks/show-time.ts';
import { knownDate } from '../domain/filing/known-date.ts';
import type { Pack, PackField, PackSection } from '../domain/filing/pack.ts';
import { FILING_WORDS, filled, SIGNS } from './filing-pack-words.ts';
import type { FilingWords } from './filing-words/en.ts';
import type { TimelineData } from './timeline-data.ts';
import { timelineInWords } from './timeline-in-words.ts';
import { type TimelineShapes, timelineShapes } from './timeline-svg.ts';
import { type TimelineRow, timelineTable } from './timeline-table.ts';
import { visibleLine, visibleText } from './visible-text.ts';

interface FieldView {
  /** Anchor on the page, `f-8-3`. */
  id: string;
  number: string;
  label: string;
  /** The label in English where the form speaks another language, else null. */
  labelEn: string | null;
  /** Lines of the value; none where there is no value. */
  lines: string[];
  /** The lines as one text, for copying. */
  text: string | null;
  status: string;
  sign: string;
  statusWord: string;
  statusEn: string | null;
  code: string | null;
  place: string;
  origin: string | null;
  verify: boolean;
}

interface SectionView {
  id: string;
  number: string;
  title: string;
  titleEn: string | null;
  fields: FieldView[];
}

interface FindingView {
  severity: string;
  word: string;
  code: string;
  /** Where the field stands on the form; null where it is not shown. */
  number: string | null;
  source: string | null;
  sentence: string;
  href: string | null;
}

interface ChangeView {
  label: string;
  before: string;
  after: string;
}

interface ScoreView {
  code: string;
  name: string;
  state: string;
  /** `3 / 4` */
  count: string;
  stateWord: string;
}

/** A pack as every rendering shows it: strings only, in the form's language. */
export interface PackView {
  words: Record<string, string>;
  language: string;
  drill: boolean;
  title: string;
  heading: { term: string; text: string }[];
  findings: FindingView[];
  /** Against the filing before, null where there is none. */
  changes: { since: string; rows: ChangeView[] } | null;
  scores: ScoreView[];
  /** The case until now, as a picture and as a table; null in packs kept by 0.1. */
  timeline: { shapes: TimelineShapes; rows: TimelineRow[]; title: string } | null;
  sections: SectionView[];
  hash: string;
  head: string;
  /** What to compare before use, in the form's language; empty in packs kept by 0.1. */
  caution: string;
}

const anchorOf = (number: string): string => `f-${number.replaceAll('.', '-')}`;

type Origin = keyof FilingWords['origins'];
const isOrigin = (source: string): source is Origin => Object.hasOwn(FILING_WORDS.en.origins, source);

function originOf({ seq, source, confidence }: PackField, language: Pack['form']['language']): string | null {
  if (source === null) return null;
  const { page: words, origins } = FILING_WORDS[language];
  const origin = isOrigin(source) ? origins[source] : visibleLine(source);
  const entry = seq === null ? [] : [`${words.entry} ${seq}`];
  const doubt = confidence === 'unverified' ? [words.unverified] : [];
  return [...entry, `${words.source} ${origin}`, ...doubt].join(', ');
}

function fieldView(field: PackField, { form }: Pack): FieldView {
  const status = FILING_WORDS[form.language].status[field.status];
  const text = field.shown === null ? null : visibleText(field.shown);
  const beside = form.language === 'en' ? null : field.labelEn;
  return {
    id: anchorOf(field.number),
    number: field.number,
    label: field.label,
    labelEn: beside,
    lines: text === null ? [] : text.split('\n'),
    text,
    status: field.status,
    sign: SIGNS[field.status],
    statusWord: status,
    statusEn: form.language === 'en' ? null : FILING_WORDS.en.status[field.status],
    code: field.code,
    place: field.place,
    origin: originOf(field, form.language),
    verify: field.verify,
  };
}

const sectionView = (section: PackSection, pack: Pack): SectionView => ({
  id: `s-${section.number}`,
  number: section.number,
  title: section.title,
  titleEn: pack.form.language === 'en' ? null : section.titleEn,
  fields: section.fields.map((field) => fieldView(field, pack)),
});

/** `jue 27 nov 2025 24:00 Madrid (UTC+01:00); quedaban 37 h 0 min al prepararlo` */
function dueText({ clocks, preparedAt, zone, form, phase }: Pack): string | null {
  if (clocks === null || phase !== 'initial') return null;
  const leftMs = instantMs(clocks.operational) - instantMs(preparedAt);
  const { timeLeft } = FILING_WORDS[form.language];
  const sentence = filled(timeLeft[leftMs >= 0 ? 'left' : 'late'], showDuration(leftMs));
  return `${showInstant(clocks.operational, zone, form.language)}; ${sentence}`;
}

/** Awareness as a moment; a midnight is the start of its day here, not the end of the day before. */
export function awareText({ awareAt, annexA, zone, form }: Pack): string | null {
  if (awareAt === null) return null;
  const local = rfc3339InZone(awareAt, zone);
  if (annexA['awarePrecision'] === 'date') {
    return `${showDate(knownDate(awareAt, 'date', zone), form.language)}, ${FILING_WORDS[form.language].page.dateOnly}`;
  }
  return `${showDate(local.slice(0, 10), form.language)} ${local.slice(11, 16)} (UTC${local.slice(-6)})`;
}

function openText({ openCodes, form, ...pack }: Pack): string {
  const { page: words, openCodes: codeNames } = FILING_WORDS[form.language];
  const names = openCodes.map((code) => `${code} ${codeNames[code]}`);
  return `${pack.answered}/${pack.required}; ${words.openCodes.toLowerCase()}: ${names.join(', ') || words.nothing}`;
}

/**
 * Whom it is for, how well the table knows it (A to C), and what to know there, in English with its evidence.
 *
 * Packs kept by 0.1 do not say.
 */
function authorityRows({ authority, form }: Pick<Pack, 'form'> & Partial<Pack>): PackView['heading'] {
  if (!authority) return [];
  const { page: words } = FILING_WORDS[form.language];
  const { code, name, confidence, verifiedAt, notes } = authority;
  const row = `${code}, ${name}; ${words.compared} ${verifiedAt} (${confidence})`;
  return [row, ...notes.map(({ text, evidence }) => `${text} (${evidence})`)].map((text) => ({
    term: words.authority,
    text,
  }));
}

function headingOf(pack: Pack): PackView['heading'] {
  const { form, zone } = pack;
  const { page: words, phases, subtypes } = FILING_WORDS[form.language];
  const subtype = pack.phase === 'withdrawal' ? '' : `, ${subtypes[pack.subtype]}`;
  return [
    { term: words.case, text: pack.caseId },
    ...authorityRows(pack),
    { term: words.controller, text: visibleLine(pack.controllerName ?? words.unknown) },
    { term: words.phase, text: `${phases[pack.phase]}${subtype}` },
    { term: words.aware, text: awareText(pack) ?? words.unknown },
    { term: words.due, text: dueText(pack) ?? words.unknown },
    { term: words.answered, text: openText(pack) },
    { term: words.prepared, text: showInstant(pack.preparedAt, zone, form.language) },
    { term: words.form, text: `${form.name}; ${form.version}; ${words.compared} ${form.verifiedAt}` },
  ];
}

function findingsOf(pack: Pack): FindingView[] {
  const words = FILING_WORDS[pack.form.language].page;
  const fields = new Map(pack.sections.flatMap(({ fields }) => fields.map(({ key, number }) => [key, number])));
  return pack.findings.map(({ code, field, severity, source, sentence }) => {
    const number = field === null ? undefined : fields.get(field);
    const href = number === undefined ? null : `#${anchorOf(number)}`;
    return {
      severity,
      word: words[severity],
      code,
      number: number ?? null,
      source,
      sentence: visibleLine(sentence),
      href,
    };
  });
}

/** `REGAGE25e00090210001, jue 27 nov 2025 18:05 Madrid (UTC+01:00)`; null where nothing was filed before. */
export function previousText({ previous, form, zone }: Pack): string | null {
  if (!previous) return null;
  const { page: words, phases } = FILING_WORDS[form.language];
  const name = visibleLine(previous.registryNumber ?? phases[previous.phase]);
  return filled(words.changesSince, name, showInstant(previous.submittedAt, zone, form.language));
}

function changesOf(pack: Pack): PackView['changes'] {
  const since = previousText(pack);
  if (since === null || pack.changes === undefined) return null;
  const { noValue } = FILING_WORDS[pack.form.language].page;
  const shown = (value: string | null): string => (value === null ? noValue : visibleText(value));
  const rows = pack.changes.map(({ label, before, after }) => ({
    label: visibleLine(label),
    before: shown(before),
    after: shown(after),
  }));
  return { since, rows };
}

/** Packs kept by 0.1 have no scores. */
function scoresOf({ scores = [], form }: Pick<Pack, 'form'> & Partial<Pack>): ScoreView[] {
  const { openCodes, scoreStates } = FILING_WORDS[form.language];
  return scores
    .filter(({ required }) => required > 0)
    .map(({ code, answered, required, state }) => ({
      code,
      name: openCodes[code],
      state,
      count: `${answered} / ${required}`,
      stateWord: scoreStates[state],
    }));
}

/** The pack's timeline in its form's language; null in packs kept by 0.1. */
export function timelineOfPack({ timeline, caseId, drill, zone, form }: Pack): TimelineData | null {
  if (timeline === undefined) return null;
  return timelineInWords(timeline, { caseId, drill, zone, language: form.language });
}

/** Pixels across: what fits beside the page's margins. */
const PICTURE_WIDTH = 900;

function timelineView(pack: Pack): PackView['timeline'] {
  const data = timelineOfPack(pack);
  if (data === null) return null;
  const rows = timelineTable(data).map((row) => ({
    ...row,
    lane: visibleLine(row.lane),
    label: visibleLine(row.label),
  }));
  return { shapes: timelineShapes(data, PICTURE_WIDTH), rows, title: data.title };
}

/** What every rendering shows. */
export function packView(pack: Pack, hash: string): PackView {
  const words = FILING_WORDS[pack.form.language].page;
  return {
    words,
    language: pack.form.language,
    drill: pack.drill,
    title: `${words.title} · ${pack.caseId}`,
    heading: headingOf(pack),
    findings: findingsOf(pack),
    changes: changesOf(pack),
    scores: scoresOf(pack),
    timeline: timelineView(pack),
    sections: pack.sections.map((section) => sectionView(section, pack)),
    hash,
    caution: (pack.form as Partial<Pack['form']>).caution ?? '',
    head: `${words.entry} ${pack.register.headSeq}, ${pack.register.headHash}`,
  };
}

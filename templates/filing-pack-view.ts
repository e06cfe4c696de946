import { instantMs } from '../domain/clocks/instant.ts';
import { rfc3339InZone, showDate, showDuration, showInstant } from '../domain/clocks/show-time.ts';
import type { Pack, PackField, PackSection } from '../domain/filing/pack.ts';
import {
  type Language,
  OPEN_CODE_NAMES,
  ORIGINS,
  PHASES,
  STATUS,
  SUBTYPES,
  TIME_LEFT,
  WORDS,
} from './filing-pack-words.ts';
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

/** A pack as both renderings show it: strings only, in the form's language. */
export interface PackView {
  words: Record<string, string>;
  language: string;
  drill: boolean;
  title: string;
  heading: { term: string; text: string }[];
  findings: FindingView[];
  sections: SectionView[];
  hash: string;
  head: string;
  /** What to compare before use, in the form's language. */
  caution: string;
}

/** The page around a form speaks Spanish or English. */
const pageLanguage = ({ language }: Pack['form']): Language => (language === 'es' ? 'es' : 'en');

const anchorOf = (number: string): string => `f-${number.replaceAll('.', '-')}`;

function originOf({ seq, source, confidence }: PackField, language: Language): string | null {
  if (source === null) return null;
  const words = WORDS[language];
  const origin = Object.hasOwn(ORIGINS, source) ? ORIGINS[source]?.[language] : visibleLine(source);
  const entry = seq === null ? [] : [`${words.entry} ${seq}`];
  const doubt = confidence === 'unverified' ? [words.unverified] : [];
  return [...entry, `${words.source} ${origin}`, ...doubt].join(', ');
}

function fieldView(field: PackField, { form }: Pack): FieldView {
  const status = STATUS[field.status];
  const text = field.shown === null ? null : visibleText(field.shown);
  const beside = pageLanguage(form) === 'en' ? null : field.labelEn;
  return {
    id: anchorOf(field.number),
    number: field.number,
    label: field.label,
    labelEn: beside,
    lines: text === null ? [] : text.split('\n'),
    text,
    status: field.status,
    sign: status.sign,
    statusWord: status[pageLanguage(form)],
    statusEn: pageLanguage(form) === 'en' ? null : status.en,
    code: field.code,
    place: field.place,
    origin: originOf(field, pageLanguage(form)),
    verify: field.verify,
  };
}

const sectionView = (section: PackSection, pack: Pack): SectionView => ({
  id: `s-${section.number}`,
  number: section.number,
  title: section.title,
  titleEn: pageLanguage(pack.form) === 'en' ? null : section.titleEn,
  fields: section.fields.map((field) => fieldView(field, pack)),
});

/** `jue 27 nov 2025 24:00 Madrid (UTC+01:00); quedaban 37 h 0 min al prepararlo` */
function dueText({ clocks, preparedAt, zone, form, phase }: Pack): string | null {
  if (clocks === null || phase !== 'initial') return null;
  const leftMs = instantMs(clocks.operational) - instantMs(preparedAt);
  const sentence = TIME_LEFT[pageLanguage(form)][leftMs >= 0 ? 'left' : 'late'].replace('{}', showDuration(leftMs));
  return `${showInstant(clocks.operational, zone, pageLanguage(form))}; ${sentence}`;
}

/** Awareness as a moment; a midnight is the start of its day here, not the end of the day before. */
function awareText({ awareAt, annexA, zone, form }: Pack): string | null {
  if (awareAt === null) return null;
  const local = rfc3339InZone(awareAt, zone);
  if (annexA['awarePrecision'] === 'date') {
    return `${showDate(local.slice(0, 10), pageLanguage(form))}, ${WORDS[pageLanguage(form)].dateOnly}`;
  }
  return `${showDate(local.slice(0, 10), pageLanguage(form))} ${local.slice(11, 16)} (UTC${local.slice(-6)})`;
}

function openText({ openCodes, form, ...pack }: Pack): string {
  const words = WORDS[pageLanguage(form)];
  const names = openCodes.map((code) => `${code} ${OPEN_CODE_NAMES[code]?.[pageLanguage(form)] ?? ''}`.trim());
  return `${pack.answered}/${pack.required}; ${words.openCodes.toLowerCase()}: ${names.join(', ') || words.nothing}`;
}

function headingOf(pack: Pack): PackView['heading'] {
  const { form, zone } = pack;
  const words = WORDS[pageLanguage(form)];
  const subtype = pack.phase === 'withdrawal' ? '' : `, ${SUBTYPES[pack.subtype][pageLanguage(form)]}`;
  return [
    { term: words.case, text: pack.caseId },
    { term: words.controller, text: visibleLine(pack.controllerName ?? words.unknown) },
    { term: words.phase, text: `${PHASES[pack.phase][pageLanguage(form)]}${subtype}` },
    { term: words.aware, text: awareText(pack) ?? words.unknown },
    { term: words.due, text: dueText(pack) ?? words.unknown },
    { term: words.answered, text: openText(pack) },
    { term: words.prepared, text: showInstant(pack.preparedAt, zone, pageLanguage(form)) },
    { term: words.form, text: `${form.name}; ${form.version}; ${words.compared} ${form.verifiedAt}` },
  ];
}

function findingsOf(pack: Pack): FindingView[] {
  const words = WORDS[pageLanguage(pack.form)];
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

/** What both renderings show. */
export function packView(pack: Pack, hash: string): PackView {
  const words = WORDS[pageLanguage(pack.form)];
  return {
    words,
    language: pageLanguage(pack.form),
    drill: pack.drill,
    title: `${words.title} · ${pack.caseId}`,
    heading: headingOf(pack),
    findings: findingsOf(pack),
    sections: pack.sections.map((section) => sectionView(section, pack)),
    hash,
    caution: pack.form.caution,
    head: `${words.entry} ${pack.register.headSeq}, ${pack.register.headHash}`,
  };
}

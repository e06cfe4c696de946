import type { Pack } from '../domain/filing/pack.ts';
import { packHash } from './filing-pack.ts';
import { type PackView, packView, timelineOfPack } from './filing-pack-view.ts';
import { FILING_WORDS, filled } from './filing-pack-words.ts';
import type { FilingWords } from './filing-words/en.ts';
import { writeList } from './paper/list.ts';
import type { Paper } from './paper/paper.ts';
import { type CellText, writeTable } from './paper/table.ts';
import { BAD, BODY, GOOD, OPEN, QUIET, SMALL, STRONG, type Style } from './paper/type.ts';
import { writeTimeline } from './timeline-pdf.ts';

type Words = FilingWords['page'];
type Field = PackView['sections'][number]['fields'][number];

const quiet = (text: string, lang?: string): CellText => ({ text, style: SMALL, ...(lang ? { lang } : {}) });
const strong = (text: string): CellText => ({ text, style: STRONG });
const plain = (text: string): CellText => ({ text, style: BODY });

const STATUS_COLOUR: Readonly<Record<string, string>> = {
  given: GOOD,
  complete: GOOD,
  inferred: OPEN,
  open: OPEN,
  partial: OPEN,
  missing: BAD,
  contradicted: BAD,
};

/** The word of a state, in bold where somebody must act: never by colour alone. */
const stateStyle = (state: string): Style => ({
  ...SMALL,
  font: state === 'missing' || state === 'contradicted' ? 'bold' : 'regular',
  colour: STATUS_COLOUR[state] ?? QUIET,
});

function statusCell(field: Field, verify: string): CellText[] {
  const { status, statusWord, code, place, origin } = field;
  return [
    { text: statusWord, style: stateStyle(status) },
    ...(origin === null ? [] : [quiet(origin)]),
    quiet(code === null ? place : `${place} · ${code}`),
    ...(field.verify ? [{ text: verify, style: { ...SMALL, font: 'bold' as const } }] : []),
  ];
}

function valueCell({ text, status }: Field, noValue: string): CellText[] {
  return text === null ? [{ text: noValue, style: status === 'blank' ? SMALL : stateStyle(status) }] : [plain(text)];
}

function writeHeading(paper: Paper, { heading }: PackView, words: Words): void {
  writeTable(paper, {
    columns: [
      { head: words.field, share: 0.26 },
      { head: words.value, share: 0.74 },
    ],
    rowHeader: 0,
    rows: heading.map(({ term, text }) => [[strong(term)], [plain(text)]]),
  });
}

function writeFindings(paper: Paper, { findings, language }: PackView, words: Words): void {
  paper.heading(words.before);
  if (findings.length === 0) {
    paper.paragraph(words.nothingFound);
    return;
  }
  const foreign = language === 'en' ? undefined : 'en';
  writeList(
    paper,
    findings.map(({ word, code, number, source, severity, sentence }) => [
      {
        text: [`${word}: ${code}`, number, source === null ? null : `(${source})`].filter(Boolean).join(' '),
        style: { ...STRONG, colour: severity === 'error' ? BAD : OPEN },
      },
      { ...plain(sentence), ...(foreign ? { lang: foreign } : {}) },
    ]),
  );
}

function writeScores(paper: Paper, { scores }: PackView, words: Words): void {
  if (scores.length === 0) return;
  paper.heading(words.scores);
  writeTable(paper, {
    columns: [
      { head: words.letter, share: 0.12 },
      { head: words.what, share: 0.48 },
      { head: words.answered, share: 0.16 },
      { head: words.status, share: 0.24 },
    ],
    rowHeader: 0,
    rows: scores.map(({ code, name, count, state, stateWord }) => [
      [strong(code)],
      [plain(name)],
      [plain(count)],
      [{ text: stateWord, style: { ...stateStyle(state), size: BODY.size } }],
    ]),
  });
}

/** What changed since the filing before, on either paper; nothing where this is the first. */
export function writeChanges(paper: Paper, { changes }: PackView, words: Words): void {
  if (changes === null) return;
  paper.heading(words.changes);
  paper.paragraph(changes.since);
  if (changes.rows.length === 0) {
    paper.paragraph(words.changesNone);
    return;
  }
  writeTable(paper, {
    columns: [
      { head: words.field, share: 0.28 },
      { head: words.beforeValue, share: 0.36 },
      { head: words.afterValue, share: 0.36 },
    ],
    rowHeader: 0,
    rows: changes.rows.map(({ label, before, after }) => [[strong(label)], [plain(before)], [plain(after)]]),
  });
}

function writeSection(paper: Paper, section: PackView['sections'][number], pack: Pack, words: Words): void {
  const { number, title, titleEn, fields } = section;
  paper.heading(`${number}. ${title}`, 90);
  if (titleEn !== null) paper.paragraph(titleEn, SMALL, 'en');
  if (fields.length === 0) {
    paper.paragraph(words.emptySection, { ...BODY, colour: QUIET });
    return;
  }
  const verify = filled(words.verifySince, pack.form.verifiedAt);
  writeTable(paper, {
    columns: [
      { head: words.number, share: 0.08 },
      { head: words.field, share: 0.25 },
      { head: words.value, share: 0.42 },
      { head: words.status, share: 0.25 },
    ],
    rowHeader: 1,
    rows: fields.map((field) => [
      [quiet(field.number)],
      [strong(field.label), ...(field.labelEn === null ? [] : [quiet(field.labelEn, 'en')])],
      valueCell(field, words.noValue),
      statusCell(field, verify),
    ]),
  });
}

const command = (paper: Paper, text: string): void => paper.paragraph(text, { ...STRONG, size: 9 });

/** A page of its own: which commands check this paper, what that proves, and what not. */
function writeHowToVerify(paper: Paper, pack: Pack, { hash, head, caution }: PackView, words: Words): void {
  const { caseId, authority } = pack;
  paper.newPage();
  paper.heading(words.verifyTitle);
  paper.paragraph(words.verifyHash);
  command(paper, hash);
  paper.paragraph(words.verifyHead);
  command(paper, head);
  paper.paragraph(words.verifyExport);
  command(paper, `tocsin register export ${caseId} --file ${caseId}-register.json`);
  paper.paragraph(words.verifyFile);
  command(
    paper,
    `tocsin register verify ${caseId}-register.json --head ${pack.register.headSeq}:${pack.register.headHash}`,
  );
  paper.paragraph(words.verifyPack);
  command(paper, `tocsin filing draft ${caseId} --authority ${authority.code} --format json --file pack.json`);
  paper.paragraph(words.verifyProves);
  paper.paragraph(words.verifyProvesNot);
  paper.paragraph(caution);
  paper.paragraph(words.unseen);
}

/** The pack for the people who file: every field with its state and origin, what is wrong, and how to verify it. */
export function writeDeskPages(paper: Paper, pack: Pack): void {
  const view = packView(pack, packHash(pack));
  const { page: words } = FILING_WORDS[pack.form.language];
  paper.title(words.title);
  if (pack.drill) paper.paragraph(words.drill, { ...STRONG, colour: BAD });
  writeHeading(paper, view, words);
  writeFindings(paper, view, words);
  writeChanges(paper, view, words);
  writeScores(paper, view, words);
  for (const section of view.sections) writeSection(paper, section, pack, words);
  const timeline = timelineOfPack(pack);
  if (timeline !== null) writeTimeline(paper, timeline, words);
  writeHowToVerify(paper, pack, view, words);
}

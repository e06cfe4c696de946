import { showInstant } from '../domain/clocks/show-time.ts';
import type { Pack, PackField, PackSection } from '../domain/filing/pack.ts';
import { writeChanges } from './filing-desk-pages.ts';
import { packHash } from './filing-pack.ts';
import { awareText, packView } from './filing-pack-view.ts';
import { FILING_WORDS } from './filing-pack-words.ts';
import type { FilingWords } from './filing-words/en.ts';
import { writeList } from './paper/list.ts';
import type { Paper } from './paper/paper.ts';
import { type CellText, writeTable } from './paper/table.ts';
import { BAD, BODY, SMALL, STRONG } from './paper/type.ts';
import { visibleLine, visibleText } from './visible-text.ts';

const plain = (text: string): CellText => ({ text, style: BODY });

/** Fields the authority reads: optional ones nobody filled are left out. */
const shownFields = ({ fields }: PackSection): PackField[] => fields.filter(({ status }) => status !== 'blank');

/** What is not settled among us is not yet known to the authority. */
const isUnknown = ({ shown, status }: PackField): boolean =>
  shown === null || status === 'missing' || status === 'contradicted';

function facts(pack: Pack, words: FilingWords): [term: string, text: string][] {
  const { form, phase, subtype, zone, previous } = pack;
  const { page, phases, subtypes } = words;
  const phaseText = phase === 'withdrawal' ? phases[phase] : `${phases[phase]}, ${subtypes[subtype]}`;
  const before = previous?.registryNumber ?? null;
  return [
    [page.to, pack.authority.name],
    [page.controller, visibleLine(pack.controllerName ?? page.unknown)],
    [page.reference, pack.caseId],
    ...(before === null ? [] : [[page.previous, visibleLine(before)] as [string, string]]),
    [page.phase, phaseText],
    [page.aware, awareText(pack) ?? page.unknown],
    [page.prepared, showInstant(pack.preparedAt, zone, form.language)],
  ];
}

function labelCell({ number, label, labelEn }: PackField, english: boolean): CellText[] {
  const beside = english && labelEn !== label ? [{ text: labelEn, style: SMALL, lang: 'en' }] : [];
  return [{ text: `${number} ${label}`, style: STRONG }, ...beside];
}

function writeSection(paper: Paper, section: PackSection, pack: Pack, words: FilingWords): void {
  const fields = shownFields(section);
  if (fields.length === 0) return;
  const english = pack.form.language !== 'en' && pack.form.id === 'letter';
  paper.heading(`${section.number}. ${section.title}`, 70);
  if (english) paper.paragraph(section.titleEn, SMALL, 'en');
  writeTable(paper, {
    columns: [
      { head: words.page.field, share: 0.32 },
      { head: words.page.value, share: 0.68 },
    ],
    rowHeader: 0,
    rows: fields.map((field) => [
      labelCell(field, english),
      [isUnknown(field) ? plain(words.page.notYetKnown) : plain(visibleText(field.shown ?? ''))],
    ]),
  });
}

/** What is still open, and that it follows in phases (Art. 33(4)). */
function writeOpenPoints(paper: Paper, pack: Pack, { page, openCodes }: FilingWords): void {
  const fields = pack.sections.flatMap(shownFields);
  const open = fields.filter((field) => field.status === 'open' || isUnknown(field));
  paper.heading(page.openPoints);
  if (open.length === 0) {
    paper.paragraph(page.openPointsNone);
    return;
  }
  paper.paragraph(page.openPointsWhy);
  writeList(
    paper,
    open.map(({ number, label, code }) => [
      plain(code === null ? `${number} ${label}` : `${number} ${label} (${openCodes[code]})`),
    ]),
  );
}

/** The document the authority receives: no findings, no sources, no entries of ours. */
export function writeAuthorityPages(paper: Paper, pack: Pack): void {
  const words = FILING_WORDS[pack.form.language];
  paper.title(words.page.title);
  paper.paragraph(words.page.article);
  if (pack.drill) paper.paragraph(words.page.drill, { ...STRONG, colour: BAD });
  writeTable(paper, {
    columns: [
      { head: words.page.field, share: 0.32 },
      { head: words.page.value, share: 0.68 },
    ],
    rowHeader: 0,
    rows: facts(pack, words).map(([term, text]) => [[{ text: term, style: STRONG }], [plain(text)]]),
  });
  writeChanges(paper, packView(pack, packHash(pack)), words.page);
  for (const section of pack.sections) writeSection(paper, section, pack, words);
  writeOpenPoints(paper, pack, words);
}

import type { Pack } from '../domain/filing/pack.ts';
import { writeAuthorityPages } from './filing-authority-pages.ts';
import { writeDeskPages } from './filing-desk-pages.ts';
import { FILING_WORDS, filled } from './filing-pack-words.ts';
import { Paper } from './paper/paper.ts';

function paperFor(pack: Pack): Paper {
  const { page: words } = FILING_WORDS[pack.form.language];
  return new Paper({
    title: `${words.title} · ${pack.caseId}`,
    language: pack.form.language,
    at: pack.preparedAt,
    mark: pack.drill ? words.drillShort : null,
    foot: pack.caseId,
    pageOf: (page, pages) => filled(words.pageOf, page, pages),
  });
}

/**
 * The pack as a tagged PDF (PDF/UA-1) to print, to sign off and to keep: each field with its state and origin, what
 * is wrong, and how to verify it.
 *
 * The same pack gives the same bytes, on any machine; it carries the moment the pack was prepared, not that of printing.
 */
export function renderPackPdf(pack: Pack): Promise<Buffer> {
  const paper = paperFor(pack);
  writeDeskPages(paper, pack);
  return paper.finish();
}

/**
 * The filing as the tagged PDF (PDF/UA-1) that goes to an authority: what Art. 33(3) asks, what is still open, and
 * nothing of ours: no findings, sources, states or entry numbers.
 *
 * What nobody has settled yet is said to be not yet known. The same pack gives the same bytes, on any machine.
 *
 * @see GDPR Art. 33(3), (4)
 */
export function renderFilingPdf(pack: Pack): Promise<Buffer> {
  const paper = paperFor(pack);
  writeAuthorityPages(paper, pack);
  return paper.finish();
}

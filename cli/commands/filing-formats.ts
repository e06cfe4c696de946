import type { Pack } from '../../domain/filing/pack.ts';
import { renderPackHtml, renderPackJson, renderPackText } from '../../templates/filing-pack.ts';
import { renderPackPdf } from '../../templates/filing-pack-pdf.ts';
import { changesText } from '../changes-text.ts';

/** What a pack can be written as; the last is bytes, for a file only. */
export const PACK_FORMATS = ['text', 'json', 'html', 'pdf'] as const;
export type PackFormat = (typeof PACK_FORMATS)[number];

const RENDER: Record<PackFormat, (pack: Pack) => string | Promise<Buffer>> = {
  text: (pack) => `${renderPackText(pack).trimEnd()}\n${changesText(pack)}`,
  json: renderPackJson,
  html: renderPackHtml,
  pdf: renderPackPdf,
};

/** A pack as a file of one format. */
export const renderPack = async (pack: Pack, format: PackFormat): Promise<string | Buffer> => RENDER[format](pack);

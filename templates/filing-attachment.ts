import { createHash } from 'node:crypto';
import type { Pack } from '../domain/filing/pack.ts';
import { renderFilingPdf } from './filing-pack-pdf.ts';

/** A file that goes with a letter, and nothing else does. */
export interface Attachment {
  fileName: string;
  mediaType: string;
  bytes: Buffer;
  sha256: string;
}

/** The filing as it goes to the authority: one tagged PDF, the same bytes for the same pack. */
export async function filingAttachment(pack: Pack, authority: string): Promise<Attachment> {
  const bytes = await renderFilingPdf(pack);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { fileName: `${pack.caseId}-${authority}-${pack.phase}.pdf`, mediaType: 'application/pdf', bytes, sha256 };
}

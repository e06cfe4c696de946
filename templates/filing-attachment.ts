import { createHash } from 'node:crypto';
import type { Pack } from '../domain/filing/pack.ts';
import { renderPackHtml } from './filing-pack.ts';

/** A file that goes with a letter, and nothing else does. */
export interface Attachment {
  fileName: string;
  mediaType: string;
  bytes: Buffer;
  sha256: string;
}

export const attachmentOf = (fileName: string, mediaType: string, bytes: Buffer): Attachment => ({
  fileName,
  mediaType,
  bytes,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});

/** The filing as it goes to the authority: one file, the same bytes for the same pack. */
export async function filingAttachment(pack: Pack, authority: string): Promise<Attachment> {
  const fileName = `${pack.caseId}-${authority}-${pack.phase}.html`;
  return attachmentOf(fileName, 'text/html', Buffer.from(renderPackHtml(pack)));
}

import type { Command } from 'commander';
import { readFilingFile, readStoredReceipt } from '../../desk/filing.ts';
import { Refusal } from '../../domain/refusal.ts';
import { type Answer, act } from '../answer.ts';
import { examples } from '../examples.ts';
import { wholeNumber } from '../read-option.ts';
import { withDesk } from '../session.ts';
import { writeAnswer } from '../write-file.ts';
import { type AuthorityOptions, authorityOption } from './filing-draft.ts';

interface ReceiptOptions extends AuthorityOptions {
  file?: string;
  entry?: number;
}

export function addReceipt(noun: Command): void {
  const receipt = authorityOption(
    noun.command('receipt').description("give an authority's receipt back, checked against the register"),
  )
    .option('--file <file>', 'where to (default: its own name, in this folder)')
    .option('--entry <seq>', 'entry of the filing (default: the newest with a receipt)', wholeNumber(1));
  examples(
    receipt,
    'filing receipt breach-2026-0042 --authority ES',
    'filing receipt breach-2026-0042 --authority ES --file receipt.pdf -o json',
  );
  act<ReceiptOptions>(receipt, ([caseId = ''], options) => answerReceipt(caseId, options));
}

function answerReceipt(caseId: string, options: ReceiptOptions): Promise<Answer> {
  return withDesk(async ({ desk, read }) => {
    const found = await read(async (tx) =>
      readStoredReceipt(tx, desk.vault, await readFilingFile(tx, caseId, options.authority), options.entry),
    );
    const { filed, sha256, mediaType, bytes } = found;
    if (!found.asRecorded) throw receiptChanged(caseId, filed.seq);
    const file = options.file ?? found.fileName;
    if (!options.dryRun) writeAnswer(file, bytes, options.yes === true);
    const verb = options.dryRun ? 'Would write' : 'Wrote';
    return {
      data: {
        caseId,
        entry: filed.seq,
        registryNumber: filed.registryNumber,
        file,
        mediaType,
        bytes: bytes.length,
        sha256,
        written: !options.dryRun,
      },
      text: `${verb} the receipt of ${filed.registryNumber ?? `the ${filed.phase} filing`} (${mediaType}, ${bytes.length} bytes) to ${file}\n✓ sha256 ${sha256}, as entry ${filed.seq} of the register says`,
    };
  });
}

/** The stored file is not the one the register refers to. */
export const receiptChanged = (caseId: string, seq: number): Refusal =>
  new Refusal({
    code: 'RECEIPT_CHANGED',
    message: `Cannot give back the receipt of case '${caseId}': it is not the file that entry ${seq} of the register refers to`,
    next: 'Restore the document from a backup, and run tocsin register verify',
  });

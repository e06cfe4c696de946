import type { Command } from 'commander';
import { readCase } from '../../desk/read-case.ts';
import { readStepReceipt } from '../../desk/regime-receipt.ts';
import { type Answer, act, type CommonOptions } from '../answer.ts';
import { examples } from '../examples.ts';
import { withDesk } from '../session.ts';
import { writeAnswer } from '../write-file.ts';
import { receiptChanged } from './filing-receipt.ts';

interface ReceiptOptions extends CommonOptions {
  file?: string;
}

function answerReceipt([caseId = '', regimeId = '', step = '']: string[], options: ReceiptOptions): Promise<Answer> {
  return withDesk(async ({ desk, read }) => {
    const found = await read(async (tx) => {
      const { facts } = await readCase(tx, desk.vault, caseId);
      return readStepReceipt(tx, desk.vault, facts, { regimeId, step });
    });
    const { made, sha256, mediaType, bytes } = found;
    if (!found.asRecorded) throw receiptChanged(caseId, made.seq);
    const file = options.file ?? found.fileName;
    if (!options.dryRun) writeAnswer(file, bytes, options.yes === true);
    const written = !options.dryRun;
    return {
      data: { caseId, regime: regimeId, step, entry: made.seq, file, mediaType, bytes: bytes.length, sha256, written },
      text: `${written ? 'Wrote' : 'Would write'} the receipt of ${regimeId} (${step}; ${mediaType}, ${bytes.length} bytes) to ${file}\n✓ sha256 ${sha256}, as entry ${made.seq} of the register says`,
      next: `Next: tocsin regime list ${caseId}`,
    };
  });
}

/** `regime receipt`: what `regime filed --receipt` sealed. */
export function addRegimeReceipt(noun: Command, ofRegime: (command: Command) => Command): void {
  const receipt = ofRegime(
    noun.command('receipt').description('give the receipt of a report back, checked against the register'),
  )
    .argument('<step>', 'earlyWarning, initial …, or the id of a clause')
    .option('--file <file>', 'where to (default: its own name, in this folder)');
  examples(
    receipt,
    'regime receipt breach-2026-0042 NIS2 earlyWarning',
    'regime receipt breach-2026-0042 CONTRACT acme-insurance --file notice.eml -o json',
  );
  act<ReceiptOptions>(receipt, (args, options) => answerReceipt(args, options));
}

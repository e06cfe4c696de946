import type { Command } from 'commander';
import { examples } from '../examples.ts';
import { addApprove } from './filing-approve.ts';
import { addCheck } from './filing-check.ts';
import { addDismiss } from './filing-dismiss.ts';
import { addDraft } from './filing-draft.ts';
import { addCorrespondence, addDelay, addOrder, addWithdraw } from './filing-letters.ts';
import { addList } from './filing-list.ts';
import { addPacks } from './filing-packs.ts';
import { addPortalFailed } from './filing-portal-failed.ts';
import { addReceipt } from './filing-receipt.ts';
import { addSend } from './filing-send.ts';
import { addSubmitted } from './filing-submitted.ts';
import { addSettle } from './letter-settle.ts';

/** `tocsin filing …`: what goes to an authority, in the order in which it goes. */
export default function filing(noun: Command): void {
  examples(
    noun,
    'filing draft breach-2026-0042 --authority ES',
    'filing check breach-2026-0042 --authority ES -o json',
  );
  addList(noun);
  addDraft(noun);
  addPacks(noun);
  addCheck(noun);
  addApprove(noun);
  addSend(noun);
  addSettle(noun, 'an authority');
  addSubmitted(noun);
  addReceipt(noun);
  addPortalFailed(noun);
  addDelay(noun);
  addDismiss(noun);
  addWithdraw(noun);
  addOrder(noun);
  addCorrespondence(noun);
}

import { Context } from '@temporalio/activity';
import { loadFacts, lockCase, organisationOfCase } from '../database/case.ts';
import { engineEntry, enter } from '../database/enter.ts';
import { readNotice } from '../database/notice-content.ts';
import { countDeliveries, ledgerPage, planDeliveries } from '../database/notice-ledger.ts';
import { hashOfLists } from '../database/recipients.ts';
import { inTransaction, type Tx } from '../database/transaction.ts';
import type { CaseFacts, Wave } from '../domain/case/facts.ts';
import { MerkleRoot } from '../domain/notice/merkle.ts';
import { FINAL_STATES } from '../domain/notice/outcome.ts';
import { EXIT, Refusal } from '../domain/refusal.ts';
import { noticeCampaignId } from '../workflows/notice-campaign.messages.ts';
import type { NoticeDependencies, WaveInput } from './notice-dependencies.ts';
import { sendNotices, type WaveProgress } from './send-notices.ts';

export type { NoticeDependencies, WaveInput } from './notice-dependencies.ts';
export type { WaveProgress } from './send-notices.ts';

const BOX_MS = 50_000;
const LEDGER_PAGE = 5_000;

/** The activities of a notice campaign; the wave itself is begun by the case, with `startWave`. */
export function createNoticeActivities(dependencies: NoticeDependencies) {
  return {
    /** One boxed round of sending; safe to repeat because the ledger decides what is still to be sent. */
    sendNotices: (input: WaveInput): Promise<WaveProgress> => {
      const context = Context.current();
      const signal = anyOf(context.cancellationSignal, dependencies.stopping);
      const heartbeat = setInterval(() => context.heartbeat(), 2_000);
      return sendNotices(dependencies, input, {
        signal,
        boxMs: BOX_MS,
        heartbeat: (counts) => context.heartbeat(counts),
      }).finally(() => clearInterval(heartbeat));
    },

    completeWave: (input: WaveInput): Promise<void> => completeWave(dependencies, input),
  };
}

export type NoticeActivities = ReturnType<typeof createNoticeActivities>;

const anyOf = (one: AbortSignal, other: AbortSignal | undefined): AbortSignal =>
  other ? AbortSignal.any([one, other]) : one;

/**
 * Begins an approved wave: writes the ledger, enters `wave.start`, starts the campaign. A wave that was not approved,
 * or was cancelled or completed, is left alone.
 *
 * Safe to repeat: the ledger and the entry are written once, a campaign that runs already is only nudged. Recovery
 * calls it for every wave started and not completed.
 *
 * @throws {Refusal} `RECIPIENTS_CHANGED` when the lists are not those that were approved; nothing is sent then
 */
export async function startWave(dependencies: NoticeDependencies, input: WaveInput): Promise<void> {
  const now = await dependencies.now();
  const started = await inTransaction(dependencies.pool, async (tx) => {
    await lockCase(tx, input.caseId);
    const facts = await factsOf(tx, input.caseId);
    const wave = facts.waves[input.wave];
    if (!wave || wave.completedAt) return false;
    if (wave.startedAt) return true;
    if (!wave.approval || wave.cancelledAt) return false;
    await plan(tx, dependencies, facts, wave, now);
    const body = { wave: input.wave, campaignId: noticeCampaignId(input) };
    await enter(tx, engineEntry(facts, 'wave.start', body, now));
    return true;
  });
  if (started) await dependencies.startCampaign(input);
}

async function factsOf(tx: Tx, caseId: string): Promise<CaseFacts> {
  return loadFacts(tx, (await organisationOfCase(tx, caseId)) ?? '', caseId);
}

async function plan(tx: Tx, dependencies: NoticeDependencies, facts: CaseFacts, wave: Wave, now: Date): Promise<void> {
  const importIds = wave.imports.map(({ importId }) => importId);
  if ((await hashOfLists(tx, importIds)) !== wave.approval?.listHash) throw listsChanged(facts.caseId, wave.number);
  const { email } = await readNotice(tx, dependencies.vault, facts, wave.approval.seq);
  const domain = (email ?? dependencies.mailFrom).split('@').at(-1) ?? 'localhost';
  await planDeliveries(tx, { caseId: facts.caseId, wave: wave.number }, importIds, domain, now);
}

const listsChanged = (caseId: string, wave: number): Refusal =>
  new Refusal(
    {
      code: 'RECIPIENTS_CHANGED',
      message: `Cannot start wave ${wave} of case '${caseId}': its lists are not those that were approved`,
      next: `Look at them again, then approve anew with 'tocsin notice approve ${caseId} --wave ${wave}'`,
    },
    EXIT.data,
  );

/**
 * Enters what became of a wave: the counts, and a Merkle root over the ledger's lines.
 *
 * Safe to repeat: a wave is completed once. A wave with open lines is left alone.
 */
export async function completeWave(dependencies: NoticeDependencies, input: WaveInput): Promise<void> {
  const now = await dependencies.now();
  await inTransaction(dependencies.pool, async (tx) => {
    await lockCase(tx, input.caseId);
    const facts = await factsOf(tx, input.caseId);
    const wave = facts.waves[input.wave];
    if (!wave?.startedAt || wave.completedAt) return;
    const counts = await finalCounts(tx, input);
    if (!counts) return;
    const body = { wave: input.wave, counts, merkleRoot: await merkleRootOf(tx, input) };
    await enter(tx, engineEntry(facts, 'wave.complete', body, now));
  });
  await dependencies.nudgeCase(input.caseId);
}

/** Null while a line is still open. */
async function finalCounts(tx: Tx, input: WaveInput): Promise<Record<string, number> | null> {
  const counts: Record<string, number> = Object.fromEntries(FINAL_STATES.map((state) => [nameOf(state), 0]));
  for (const { state, count } of await countDeliveries(tx, input)) {
    if (state === 'waiting' || state === 'claimed') return null;
    counts[nameOf(state)] = (counts[nameOf(state)] ?? 0) + count;
  }
  return counts;
}

const nameOf = (state: string): string => (state === 'unknown-held' ? 'unknownHeld' : state);

async function merkleRootOf(tx: Tx, input: WaveInput): Promise<string> {
  const tree = new MerkleRoot();
  let after: string | null = null;
  for (;;) {
    const page = await ledgerPage(tx, input, after, LEDGER_PAGE);
    for (const { recipientId, state, messageId, sentAt, code, enhancedCode } of page) {
      tree.add(JSON.stringify([recipientId, state, messageId, sentAt?.toISOString() ?? null, code, enhancedCode]));
    }
    const last = page.at(-1);
    if (!last || page.length < LEDGER_PAGE) return tree.root();
    after = last.recipientId;
  }
}

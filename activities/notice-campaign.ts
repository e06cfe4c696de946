import { Context } from '@temporalio/activity';
import { loadFacts, lockCase, organisationOfCase } from '../database/case.ts';
import { engineEntry, enter } from '../database/enter.ts';
import { ledgerLines } from '../database/ledger-lines.ts';
import { readNotice } from '../database/notice-content.ts';
import { countNotReached } from '../database/notice-held.ts';
import { countDeliveries, type LedgerCount, planDeliveries } from '../database/notice-ledger.ts';
import { hasOpenElsewhere, takeOver } from '../database/notice-plan.ts';
import { hashOfLists } from '../database/recipients.ts';
import { inTransaction, type Tx } from '../database/transaction.ts';
import type { CaseFacts, Wave, WaveHalt } from '../domain/case/facts.ts';
import { isFinished } from '../domain/case/wave-state.ts';
import { checkNotice, peopleByLocale } from '../domain/notice/check-notice.ts';
import { noticeTextHash } from '../domain/notice/content.ts';

import { leafOf, MERKLE_VERSION } from '../domain/notice/ledger-leaf.ts';
import { MerkleTree } from '../domain/notice/merkle.ts';
import { FINAL_STATES } from '../domain/notice/outcome.ts';
import { noticeTemplateSources } from '../templates/notice.ts';
import { noticeCampaignId } from '../workflows/notice-campaign.messages.ts';
import type { NoticeDependencies, WaveInput } from './notice-dependencies.ts';
import type { SendNotices, WaveProgress } from './send-notices.ts';

export type { NoticeDependencies, WaveInput } from './notice-dependencies.ts';
export type { SendNotices, WaveProgress } from './send-notices.ts';

const BOX_MS = 50_000;
/** A wave with a limit waits within its round: at any limit a day is no more than 30 rounds. */
const LIMITED_BOX_MS = 55 * 60_000;

/** The activities of a notice campaign; the wave itself is begun by the case, with `startWave`. */
export function createNoticeActivities(dependencies: NoticeDependencies & { sendNotices: SendNotices }) {
  return {
    /** One boxed round of sending; safe to repeat because the ledger decides what is still to be sent. */
    sendNotices: (input: WaveInput): Promise<WaveProgress> => {
      const context = Context.current();
      const signal = anyOf(context.cancellationSignal, dependencies.stopping);
      const heartbeat = setInterval(() => context.heartbeat(), 2_000);
      return dependencies
        .sendNotices(input, {
          signal,
          boxMs: BOX_MS,
          limitedBoxMs: LIMITED_BOX_MS,
          heartbeat: (counts) => context.heartbeat(counts),
        })
        .finally(() => clearInterval(heartbeat));
    },

    completeWave: (input: WaveInput): Promise<void> => completeWave(dependencies, input),
  };
}

export type NoticeActivities = ReturnType<typeof createNoticeActivities>;

const anyOf = (one: AbortSignal, other: AbortSignal | undefined): AbortSignal =>
  other ? AbortSignal.any([one, other]) : one;

/**
 * Begins an approved wave: writes the ledger, enters `wave.start`, starts the campaign; of one whose held notices are to
 * go out again, enters `wave.sendAgain` and starts the campaign once more. A wave that was not approved,
 * or was cancelled or completed, is left alone. One whose lists, texts or sending address are not those approved, or
 * whose people read a language without a whole text, is blocked by an entry that voids the approval; nothing is sent then. While somebody of its lists is being written to
 * for another wave, it does not begin yet: the case asks again in a minute.
 *
 * Safe to repeat: the ledger and the entry are written once, a campaign that runs already is only nudged. Recovery
 * calls it for every wave started and not completed.
 */
export async function startWave(dependencies: NoticeDependencies, input: WaveInput): Promise<void> {
  const now = await dependencies.now();
  const started = await inTransaction(dependencies.pool, (tx) => begin(tx, dependencies, input, now)).catch(unlessBusy);
  if (started) await dependencies.startCampaign(input);
}

/** People of the wave are being written to at this moment: undoes what was begun. */
class PeopleInTheAir extends Error {}

function unlessBusy(error: unknown): boolean {
  if (error instanceof PeopleInTheAir) return false;
  throw error;
}

/** Yields whether the wave has started. */
async function begin(tx: Tx, dependencies: NoticeDependencies, input: WaveInput, now: Date): Promise<boolean> {
  await lockCase(tx, input.caseId);
  const facts = await factsOf(tx, input.caseId);
  const wave = facts.waves[input.wave];
  if (!wave || isFinished(wave)) return false;
  if (wave.resend && !wave.resend.begun && !wave.cancelledAt) {
    const body = { wave: input.wave, campaignId: noticeCampaignId(input) };
    await enter(tx, engineEntry(facts, 'wave.sendAgain', body, now));
    return true;
  }
  if (wave.startedAt) return true;
  if (!wave.approval || wave.cancelledAt) return false;
  const reason = await changedSince(tx, dependencies, facts, wave);
  if (reason) {
    await enter(tx, engineEntry(facts, 'wave.block', { wave: input.wave, reason }, now));
    return false;
  }
  await plan(tx, dependencies, facts, wave, now);
  const body = { wave: input.wave, campaignId: noticeCampaignId(input) };
  await enter(tx, engineEntry(facts, 'wave.start', body, now));
  return true;
}

async function factsOf(tx: Tx, caseId: string): Promise<CaseFacts> {
  return loadFacts(tx, (await organisationOfCase(tx, caseId)) ?? '', caseId);
}

const listsOf = (wave: Wave): string[] => wave.imports.map(({ importId }) => importId);

/** What is no longer as it was approved, or should not have been approved; null: nothing. */
async function changedSince(
  tx: Tx,
  { vault }: NoticeDependencies,
  facts: CaseFacts,
  wave: Wave,
): Promise<WaveHalt['reason'] | null> {
  if ((await hashOfLists(tx, listsOf(wave))) !== wave.approval?.listHash) return 'RECIPIENTS_CHANGED';
  const { content, templates } = await readNotice(tx, vault, facts, null);
  if (noticeTextHash(noticeTemplateSources(templates), content) !== wave.approval.textHash) return 'TEXT_CHANGED';
  const missing = checkNotice(content, peopleByLocale(wave.imports)).map(
    ({ code, severity }) => severity === 'error' && code,
  );
  return NEEDED.find((code) => missing.includes(code)) ?? null;
}

/** Whatever door an approval came by, nobody is written to in a language without a text, or with half a text. */
const NEEDED = ['TEMPLATE_LOCALE_MISSING', 'NOTICE_CONTENT_MISSING'] as const;

/** The newest list speaks for a person: what waits for them in another wave is ended, and its notice never sent. */
async function plan(tx: Tx, dependencies: NoticeDependencies, facts: CaseFacts, wave: Wave, now: Date): Promise<void> {
  const key = { caseId: facts.caseId, wave: wave.number };
  await takeOver(tx, key, listsOf(wave));
  if (await hasOpenElsewhere(tx, key, listsOf(wave))) throw new PeopleInTheAir();
  const { email } = await readNotice(tx, dependencies.vault, facts, wave.approval?.seq ?? null);
  const domain = (email ?? dependencies.mailFrom).split('@').at(-1) ?? 'localhost';
  await planDeliveries(tx, key, listsOf(wave), domain, now);
}

/**
 * Enters what became of a wave: the counts, and a Merkle root over the ledger's lines.
 *
 * Safe to repeat: a wave is completed once, and once more each time held notices went out again. A wave with open lines is left alone.
 */
export async function completeWave(dependencies: NoticeDependencies, input: WaveInput): Promise<void> {
  const now = await dependencies.now();
  await inTransaction(dependencies.pool, async (tx) => {
    await lockCase(tx, input.caseId);
    const facts = await factsOf(tx, input.caseId);
    const wave = facts.waves[input.wave];
    if (!wave?.startedAt || isFinished(wave)) return;
    const ledger = await countDeliveries(tx, input);
    const counts = finalCounts(ledger);
    if (!counts) return;
    const notReached = await countNotReached(tx, input);
    const merkleRoot = await merkleRootOf(tx, input);
    const body = { wave: input.wave, counts, notReached, merkleRoot, merkleVersion: MERKLE_VERSION };
    await enter(tx, engineEntry(facts, 'wave.complete', body, now));
  });
  await dependencies.nudgeCase(input.caseId);
}

/** Null while a line is still open. */
function finalCounts(ledger: readonly LedgerCount[]): Record<string, number> | null {
  const counts: Record<string, number> = Object.fromEntries(FINAL_STATES.map((state) => [nameOf(state), 0]));
  for (const { state, count } of ledger) {
    if (state === 'waiting' || state === 'claimed') return null;
    counts[nameOf(state)] = (counts[nameOf(state)] ?? 0) + count;
  }
  return counts;
}

const nameOf = (state: string): string => (state === 'unknown-held' ? 'unknownHeld' : state);

async function merkleRootOf(tx: Tx, input: WaveInput): Promise<string> {
  const tree = new MerkleTree();
  for await (const page of ledgerLines(tx, input)) for (const line of page) tree.add(leafOf(line, MERKLE_VERSION));
  return tree.close().root;
}

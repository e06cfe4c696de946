import { Allowance, giveBackUntil } from '../database/notice-allowance.ts';
import {
  type ClaimedDelivery,
  type ClaimedUpTo,
  claimDeliveries,
  holdLostDeliveries,
} from '../database/notice-claims.ts';
import { nextDueAt } from '../database/notice-ledger.ts';
import { claimPage, endPages, PAGE_LINES } from '../database/notice-pages.ts';
import { openMailed, recipientScope } from '../database/recipients.ts';
import { inTransaction, type Tx } from '../database/transaction.ts';
import type { WaveLimit } from '../domain/case/facts.ts';
import type { ServerPace } from '../domain/notice/server-pace.ts';
import type { ClaimedPage } from './claimed-lines.ts';
import type { SendingDependencies, WaveInput } from './notice-dependencies.ts';
import { isLimited, type WaveWatch } from './wave-watch.ts';

/** With the policy `hold`, everything a dead sender had claimed is held: so it claims little. */
const CAREFUL_PAGE = 16;
const LOOK_MS = 1_000;
/** A limited wave whose next line is due later than this is the workflow's to wait for. */
const WORTH_WAITING_MS = 10 * 60_000;

/** What of a round decides how much is claimed. */
export interface Claiming {
  dependencies: SendingDependencies;
  wave: WaveInput;
  watch: WaveWatch;
  pace: ServerPace;
  /** The server was refusing a minute ago: one message shows whether it still does. */
  triesOne: boolean;
}

export interface ClaimWish {
  /** How far lines have been claimed one by one; null: from the first. */
  after: ClaimedUpTo | null;
  /** Claims of which nothing is open any more. */
  ended: readonly number[];
  leaseSeconds: number;
  mayGoOn: () => boolean;
}

/** A page without lines: nothing is due. */
export const NOTHING: ClaimedPage = {
  lines: [],
  upTo: null,
  open: () => {
    throw new Error('Cannot open a line of an empty page');
  },
};

/** Claims the next lines to be sent; where a limit holds, those it lets go, waiting for the first of them. */
export async function claimDue(round: Claiming, wish: ClaimWish): Promise<ClaimedPage> {
  for (;;) {
    const { limit } = round.watch;
    if (limit === null) return claimOpen(round, wish);
    const { page, waitMs } = await claimWithin(round, limit, wish);
    if (page.lines.length > 0 || waitMs === null || !wish.mayGoOn()) return page;
    if (waitMs > 0) await (round.dependencies.wait ?? pause)(Math.min(waitMs, LOOK_MS));
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Small pages while the server is slow: what is claimed by one worker is no other's. */
function pageSize({ dependencies, pace, triesOne }: Claiming): number {
  if (triesOne) return 1;
  const most = dependencies.unknownPolicy === 'hold' ? CAREFUL_PAGE : PAGE_LINES;
  return pace.perMinute === null ? most : Math.max(1, Math.min(most, Math.ceil(pace.perMinute / 6)));
}

async function claimOpen(round: Claiming, { after, ended, leaseSeconds }: ClaimWish): Promise<ClaimedPage> {
  const { dependencies, wave } = round;
  const now = await dependencies.now();
  return inTransaction(dependencies.pool, async (tx) => {
    await endPages(tx, wave, ended);
    const open = await opener(tx, round);
    const whole = pageSize(round) === PAGE_LINES ? await claimPage(tx, wave, now, leaseSeconds) : [];
    if (whole.length > 0) return { lines: whole, upTo: after, open };
    const lines = await claimLines(tx, round, { now, most: pageSize(round), leaseSeconds, after });
    return { lines, upTo: lines.at(-1) ?? null, open };
  });
}

interface LineClaim {
  now: Date;
  most: number;
  leaseSeconds: number;
  after: ClaimedUpTo | null;
}

async function claimLines(
  tx: Tx,
  { dependencies, wave }: Claiming,
  { now, most, leaseSeconds, after }: LineClaim,
): Promise<ClaimedDelivery[]> {
  if (dependencies.unknownPolicy === 'hold') await holdLostDeliveries(tx, wave);
  return most === 0 ? [] : claimDeliveries(tx, wave, now, most, leaseSeconds, after);
}

async function opener(tx: Tx, { dependencies, wave }: Claiming): Promise<ClaimedPage['open']> {
  const key = await dependencies.vault.keyOf(tx, recipientScope(wave.caseId));
  return (line) => openMailed(key, line);
}

interface Within {
  page: ClaimedPage;
  /** How long until more may go, 0: ask again at once; null: nothing is left for now. */
  waitMs: number | null;
}

/** Claims what the wave's limits let go now; lines whose domain has no place yet go back until theirs. */
async function claimWithin(round: Claiming, limit: WaveLimit, { ended, leaseSeconds }: ClaimWish): Promise<Within> {
  const { dependencies, wave } = round;
  const now = await dependencies.now();
  return inTransaction(dependencies.pool, async (tx) => {
    await endPages(tx, wave, ended);
    const allowance = await Allowance.of(tx, wave, limit, now);
    const most = Math.min(pageSize(round), allowance.free(now) ?? Number.POSITIVE_INFINITY);
    const lines = await claimLines(tx, round, { now, most, leaseSeconds, after: null });
    const open = await opener(tx, round);
    const { goes, waits } = allowance.divide(lines, (line) => domainOf(open(line).address), now);
    const slots = waits.map(({ line, slot }) => ({ recipientId: line.recipientId, slot }));
    const [first] = lines;
    if (first && slots.length > 0) await giveBackUntil(tx, wave, first.fence, slots);
    await allowance.save(tx);
    if (lines.length > 0 || !isLimited(limit))
      return { page: { lines: goes, upTo: null, open }, waitMs: first ? 0 : null };
    const dueAt = most === 0 ? now : await nextDueAt(tx, wave);
    return { page: NOTHING, waitMs: untilNext(dueAt, allowance.nextAt, now) };
  });
}

/** Null when nothing is due so soon that it is worth waiting for. */
function untilNext(dueAt: Date | null, freeAt: Date | null, now: Date): number | null {
  if (dueAt === null) return null;
  const ms = Math.max(dueAt.getTime(), freeAt?.getTime() ?? 0) - now.getTime();
  return ms > WORTH_WAITING_MS ? null : Math.max(ms, 1);
}

const domainOf = (address: string): string => address.split('@').at(-1)?.toLowerCase() ?? '';

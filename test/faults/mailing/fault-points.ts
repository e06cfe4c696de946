import pg from 'pg';
import type { LifeWords } from './mailing.ts';

/** Where a sender can be halted, to be killed there. */
export const POINTS = [
  'claimed', // the claim is committed, nothing is composed
  'rendered', // a message is composed, nothing of it is said
  'before result', // the server's answers are known, their transaction is about to be committed
  'after result', // it is committed
  'page turn', // a page is done, the next claim is about to be asked for
  'before start', // the ledger and wave.start are written, not committed
  'campaign', // they are committed, the mailing is not begun
  'before complete', // wave.complete is written, not committed
  'nudge', // it is committed, the case is not told
  'close', // all is done, the connections are open
] as const;
export type Point = (typeof POINTS)[number];

/** The transactions of a mailing, by a statement that only they contain. */
const TRANSACTIONS: readonly (readonly [name: string, is: (text: string, values: string) => boolean])[] = [
  ['claim', (text) => text.includes(`nextval('notice_claim_fence')`)],
  ['result', (text) => /settle_sent\(|update notice_delivery[^;]+sent_at = s\.sent_at/.test(text)],
  ['start', (_, values) => values.includes('"wave.start"')],
  ['complete', (_, values) => values.includes('"wave.complete"')],
];

const COMMITS: Readonly<Record<string, { before?: Point; after?: Point }>> = {
  claim: { after: 'claimed' },
  result: { before: 'before result', after: 'after result' },
  start: { before: 'before start' },
  complete: { before: 'before complete' },
};

type Query = (this: pg.Client, ...args: unknown[]) => Promise<unknown>;

/**
 * Halts this process's mailing for good when a point is reached for the given time, and says so; yields the halt for
 * points outside the database. Transactions are recognised by what passes through the driver.
 */
export function haltsAt(
  wanted: { name: Point; time: number } | null,
  tell: (words: LifeWords) => void,
): (point: Point) => Promise<void> {
  let times = 0;
  const halt = async (point: Point): Promise<void> => {
    if (point !== wanted?.name) return;
    times += 1;
    if (times < wanted.time) return;
    if (times === wanted.time) tell({ point });
    await new Promise(() => {});
  };
  if (wanted) watchDriver(halt);
  return halt;
}

function watchDriver(halt: (point: Point) => Promise<void>): void {
  /** The transactions that are open, with what they are; null: not known yet. */
  const open = new WeakMap<pg.Client, string | null>();
  let claims = 0;
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const original = prototype.query;
  prototype.query = async function (...args) {
    const { text, values } = statementOf(args);
    const [name = null] = TRANSACTIONS.find(([, is]) => is(text, values)) ?? [];
    if (name === 'claim' && ++claims > 1) await halt('page turn');
    if (text.startsWith('begin')) open.set(this, null);
    if (name !== null && open.has(this)) open.set(this, name);
    const alone = name !== null && !open.has(this);
    if (text !== 'commit' && !alone) return original.apply(this, args);
    const { before, after } = COMMITS[(alone ? name : open.get(this)) ?? ''] ?? {};
    open.delete(this);
    if (before) await halt(before);
    const answer = await original.apply(this, args);
    if (after) await halt(after);
    return answer;
  };
}

/** The driver takes a text and its values, or both in one object. */
function statementOf([first, second]: readonly unknown[]): { text: string; values: string } {
  const { text, values } = typeof first === 'string' ? { text: first, values: second } : (first as pg.QueryConfig);
  return { text, values: JSON.stringify(values ?? []) };
}

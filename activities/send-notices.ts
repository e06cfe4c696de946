import { loadFacts, organisationOfCase } from '../database/case.ts';
import { readNotice } from '../database/notice-content.ts';
import {
  type ClaimedUpTo,
  claimDeliveries,
  countDeliveries,
  holdLostDeliveries,
  nextDueAt,
  suppressWaiting,
} from '../database/notice-ledger.ts';
import { openRecipient, recipientScope } from '../database/recipients.ts';
import { inSnapshot, inTransaction, type Tx } from '../database/transaction.ts';
import type { CaseFacts, Wave } from '../domain/case/facts.ts';
import { isNoticeLocale, type NoticeContent, noticeTextHash } from '../domain/notice/content.ts';
import type { DeliveryState } from '../domain/notice/outcome.ts';
import { noticeData, noticeTemplateSources, renderNotice } from '../templates/notice.ts';
import { type Addressed, ClaimedLines, type ClaimedPage } from './claimed-lines.ts';
import type { Message } from './compose-mail.ts';
import type { NoticeDependencies, WaveInput } from './notice-dependencies.ts';
import { NoticeMould } from './notice-mould.ts';
import { sendLines } from './send-lines.ts';
import type { Mail, Sender } from './sender.ts';

export type WaveCounts = Partial<Record<DeliveryState, number>>;

/** How a wave stands; counts and instants only. */
export interface WaveProgress {
  state: 'sending' | 'waiting' | 'paused' | 'cancelled' | 'blocked' | 'finished';
  /** Why it is blocked, as a code. */
  reason: 'TEXT_CHANGED' | 'NO_MAIL_SERVER' | 'MAIL_SERVER_UNAVAILABLE' | null;
  /** The mail server's own code; null unless it is the reason. */
  code: string | null;
  /** When the next line becomes due. */
  nextAt: string | null;
  counts: WaveCounts;
}

export interface SendLimits {
  /** Ends the round early: cancelled, or the process stops. */
  signal: AbortSignal;
  /** How long a round may go on claiming pages, in milliseconds. */
  boxMs: number;
  /** Told now and then what this round has settled. */
  heartbeat: (settled: WaveCounts) => void;
}

const PAGE = 500;
/** With the policy `hold`, everything a dead sender had claimed is held: so it claims little. */
const CAREFUL_PAGE = 16;
const LEASE_SECONDS = 30;
const LOOK_MS = 1_000;

interface Round {
  dependencies: NoticeDependencies;
  wave: WaveInput;
  facts: CaseFacts;
  sender: Sender;
  content: NoticeContent;
  from: Message['from'];
}

/** A round with its moulds. */
interface SendingRound extends Round {
  mouldOf: (line: Addressed) => Promise<NoticeMould>;
}

/**
 * Sends what is due of a wave, page after page, until nothing is, the box is over, or a person stops it.
 *
 * Safe to repeat and to run several times at once: the ledger's claims decide who sends what. Pause and cancel are read
 * from the register at least once a second.
 */
export async function sendNotices(
  dependencies: NoticeDependencies,
  wave: WaveInput,
  limits: SendLimits,
): Promise<WaveProgress> {
  const round = await beginRound(dependencies, wave);
  if ('state' in round) return round;
  const until = performance.now() + limits.boxMs;
  const watch = new WaveWatch(round);
  const mayGoOn = (): boolean => !limits.signal.aborted && performance.now() < until && watch.mayGoOn();
  try {
    const unavailable = await sendWhatIsDue(round, mayGoOn, limits.heartbeat);
    const progress = await progressOf(dependencies, wave);
    if (unavailable === null) return progress;
    return { ...progress, state: 'blocked', reason: 'MAIL_SERVER_UNAVAILABLE', code: unavailable };
  } finally {
    watch.end();
  }
}

async function beginRound(dependencies: NoticeDependencies, wave: WaveInput): Promise<SendingRound | WaveProgress> {
  const before = await progressOf(dependencies, wave);
  if (before.state !== 'sending' && before.state !== 'waiting') return before;
  const { facts, voice, approval } = await inSnapshot(dependencies.pool, async (tx) => {
    const read = await factsOf(tx, wave.caseId);
    const given = read.waves[wave.wave]?.approval ?? null;
    return { facts: read, approval: given, voice: await readNotice(tx, dependencies.vault, read, given?.seq ?? null) };
  });
  if (approval?.textHash !== noticeTextHash(noticeTemplateSources(), voice.content)) {
    return { ...before, state: 'blocked', reason: 'TEXT_CHANGED' };
  }
  const sender = dependencies.senderFor(facts.drill);
  if (!sender) return { ...before, state: 'blocked', reason: 'NO_MAIL_SERVER' };
  const from = { name: voice.content.controller, address: voice.email ?? dependencies.mailFrom };
  const round = { dependencies, wave, facts, sender, content: voice.content, from };
  return { ...round, mouldOf: mouldsOf(round) };
}

async function factsOf(tx: Tx, caseId: string): Promise<CaseFacts> {
  return loadFacts(tx, (await organisationOfCase(tx, caseId)) ?? '', caseId);
}

/** Yields the mail server's own code when it cannot be used, else null. */
async function sendWhatIsDue(
  round: SendingRound,
  mayGoOn: () => boolean,
  heartbeat: SendLimits['heartbeat'],
): Promise<string | null> {
  const { dependencies, wave, sender } = round;
  const settled: WaveCounts = {};
  const lines = claimedLines(round, mayGoOn, () => heartbeat(settled));
  const compose = (line: Addressed, date: Date): Promise<Mail> => composeNotice(round, line, date);
  const count = (state: DeliveryState): void => {
    settled[state] = (settled[state] ?? 0) + 1;
  };
  let tried = false;
  try {
    const { unavailable } = await sendLines({ dependencies, wave, sender, lines, compose, mayGoOn, settled: count });
    tried = true;
    return unavailable?.code ?? null;
  } finally {
    await lines.end({ tried });
  }
}

function claimedLines({ dependencies, wave }: Round, mayGoOn: () => boolean, claimed: () => void): ClaimedLines {
  const leaseSeconds = dependencies.leaseSeconds ?? LEASE_SECONDS;
  const holds = dependencies.unknownPolicy === 'hold';
  const claim = async (after: ClaimedUpTo | null): Promise<ClaimedPage> => {
    claimed();
    const now = await dependencies.now();
    return inTransaction(dependencies.pool, async (tx) => {
      if (holds) await holdLostDeliveries(tx, wave);
      const lines = await claimDeliveries(tx, wave, now, holds ? CAREFUL_PAGE : PAGE, leaseSeconds, after);
      const key = await dependencies.vault.keyOf(tx, recipientScope(wave.caseId));
      return { lines, open: (line) => openRecipient(key, line) };
    });
  };
  return new ClaimedLines({ pool: dependencies.pool, wave, leaseSeconds, claim, ahead: !holds, mayGoOn });
}

/** Yields a notice's mould: composed at its first use, kept for the round. */
function mouldsOf({ wave, facts, content, from }: Round): (line: Addressed) => Promise<NoticeMould> {
  const moulds = new Map<string, Promise<NoticeMould>>();
  return ({ audience, locale, correction, person, reference }) => {
    const places = { named: person.name !== null, referenced: reference !== null };
    const key = `${audience} ${locale} ${correction} ${places.named} ${places.referenced}`;
    const known = moulds.get(key);
    if (known) return known;
    if (!isNoticeLocale(locale)) throw new Error(`Cannot render notice in '${locale}': there is no template for it`);
    const occasion = { caseId: wave.caseId, audience, correction, drill: facts.drill };
    const made = NoticeMould.of((name, code) => {
      const rendered = renderNotice(locale, noticeData(content, locale, occasion, name, code));
      return { ...rendered, from, replyTo: from.address, locale };
    }, places);
    moulds.set(key, made);
    return made;
  };
}

async function composeNotice(round: SendingRound, line: Addressed, date: Date): Promise<Mail> {
  const { person, messageId, reference } = line;
  const mould = await round.mouldOf(line);
  return mould.fill({ to: person.address, name: person.name, reference, messageId, date });
}

async function countsOf(tx: Tx, wave: WaveInput): Promise<WaveCounts> {
  const counts: WaveCounts = {};
  for (const { state, count } of await countDeliveries(tx, wave)) counts[state] = (counts[state] ?? 0) + count;
  return counts;
}

/** How a wave stands by register and ledger. A cancelled wave's waiting lines are ended here. */
export async function progressOf(dependencies: NoticeDependencies, wave: WaveInput): Promise<WaveProgress> {
  const now = await dependencies.now();
  return inTransaction(dependencies.pool, async (tx) => {
    const facts = (await factsOf(tx, wave.caseId)).waves[wave.wave];
    if (facts?.cancelledAt) await suppressWaiting(tx, wave);
    const [nextAt, counts] = [await nextDueAt(tx, wave), await countsOf(tx, wave)];
    const state = stateOf(facts, nextAt, now);
    return { state, reason: null, code: null, nextAt: nextAt?.toISOString() ?? null, counts };
  });
}

function stateOf(wave: Wave | undefined, nextAt: Date | null, now: Date): WaveProgress['state'] {
  if (nextAt === null) return 'finished';
  if (wave?.cancelledAt) return 'cancelled';
  if (wave?.paused) return 'paused';
  return nextAt > now ? 'waiting' : 'sending';
}

/** Looks once a second whether a person has paused or cancelled the wave. */
class WaveWatch {
  readonly #timer: NodeJS.Timeout;
  #stopped = false;

  constructor({ dependencies, wave }: Round) {
    this.#timer = setInterval(() => {
      inSnapshot(dependencies.pool, (tx) => factsOf(tx, wave.caseId)).then(
        (facts) => {
          const now = facts.waves[wave.wave];
          this.#stopped = now?.paused === true || now?.cancelledAt != null;
        },
        () => {}, // the database is away: the next look tells
      );
    }, LOOK_MS);
  }

  mayGoOn(): boolean {
    return !this.#stopped;
  }

  end(): void {
    clearInterval(this.#timer);
  }
}

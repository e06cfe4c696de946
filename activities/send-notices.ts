import { reopenRefused } from '../database/notice-allowance.ts';
import { type Halt, knockAt, type ServerName, saveHalt } from '../database/notice-halt.ts';
import { countDeliveries, nextDueAt, suppressWaiting } from '../database/notice-ledger.ts';
import { inTransaction, type Tx } from '../database/transaction.ts';
import type { CaseFacts, Wave } from '../domain/case/facts.ts';
import { isNoticeLocale, type NoticeContent, noticeTextHash, type OwnTemplates } from '../domain/notice/content.ts';
import { HALTS, type HaltReason } from '../domain/notice/halt.ts';
import type { DeliveryState } from '../domain/notice/outcome.ts';
import { PolicyBrake } from '../domain/notice/policy-brake.ts';
import { ServerPace } from '../domain/notice/server-pace.ts';
import { noticeData, noticeTemplateSources } from '../templates/notice.ts';
import { approvedVoice, renderSendable } from './approved-voice.ts';
import { type Claiming, claimDue, NOTHING } from './claim-page.ts';
import { type Addressed, ClaimedLines, type ClaimWork } from './claimed-lines.ts';
import type { Message } from './compose-mail.ts';
import type { SendingDependencies, WaveInput } from './notice-dependencies.ts';
import { NoticeMould } from './notice-mould.ts';
import { sendLines } from './send-lines.ts';
import type { Mail, Sender } from './sender.ts';
import { haltWave, serverRecovered, unhaltWave } from './wave-halt.ts';
import { factsOf, isLimited, WaveWatch } from './wave-watch.ts';

export type WaveCounts = Partial<Record<DeliveryState, number>>;

/** How a wave stands; counts and instants only. */
export interface WaveProgress {
  state: 'sending' | 'waiting' | 'paused' | 'cancelled' | 'blocked' | 'finished';
  /** Why it is blocked, as a code. */
  reason: HaltReason | null;
  /** The same in words. */
  why: string | null;
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
  /** The same for a wave with a limit, which waits within its round; default `boxMs`. */
  limitedBoxMs?: number;
  /** Told now and then what this round has settled. */
  heartbeat: (settled: WaveCounts) => void;
}

/** A round of sending, wherever it is done. */
export type SendNotices = (wave: WaveInput, limits: SendLimits) => Promise<WaveProgress>;

const LEASE_SECONDS = 30;

interface Round {
  dependencies: SendingDependencies;
  wave: WaveInput;
  facts: CaseFacts;
  sender: Sender;
  content: NoticeContent;
  templates: OwnTemplates;
  from: Message['from'];
  server: ServerName;
}

/** A round with its moulds, and what it has learnt of the server. */
interface SendingRound extends Round, Claiming {
  mouldOf: (addressed: Addressed) => NoticeMould | Promise<NoticeMould>;
  brake: PolicyBrake;
}

/**
 * Sends what is due of a wave, page after page, until nothing is, the box is over, or a person stops it.
 *
 * Safe to repeat and to run several times at once: the ledger's claims decide who sends what. Pause, cancel and limits
 * are read from the register at least once a second. A wave with a limit waits here for its next place, so that a slow
 * one costs the workflow no more steps than a fast one. A server that will not have us is tried again with one message
 * a minute, whichever worker and wave comes first.
 */
export async function sendNotices(
  dependencies: SendingDependencies,
  wave: WaveInput,
  limits: SendLimits,
): Promise<WaveProgress> {
  const round = await beginRound(dependencies, wave);
  if ('state' in round) {
    if (isOurs(round)) await haltWave(dependencies, wave, round, null);
    return round;
  }
  try {
    return await sendRound(round, limits);
  } finally {
    round.watch.end();
  }
}

/** A reason that is not the mail server's. */
const isOurs = (progress: WaveProgress): progress is WaveProgress & Halt =>
  ['TEXT_CHANGED', 'TEMPLATE_NOT_APPROVED', 'NO_MAIL_SERVER'].some((reason) => reason === progress.reason);

async function sendRound(round: SendingRound, limits: SendLimits): Promise<WaveProgress> {
  const { dependencies, wave, watch } = round;
  const begun = performance.now();
  const boxMs = (): number => (isLimited(watch.limit) ? (limits.limitedBoxMs ?? limits.boxMs) : limits.boxMs);
  const mayGoOn = (): boolean => !limits.signal.aborted && performance.now() - begun < boxMs() && watch.mayGoOn();
  if (round.triesOne) {
    const { halt, settled } = await sendWhatIsDue(round, mayGoOn, limits.heartbeat);
    if (halt) return halted(round, halt);
    // A server nobody tried has not recovered.
    if (settled === 0) return progressOf(dependencies, wave);
    await serverRecovered(dependencies, round.server);
    round.triesOne = false;
  }
  const { halt } = await sendWhatIsDue(round, mayGoOn, limits.heartbeat);
  if (halt) return halted(round, halt);
  await unhaltWave(dependencies, wave);
  return progressOf(dependencies, wave);
}

async function halted({ dependencies, wave, server, brake }: SendingRound, halt: Halt): Promise<WaveProgress> {
  const now = await dependencies.now();
  // Whoever was recorded as refused while the server refused everybody is asked again.
  if (halt.reason === 'MAIL_POLICY_REFUSED')
    await inTransaction(dependencies.pool, (tx) => reopenRefused(tx, wave, brake.refused, now));
  await haltWave(dependencies, wave, halt, server);
  return blocked(await progressOf(dependencies, wave), halt);
}

const blocked = (progress: WaveProgress, { reason, code }: Halt): WaveProgress => ({
  ...progress,
  state: 'blocked',
  reason,
  why: HALTS[reason],
  code,
});

async function beginRound(dependencies: SendingDependencies, wave: WaveInput): Promise<SendingRound | WaveProgress> {
  const { state } = await inTransaction(dependencies.pool, async (tx) =>
    standingOf(tx, wave, await dependencies.now()),
  );
  if (state !== 'sending' && state !== 'waiting') return progressOf(dependencies, wave);
  const standsStill = async (halt: Halt) => blocked(await progressOf(dependencies, wave), halt);
  const { facts, voice, approval } = await approvedVoice(dependencies, wave);
  if (voice === null) return standsStill({ reason: 'TEMPLATE_NOT_APPROVED', code: null });
  if (approval?.textHash !== noticeTextHash(noticeTemplateSources(voice.templates), voice.content)) {
    return standsStill({ reason: 'TEXT_CHANGED', code: null });
  }
  const sender = dependencies.senderFor(facts.drill);
  if (!sender) return standsStill({ reason: 'NO_MAIL_SERVER', code: null });
  const server = facts.drill ? 'drill' : 'real';
  const now = await dependencies.now();
  const knock = await inTransaction(dependencies.pool, async (tx) => {
    const answer = await knockAt(tx, server, now);
    if (typeof answer !== 'string') await saveHalt(tx, wave, answer, now);
    return answer;
  });
  if (typeof knock !== 'string') return standsStill(knock);
  const from = { name: voice.content.controller, address: voice.email ?? dependencies.mailFrom };
  const { content, templates } = voice;
  const round = { dependencies, wave, facts, sender, content, templates, from, server } as const;
  return {
    ...round,
    mouldOf: mouldsOf(round),
    pace: paceOf(sender),
    brake: new PolicyBrake(),
    watch: new WaveWatch(dependencies, wave, facts),
    triesOne: knock === 'tryOne',
  };
}

const paces = new WeakMap<Sender, ServerPace>();

/** What a mail server's speed was learnt to be outlives the round, and holds for every wave. */
function paceOf(sender: Sender): ServerPace {
  const known = paces.get(sender) ?? new ServerPace();
  paces.set(sender, known);
  return known;
}

/** Yields how many lines were settled, and why the mail server cannot be used; null when it can. */
async function sendWhatIsDue(
  round: SendingRound,
  mayGoOn: () => boolean,
  heartbeat: SendLimits['heartbeat'],
): Promise<{ halt: Halt | null; settled: number }> {
  const { dependencies, wave, sender, pace, brake } = round;
  const settled: WaveCounts = {};
  const lines = claimedLines(round, mayGoOn, () => heartbeat(settled));
  const compose = (addressed: Addressed, date: Date): Mail | Promise<Mail> => composeNotice(round, addressed, date);
  const count = (state: DeliveryState): void => {
    settled[state] = (settled[state] ?? 0) + 1;
  };
  let tried = false;
  try {
    const work = { dependencies, wave, sender, lines, compose, mayGoOn, pace, brake, settled: count };
    const { halt } = await sendLines(work);
    tried = true;
    return { halt: halt ?? stillRefused(round), settled: Object.values(settled).reduce((sum, each) => sum + each, 0) };
  } finally {
    await lines.end({ tried });
  }
}

/** The one message that was to show whether the server has recovered was refused for our sake again. */
const stillRefused = ({ triesOne, brake }: SendingRound): Halt | null =>
  triesOne && brake.refused.length > 0 ? { reason: 'MAIL_POLICY_REFUSED', code: null } : null;

function claimedLines(round: SendingRound, mayGoOn: () => boolean, claimed: () => void): ClaimedLines {
  const { dependencies, wave, triesOne } = round;
  const leaseSeconds = dependencies.leaseSeconds ?? LEASE_SECONDS;
  let claims = 0;
  const claim: ClaimWork['claim'] = async (after, ended) => {
    claimed();
    claims += 1;
    if (triesOne && claims > 1) return NOTHING;
    return claimDue(round, { after, ended, leaseSeconds, mayGoOn });
  };
  const ahead = dependencies.unknownPolicy !== 'hold' && !triesOne;
  return new ClaimedLines({ pool: dependencies.pool, wave, leaseSeconds, claim, ahead, mayGoOn });
}

/** Yields a notice's mould: composed at its first use, kept for the round. */
function mouldsOf({ wave, facts, content, templates, from }: Round): SendingRound['mouldOf'] {
  const moulds = new Map<string, NoticeMould | Promise<NoticeMould>>();
  return ({ line: { audience, locale, correction, reference }, person }) => {
    const places = { named: person.name !== null, referenced: reference !== null };
    const key = `${audience} ${locale} ${correction} ${places.named} ${places.referenced}`;
    const known = moulds.get(key);
    if (known) return known;
    if (!isNoticeLocale(locale)) throw new Error(`Cannot render notice in '${locale}': there is no template for it`);
    const occasion = { caseId: wave.caseId, audience, correction, drill: facts.drill };
    const made = NoticeMould.of(async (name, code) => {
      const rendered = await renderSendable(templates, locale, noticeData(content, locale, occasion, name, code));
      return { ...rendered, from, replyTo: from.address, locale };
    }, places);
    moulds.set(key, made);
    made.then(
      (mould) => moulds.set(key, mould),
      () => {}, // whoever waits for it hears of it
    );
    return made;
  };
}

function composeNotice(round: SendingRound, addressed: Addressed, date: Date): Mail | Promise<Mail> {
  const { line, person } = addressed;
  const { messageId, reference } = line;
  const personal = { to: person.address, name: person.name, reference, messageId, date };
  const mould = round.mouldOf(addressed);
  return mould instanceof NoticeMould ? mould.fill(personal) : mould.then((made) => made.fill(personal));
}

async function countsOf(tx: Tx, wave: WaveInput): Promise<WaveCounts> {
  const counts: WaveCounts = {};
  for (const { state, count } of await countDeliveries(tx, wave)) counts[state] = (counts[state] ?? 0) + count;
  return counts;
}

/** How a wave stands by register and ledger. */
export async function progressOf(dependencies: SendingDependencies, wave: WaveInput): Promise<WaveProgress> {
  const now = await dependencies.now();
  return inTransaction(dependencies.pool, async (tx) => {
    const { state, nextAt } = await standingOf(tx, wave, now);
    const counts = await countsOf(tx, wave);
    return { state, reason: null, why: null, code: null, nextAt: nextAt?.toISOString() ?? null, counts };
  });
}

/** A cancelled wave's waiting lines are ended here. */
async function standingOf(
  tx: Tx,
  wave: WaveInput,
  now: Date,
): Promise<{ state: WaveProgress['state']; nextAt: Date | null }> {
  const facts = (await factsOf(tx, wave.caseId)).waves[wave.wave];
  if (facts?.cancelledAt) await suppressWaiting(tx, wave);
  const nextAt = await nextDueAt(tx, wave);
  return { state: stateOf(facts, nextAt, now), nextAt };
}

function stateOf(wave: Wave | undefined, nextAt: Date | null, now: Date): WaveProgress['state'] {
  if (nextAt === null) return 'finished';
  if (wave?.cancelledAt) return 'cancelled';
  if (wave?.paused) return 'paused';
  return nextAt > now ? 'waiting' : 'sending';
}

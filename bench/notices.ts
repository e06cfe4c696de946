import os from 'node:os';
import type { SmtpClient } from '../activities/sender.ts';
import { EXIT, quoteValue, Refusal } from '../domain/refusal.ts';
import { type Engine, startEngine } from './engine.ts';
import { megabytes, ratio } from './figures.ts';
import type { Machine } from './machine.ts';
import { type Campaign, type Memory, runCampaign, sampleNotice } from './notices/campaign.ts';
import { NOT_RUN, type Peer, type PeerSender, peerRate } from './notices/peers.ts';
import { CONNECTIONS, RawBlaster, type RawLimit, rawLimit, type Way } from './notices/raw.ts';
import { describeOrganisation } from './open-cases.ts';
import type { Note } from './progress.ts';

/** Without `--recipients`. */
export const DEFAULT_RECIPIENTS: readonly number[] = [10_000, 100_000];

export interface NoticesAsked {
  /** Waves of so many people, the smallest first; the last is compared with everything else. */
  recipients: readonly number[];
  clients: readonly SmtpClient[];
  peers: readonly Peer[];
}

export interface NoticesFigures {
  ratios: {
    /** Of the raw limit with one command at a time, as mail libraries speak. */
    durableToRaw: number;
    /** Of the raw limit with PIPELINING. */
    durableToRawPipelined: number;
    durableToBestPeer: number | null;
    durableToEqualSender: number | null;
  };
  /** Messages a second, except where the name says otherwise. */
  rates: Record<string, number>;
  secondsToPlan: number;
  /** Of `durable`: until the first message was settled. */
  secondsToFirst: number;
  /** Of the worker's process, in bytes. */
  rss: Memory;
  historyEvents: number;
  lost: number;
  doubled: number;
  recipients: number;
  /** The same of the smaller waves. */
  smaller: { recipients: number; durable: number; rss: Memory; historyEvents: number; lost: number; doubled: number }[];
  /** Raw, the other client and the peers are measured on so many messages at most. */
  messagesOfOthers: number;
  notRun: readonly { peer: string; why: string }[];
  machine: { cpus: number; node: string; load: number };
}

const MOST_RAW = 100_000;
const MOST_OTHERS = 20_000;

/** @throws {Refusal} `USAGE` */
export function chosen<T extends string>(option: string, text: string | undefined, known: readonly T[]): readonly T[] {
  if (text === undefined) return known;
  return text.split(',').map((name) => {
    const found = known.find((each) => each === name);
    if (found) return found;
    const message = `Cannot take ${option} ${quoteValue(text)}: it is some of ${known.join(', ')}`;
    throw new Refusal({ code: 'USAGE', message, next: `npm run bench -- notices ${option} ${known[0]}` }, EXIT.usage);
  });
}

type Rates = Map<string, number>;

async function measurePeers(
  engine: Engine,
  peers: readonly Peer[],
  messages: number,
  mime: Buffer,
  note: Note,
): Promise<Rates> {
  const rates: Rates = new Map();
  for (const sender of ['usual', 'equal'] satisfies PeerSender[]) {
    for (const peer of peers) {
      const rate = await peerRate(engine, { peer, sender, messages }, { connections: CONNECTIONS, mime }, note);
      rates.set(`${peer} ${sender}`, rate);
    }
  }
  return rates;
}

const bestOf = (rates: Rates, sender: PeerSender): number | null => {
  const found = [...rates].filter(([name]) => name.endsWith(sender)).map(([, rate]) => rate);
  return found.length === 0 ? null : Math.max(...found);
};

/**
 * Sends notices to so many people as the product does, and beside it, on the same machine in the same run: what SMTP
 * allows without any record, and two durable queues.
 */
export async function benchNotices(machine: Machine, asked: NoticesAsked, note: Note): Promise<NoticesFigures> {
  const [load = 0] = os.loadavg();
  const engine = await startEngine(machine, note);
  await describeOrganisation(engine);
  const message = await sampleNotice(machine, engine, note);
  const blaster = await RawBlaster.build(machine, engine.sink, message);
  const most = asked.recipients.at(-1) ?? 0;
  const others = Math.min(most, MOST_OTHERS);
  let raw: Raw | null = null;
  const rawRound = async (): Promise<Raw> => {
    note('raw SMTP, nothing recorded');
    const messages = Math.min(most, MOST_RAW);
    return {
      oneByOne: await blaster.round('oneByOne', messages, raw?.oneByOne ?? null),
      pipelined: await blaster.round('pipelined', messages, raw?.pipelined ?? null),
    };
  };

  raw = await rawRound();
  const waves: { client: SmtpClient; people: number; campaign: Campaign }[] = [];
  for (const { client, people } of wavesOf(asked, others)) {
    waves.push({ client, people, campaign: await runCampaign(machine, engine, { people, client }, note) });
    raw = await rawRound();
  }
  const peers = await measurePeers(engine, asked.peers, others, message.subarray(0, -'.\r\n'.length), note);
  raw = await rawRound();
  return figuresOf({ raw, waves, peers, load, others });
}

/** Every size by the first client, the largest by it last; what the others are compared with is smaller. */
function wavesOf({ clients, recipients }: NoticesAsked, others: number): { client: SmtpClient; people: number }[] {
  const [first = 'pipelining', ...rest] = clients;
  return [
    ...rest.map((client) => ({ client, people: others })),
    ...recipients.map((people) => ({ client: first, people })),
  ];
}

const camel = (name: string): string => name.replace(/[- ](\w)/g, (_, letter: string) => letter.toUpperCase());

type Raw = Record<Way, RawLimit>;

interface Measured {
  raw: Raw;
  waves: readonly { client: SmtpClient; people: number; campaign: Campaign }[];
  peers: Rates;
  load: number;
  others: number;
}

function figuresOf({ raw, waves, peers, load, others }: Measured): NoticesFigures {
  const last = waves.at(-1);
  if (!last) throw new Error('Cannot tell figures: nothing was measured');
  const { campaign, people: recipients } = last;
  const { secondsToPlan, secondsToFirst, rss, historyEvents } = campaign;
  const to = (other: number | null): number | null => (other === null ? null : ratio(campaign.perSecond, other));
  const smaller = waves.slice(0, -1).filter(({ client }) => client === last.client);
  return {
    ratios: {
      durableToRaw: ratio(campaign.perSecond, rawLimit(raw.oneByOne)),
      durableToRawPipelined: ratio(campaign.perSecond, rawLimit(raw.pipelined)),
      durableToBestPeer: to(bestOf(peers, 'usual')),
      durableToEqualSender: to(bestOf(peers, 'equal')),
    },
    rates: ratesOf({ raw, waves, peers }, campaign),
    ...{ secondsToPlan, secondsToFirst, rss, historyEvents, recipients, messagesOfOthers: others, notRun: NOT_RUN },
    lost: waves.reduce((sum, { campaign: { lost } }) => sum + lost, 0),
    doubled: waves.reduce((sum, { campaign: { doubled } }) => sum + doubled, 0),
    smaller: smaller.map(({ people, campaign: { perSecond, rss: held, historyEvents: events, lost, doubled } }) => ({
      ...{ recipients: people, durable: Math.round(perSecond), rss: held, historyEvents: events, lost, doubled },
    })),
    machine: { cpus: os.cpus().length, node: process.version, load: Math.round(load * 100) / 100 },
  };
}

function ratesOf({ raw, waves, peers }: Pick<Measured, 'raw' | 'waves' | 'peers'>, campaign: Campaign) {
  const rates = new Map([
    ['raw', rawLimit(raw.oneByOne)],
    ['rawNode', raw.oneByOne.node],
    ...(raw.oneByOne.c === null ? [] : [['rawC', raw.oneByOne.c] as const]),
    ['rawPipelined', rawLimit(raw.pipelined)],
    ['durable', campaign.perSecond],
    ['durableAtFirst', campaign.perSecondAtFirst],
    ['durableToCompletion', campaign.perSecondToCompletion],
    ...waves.map(({ client, campaign: { perSecond } }) => [camel(`durable ${client}`), perSecond] as const),
    ...[...peers].map(([name, rate]) => [camel(name), rate] as const),
    ['importRowsPerSecond', campaign.importRowsPerSecond],
  ]);
  return Object.fromEntries([...rates].map(([name, rate]) => [name, Math.round(rate)]));
}

const ROWS: [name: string, words: string][] = [
  ['rawPipelined', 'raw SMTP with PIPELINING, nothing recorded'],
  ['raw', 'raw SMTP one command at a time, nothing recorded'],
  ['durable', 'this product, every result committed'],
  ['durableAtFirst', '… the first wave of a worker just started'],
  ['durableToCompletion', '… until the result is in the register'],
  ['durableLibrary', '… by nodemailer'],
  ['graphileWorkerUsual', 'graphile-worker, nodemailer'],
  ['pgBossUsual', 'pg-boss, nodemailer'],
  ['graphileWorkerEqual', 'graphile-worker, our sender'],
  ['pgBossEqual', 'pg-boss, our sender'],
];

/** For people: what is a second's work of each, and what that is of the raw limit. */
export function noticesTable(figures: NoticesFigures): string[][] {
  const { rates, ratios, rss, lost, doubled, historyEvents, recipients, secondsToPlan, secondsToFirst } = figures;
  const raw = rates['raw'] ?? 0;
  const shown = ROWS.filter(([name]) => rates[name] !== undefined);
  return [
    [`${recipients} people`, 'messages a second', 'of raw'],
    ...shown.map(([name, words]) => [words, String(rates[name]), `${Math.round(((rates[name] ?? 0) / raw) * 100)} %`]),
    ['times the best queue with nodemailer', String(ratios.durableToBestPeer ?? 'not measured'), ''],
    ['times the best queue with our sender', String(ratios.durableToEqualSender ?? 'not measured'), ''],
    ['lost, doubled', `${lost}, ${doubled}`, ''],
    ["worker's memory, idle and above it", `${megabytes(rss.idle)} + ${megabytes(rss.above)}`, ''],
    ['events in the history', String(historyEvents), ''],
    ['rows imported a second', String(rates['importRowsPerSecond']), ''],
    ['planning the ledger', `${secondsToPlan.toFixed(1)} s`, ''],
    ['until the first notice is sent', `${secondsToFirst.toFixed(2)} s`, ''],
    ...figures.notRun.map(({ peer, why }) => [`not run: ${peer}`, why, '']),
  ];
}

import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { withClient } from '../../database/pool.ts';
import type { Engine } from '../engine.ts';
import { type Note, reached } from '../progress.ts';
import { WARM_UP } from './campaign.ts';

/** Queues kept in PostgreSQL, each as its own documents advise for many short jobs. */
export const PEERS = ['graphile-worker', 'pg-boss'] as const;
export type Peer = (typeof PEERS)[number];

/** `usual`: nodemailer with a pool of connections. `equal`: our own sender, and a message that is filled, not composed. */
export type PeerSender = 'usual' | 'equal';

export interface PeerTask {
  peer: Peer;
  sender: PeerSender;
  messages: number;
  databaseUrl: string;
  mailUrl: string;
  connections: number;
  /** A notice as it goes over the wire, without the final dot. */
  mime: Uint8Array;
}

/** Peers that were not run, and why. */
export const NOT_RUN = [{ peer: 'bullmq', why: 'it keeps its queue in Redis, which is no dependency of this project' }];

async function freshDatabase(adminUrl: string, name: string): Promise<string> {
  await withClient(adminUrl, async (client) => {
    await client.query(`drop database if exists ${name}`);
    await client.query(`create database ${name}`);
  });
  return Object.assign(new URL(adminUrl), { pathname: `/${name}` }).href;
}

const LOOK_EVERY_MS = 20;

/**
 * Messages a second that a queue hands over: from the moment it is warm until the sink has taken the last. The jobs, and
 * those it warms up with, are in the queue before.
 */
export async function peerRate(
  { adminUrl, sink }: Engine,
  { peer, sender, messages }: Pick<PeerTask, 'peer' | 'sender' | 'messages'>,
  { connections, mime }: Pick<PeerTask, 'connections' | 'mime'>,
  note: Note,
): Promise<number> {
  const databaseUrl = await freshDatabase(adminUrl, `peer_${peer.replace('-', '_')}`);
  await sink.forget();
  const child = fork(path.join(import.meta.dirname, 'peer-process.ts'), { serialization: 'advanced' });
  const all = WARM_UP + messages;
  const task: PeerTask = { peer, sender, messages: all, databaseUrl, mailUrl: sink.url, connections, mime };
  const takenBy = async (): Promise<number> => (await sink.taken()).count;
  try {
    child.send(task);
    await Promise.race([once(child, 'message'), ended(child)]);
    note(`${peer}, ${sender} sender: ${messages} messages`);
    child.send('go');
    await reached(WARM_UP, `${peer}, warming up`, takenBy, note, LOOK_EVERY_MS);
    const [before, began] = [await takenBy(), performance.now()];
    await reached(all, peer, takenBy, note, LOOK_EVERY_MS);
    return ((all - before) / (performance.now() - began)) * 1000;
  } finally {
    child.kill('SIGKILL');
  }
}

async function ended(child: ReturnType<typeof fork>): Promise<never> {
  await once(child, 'exit');
  throw new Error('Cannot measure a peer: its process ended early');
}

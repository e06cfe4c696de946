import { once } from 'node:events';
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import nodemailer from 'nodemailer';
import PgBoss from 'pg-boss';
import PostalMime from 'postal-mime';
import { createPipeliningSender } from '../../activities/smtp/pipelining-sender.ts';
import type { PeerTask } from './peers.ts';

interface Job {
  id: string;
  to: string;
}

type Send = (job: Job) => Promise<void>;

const QUEUE = 'notices';
const FROM = 'notices@bench.example';
const INSERT_AT_ONCE = 2_000;
const silent = new Logger(() => () => {});

/** As these libraries' own guides show it: one transport with a pool, text and HTML given to it for each message. */
async function usualSender({ mailUrl, connections, mime }: PeerTask): Promise<Send> {
  const { subject = '', text = '', html = '' } = await PostalMime.parse(mime);
  const { hostname, port } = new URL(mailUrl);
  const transport = nodemailer.createTransport({
    ...{ pool: true, host: hostname, port: Number(port), secure: false, ignoreTLS: true },
    ...{ maxConnections: connections, maxMessages: Number.POSITIVE_INFINITY },
  });
  return async ({ id, to }) => {
    await transport.sendMail({ from: FROM, to, subject, text, html, messageId: `<${id}@bench.example>` });
  };
}

function equalSender({ mailUrl, connections, mime }: PeerTask): Send {
  const sender = createPipeliningSender(mailUrl, { connections });
  const whole = Buffer.from(mime);
  const place = whole.indexOf('Message-ID: <') + 'Message-ID: <'.length;
  return async ({ id, to }) => {
    const filled = Buffer.concat([whole.subarray(0, place), Buffer.from(id), whole.subarray(place + id.length)]);
    const outcome = await sender.send({ from: FROM, to, mime: filled });
    if (outcome.kind !== 'sent') throw new Error(`Cannot send: ${outcome.code}`);
  };
}

const jobsOf = (messages: number): Job[] =>
  Array.from({ length: messages }, (_, at) => ({
    id: (at + 1).toString(16).padStart(16, '0'),
    to: `p${at + 1}@people.example`,
  }));

async function inPages<T>(items: readonly T[], work: (page: T[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < items.length; at += INSERT_AT_ONCE) await work(items.slice(at, at + INSERT_AT_ONCE));
}

/** Concurrency above the connections, so that a job is always ready when one is free. */
async function graphileWorker(
  { databaseUrl, messages, connections }: PeerTask,
  send: Send,
): Promise<() => Promise<void>> {
  const utils = await makeWorkerUtils({ connectionString: databaseUrl, logger: silent });
  await utils.migrate();
  await inPages(jobsOf(messages), (page) =>
    utils.withPgClient((client) =>
      client.query(`select graphile_worker.add_job($1, job) from json_array_elements($2::json) job`, [
        QUEUE,
        JSON.stringify(page),
      ]),
    ),
  );
  await utils.release();
  const concurrency = connections * 3;
  return async () => {
    await run({
      ...{ connectionString: databaseUrl, logger: silent, noHandleSignals: true },
      ...{ concurrency, maxPoolSize: concurrency, pollInterval: 100 },
      taskList: { [QUEUE]: (payload) => send(payload as Job) },
    });
  };
}

/** Whole batches fetched and completed at once, by two workers, so that one sends while the other asks. */
async function pgBoss({ databaseUrl, messages }: PeerTask, send: Send): Promise<() => Promise<void>> {
  const boss = new PgBoss({ connectionString: databaseUrl });
  boss.on('error', () => {});
  await boss.start();
  await boss.createQueue(QUEUE);
  await inPages(jobsOf(messages), (page) => boss.insert(page.map((data) => ({ name: QUEUE, data }))));
  return async () => {
    for (let worker = 0; worker < 2; worker += 1) {
      await boss.work<Job>(QUEUE, { batchSize: 500, pollingIntervalSeconds: 0.5 }, async (jobs) => {
        await Promise.all(jobs.map(({ data }) => send(data)));
      });
    }
  };
}

const [task] = (await once(process, 'message')) as [PeerTask];
const send = task.sender === 'usual' ? await usualSender(task) : equalSender(task);
const start = await (task.peer === 'pg-boss' ? pgBoss : graphileWorker)(task, send);
const go = once(process, 'message');
process.send?.('ready');
await go;
await start();

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { SmtpClient } from '../../activities/sender.ts';
import { inSnapshot } from '../../database/transaction.ts';
import type { Engine } from '../engine.ts';
import type { Machine } from '../machine.ts';
import { ID_OCTETS } from '../mail-sink.ts';
import { type Note, reached } from '../progress.ts';
import { caseToTell, tocsin, writeList } from './wave.ts';

export interface Memory {
  /** Bytes, before the worker has sent anything. */
  idle: number;
  peak: number;
  above: number;
}

export interface Campaign {
  /** Messages a second, from the start of the campaign's workflow until the last line was settled. */
  perSecond: number;
  /** The same of the first wave the worker warmed up with: a small one, by a worker just started. */
  perSecondAtFirst: number;
  /** The same until the workflow had entered the result. */
  perSecondToCompletion: number;
  secondsToPlan: number;
  /** From the start of the campaign's workflow until the first line was settled. */
  secondsToFirst: number;
  importRowsPerSecond: number;
  historyEvents: number;
  lost: number;
  doubled: number;
  rss: Memory;
}

const SAMPLE_MS = 200;
const STATUS = /^VmRSS:\s+(\d+) kB/m;

/** What a process holds now, in bytes; 0 where the system does not tell. */
function rssOf(pid: number): number {
  try {
    return Number(STATUS.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** Samples what a process holds until told to stop. */
function watchMemory(pid: number, idle: number): () => Memory {
  let peak = rssOf(pid);
  const timer = setInterval(() => {
    peak = Math.max(peak, rssOf(pid));
  }, SAMPLE_MS);
  return () => {
    clearInterval(timer);
    return { idle, peak, above: peak - idle };
  };
}

const SETTLED_MS = 2_000;
/**
 * What everybody has sent before it is measured: until then an engine interprets code that it compiles later. In waves, as
 * what it compiled for the first is thrown away with the first.
 */
const WARM_UP_WAVES = 3;
const WARM_UP_PEOPLE = 4_000;
export const WARM_UP = WARM_UP_WAVES * WARM_UP_PEOPLE;

export interface Wave {
  people: number;
  client: SmtpClient;
  /** Done once the list is imported. */
  beforeSending?: () => Promise<void>;
  /** When the wave is approved, in milliseconds since 1970; default: at once. */
  sendAt?: () => number;
}

/**
 * One wave to so many people as it really runs: imported and approved by the command line, planned by the case, sent by
 * a worker process of its own through the campaign's workflow.
 *
 * The worker has sent smaller waves before, as one that has been running has; `idle` is its memory before those.
 */
export async function runCampaign(
  machine: Machine,
  engine: Engine,
  { people, client, beforeSending, sendAt }: Wave,
  note: Note,
): Promise<Campaign> {
  const pid = await engine.restartWorker({ TOCSIN_SMTP_CLIENT: client });
  await pause(SETTLED_MS);
  const idle = rssOf(pid);
  const perSecondAtFirst = await warmUp(machine, engine, note);
  note(`importing ${people} people`);
  const { caseId, importRowsPerSecond } = await importWave(machine, engine, people, note);
  await engine.sink.forget();
  await beforeSending?.();
  await pause(Math.max(SETTLED_MS, (sendAt?.() ?? 0) - Date.now()));
  const memory = watchMemory(pid, idle);
  note(`sending by ${client}`);
  const times = await approveAndWait(engine, caseId, people, note);
  const rss = memory();
  const perSecond = perSecondOf(people, times);
  const perSecondToCompletion = (people / (times.closedAt - times.startedAt)) * 1000;
  const secondsToPlan = (times.startedAt - times.plannedAt) / 1000;
  const secondsToFirst = (times.firstAt - times.startedAt) / 1000;
  const { historyEvents } = times;
  const compared = await compareWithLedger(engine, caseId);
  const rates = { perSecond, perSecondAtFirst, perSecondToCompletion, importRowsPerSecond };
  return { ...rates, secondsToPlan, secondsToFirst, historyEvents, rss, ...compared };
}

const SAMPLE_PEOPLE = 500;

/** One notice of a small wave as it went over the wire. */
export async function sampleNotice(machine: Machine, engine: Engine, note: Note): Promise<Buffer> {
  const { caseId } = await importWave(machine, engine, SAMPLE_PEOPLE, note);
  await approveAndWait(engine, caseId, SAMPLE_PEOPLE, note);
  const sample = await engine.sink.sample();
  if (!sample) throw new Error('Cannot measure: the sink has taken no notice');
  return sample;
}

/** Yields how many messages a second its first wave reached. */
async function warmUp(machine: Machine, engine: Engine, note: Note): Promise<number> {
  const rates: number[] = [];
  while (rates.length < WARM_UP_WAVES) {
    note(`warming up: wave ${rates.length + 1} of ${WARM_UP_WAVES}`);
    const { caseId } = await importWave(machine, engine, WARM_UP_PEOPLE, note);
    rates.push(perSecondOf(WARM_UP_PEOPLE, await approveAndWait(engine, caseId, WARM_UP_PEOPLE, note)));
  }
  return rates[0] ?? Number.NaN;
}

const perSecondOf = (people: number, { settledAt, startedAt }: { settledAt: number; startedAt: number }): number =>
  (people / (settledAt - startedAt)) * 1000;

async function importWave(machine: Machine, engine: Engine, people: number, note: Note) {
  const caseId = await caseToTell(engine, note);
  const file = path.join(machine.folder, `${caseId}.csv`);
  await writeList(file, people);
  const importing = performance.now();
  await tocsin(engine, note, 'recipients', 'import', caseId, file, '--wave', '1', '--audience', 'affected');
  return { caseId, importRowsPerSecond: (people / (performance.now() - importing)) * 1000 };
}

async function approveAndWait(engine: Engine, caseId: string, people: number, note: Note) {
  await tocsin(engine, note, 'notice', 'approve', caseId, '--wave', '1');
  return untilComplete(engine, caseId, people, note);
}

async function untilComplete({ client, pool, sink }: Engine, caseId: string, people: number, note: Note) {
  const handle = client.workflow.getHandle(`${caseId}/people/1`);
  let closedAt = 0;
  let startedAt = 0;
  await reached(
    people + 1,
    'notices taken',
    async () => {
      const found = await handle.describe().catch(() => null);
      startedAt = found?.startTime.getTime() ?? 0;
      closedAt = found?.closeTime?.getTime() ?? 0;
      return closedAt > 0 ? people + 1 : Math.min((await sink.taken()).count, people);
    },
    note,
  );
  let historyEvents = 0;
  for await (const run of client.workflow.list({ query: `WorkflowId = '${caseId}/people/1'` })) {
    historyEvents += run.historyLength ?? 0;
    startedAt = Math.min(startedAt, run.startTime.getTime());
  }
  return inSnapshot(pool, async (tx) => {
    const { rows } = await tx.query<{ firstAt: Date; settledAt: Date; plannedAt: Date }>(
      `select min(sent_at) as "firstAt", max(sent_at) as "settledAt",
              (select max(at) from register_entry where case_id = $1 and kind = 'wave.start') as "plannedAt"
         from notice_delivery where case_id = $1`,
      [caseId],
    );
    const [row] = rows;
    if (!row) throw new Error('Cannot tell figures: the ledger is empty');
    const [firstAt, settledAt, plannedAt] = [+row.firstAt, +row.settledAt, +row.plannedAt];
    return { startedAt, closedAt, firstAt, settledAt, plannedAt, historyEvents };
  });
}

const LEDGER_PAGE = 50_000;

/** Lines of the ledger whose message the sink never took, and messages that it took more than once. */
async function compareWithLedger({ pool, sink }: Engine, caseId: string): Promise<{ lost: number; doubled: number }> {
  const ids = await sink.ids();
  const taken = new Set<string>();
  let doubled = 0;
  for (let at = 0; at < ids.length; at += ID_OCTETS) {
    const id = ids.toString('latin1', at, at + ID_OCTETS);
    if (taken.has(id) && !id.startsWith('breach-')) doubled += 1;
    taken.add(id);
  }
  let lost = 0;
  let after: string | null = null;
  for (;;) {
    const page: { id: string; messageId: string }[] = await inSnapshot(pool, async (tx) => {
      const { rows } = await tx.query<{ id: string; messageId: string }>(
        `select recipient_id as id, message_id as "messageId" from notice_delivery
          where case_id = $1 and ($2::uuid is null or recipient_id > $2) order by recipient_id limit $3`,
        [caseId, after, LEDGER_PAGE],
      );
      return rows;
    });
    lost += page.filter(({ messageId }) => !taken.has(messageId.slice(1, 1 + ID_OCTETS))).length;
    after = page.at(-1)?.id ?? null;
    if (page.length < LEDGER_PAGE) return { lost, doubled };
  }
}

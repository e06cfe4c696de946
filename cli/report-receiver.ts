import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MAX_REPORT_BYTES } from '../desk/delivery-report.ts';
import { EXIT, quoteValue, Refusal } from '../domain/refusal.ts';

export interface ReceiverSettings {
  host: string;
  port: number;
  /** Null: nobody is asked for one; for a loopback address only. */
  token: string | null;
  /** Records mails; a report is answered 202 once this has resolved, 503 when it has failed. */
  record: (mails: Uint8Array[]) => Promise<void>;
  /** How long a request may take to arrive, in milliseconds; default 15,000. */
  patienceMs?: number;
}

export interface Receiver {
  url: string;
  /** Takes no more, and resolves once what was taken is answered. */
  close: () => Promise<void>;
}

const MOST_CONNECTIONS = 100;
/** Of those who ask at once, so many are recorded by one statement. */
const BATCH = 200;

/**
 * Takes delivery reports by HTTP: `POST` with a mail as `message/rfc822`. What arrives together is recorded together.
 *
 * Nothing of a request is logged. A sender that is told 503 sends the same report again; it counts once.
 *
 * @throws {Refusal} `CANNOT_LISTEN`
 */
export async function receiveReports(settings: ReceiverSettings): Promise<Receiver> {
  const { host, port, patienceMs = 15_000 } = settings;
  const queue = new RecordQueue(settings.record);
  const server = createServer((request, response) => void answer(settings, queue, request, response));
  Object.assign(server, {
    headersTimeout: patienceMs,
    requestTimeout: patienceMs,
    connectionsCheckingInterval: Math.min(patienceMs, 1_000),
    maxConnections: MOST_CONNECTIONS,
  });
  server.listen(port, host);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw cannotListen(`${host}:${port}`, error.code ?? 'unknown');
  });
  const { address, family, port: taken } = server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${taken}/`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      await closed;
    },
  };
}

const cannotListen = (place: string, code: string): Refusal =>
  new Refusal(
    {
      code: 'CANNOT_LISTEN',
      message: `Cannot take reports at ${quoteValue(place)}: ${code === 'EADDRINUSE' ? 'another program listens there' : `the system says ${code}`}`,
      next: 'Choose another address or port with --listen HOST:PORT',
    },
    EXIT.serviceAway,
  );

/** Records what has gathered while the batch before was being recorded. */
class RecordQueue {
  readonly #record: ReceiverSettings['record'];
  #gathered: { mail: Uint8Array; done: (error?: unknown) => void }[] = [];
  #busy = false;

  constructor(record: ReceiverSettings['record']) {
    this.#record = record;
  }

  add(mail: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#gathered.push({ mail, done: (error) => (error === undefined ? resolve() : reject(error)) });
      if (!this.#busy) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#busy = true;
    while (this.#gathered.length > 0) {
      const batch = this.#gathered.splice(0, BATCH);
      const failed = await this.#record(batch.map(({ mail }) => mail)).then(
        () => undefined,
        (error: unknown) => error ?? new Error('Cannot record reports'),
      );
      for (const { done } of batch) done(failed);
    }
    this.#busy = false;
  }
}

async function answer(
  { token }: ReceiverSettings,
  queue: RecordQueue,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const status = await statusFor(token, queue, request);
  if (status === null) return;
  const headers = {
    'Content-Type': 'text/plain; charset=utf-8',
    ...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
    ...(status === 405 ? { Allow: 'POST' } : {}),
    ...(status === 503 ? { 'Retry-After': '60' } : {}),
    // What was not read to its end must not be taken for the next request.
    ...(request.complete ? {} : { Connection: 'close' }),
  };
  response.writeHead(status, headers).end(`${ANSWERS[status]}\n`);
}

const ANSWERS = {
  202: 'recorded',
  400: 'the body is empty: send the report as it came',
  401: 'wrong or missing bearer token',
  405: 'use POST',
  413: 'larger than a delivery report can be',
  415: 'send the report as Content-Type: message/rfc822',
  503: 'not recorded: try again later',
} as const;

/** Null: the sender has gone. */
async function statusFor(
  token: string | null,
  queue: RecordQueue,
  request: IncomingMessage,
): Promise<keyof typeof ANSWERS | null> {
  if (token !== null && !carries(request.headers.authorization, token)) return 401;
  if (request.method !== 'POST') return 405;
  if (!/^message\/rfc822[ \t]*(;|$)/i.test(request.headers['content-type'] ?? '')) return 415;
  if (Number(request.headers['content-length'] ?? 0) > MAX_REPORT_BYTES) return 413;
  try {
    const body = await bodyOf(request);
    if (body === null) return 413;
    if (body.length === 0) return 400;
    return await queue.add(body).then(
      () => 202 as const,
      () => 503 as const,
    );
  } catch {
    return null;
  }
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compared by their hashes, which are of one length and take one time. */
const carries = (header: string | undefined, token: string): boolean =>
  timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`));

/** Null: it is too large. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MAX_REPORT_BYTES) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

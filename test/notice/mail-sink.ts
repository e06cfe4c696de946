import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';

export interface Taken {
  messageId: string;
  from: string;
  to: string[];
  raw: string;
}

export interface MailSink {
  url: string;
  taken: Taken[];
  close: () => Promise<void>;
}

export interface SinkBehaviour {
  /** Answers RCPT with this error instead of accepting. */
  refuse?: (address: string) => { code: number; text: string } | null;
  /** Called once a message was taken and before it is acknowledged. */
  onTaken?: (sink: MailSink) => void | Promise<void>;
}

const silent = {
  level: () => {},
  trace: () => {},
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  fatal: () => {},
};

/** A mail server on loopback that keeps what it takes. */
export async function mailSink({ refuse, onTaken }: SinkBehaviour = {}): Promise<MailSink> {
  const taken: Taken[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: silent,
    onRcptTo: ({ address }, _session, done) => {
      const refusal = refuse?.(address);
      done(refusal ? Object.assign(new Error(refusal.text), { responseCode: refusal.code }) : null);
    },
    onData: async (stream, { envelope }, done) => {
      const raw = await whole(stream);
      if (raw === null) return;
      const messageId = /^message-id: *(<[^>]+>)/im.exec(raw)?.[1] ?? '';
      const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
      taken.push({ messageId, from, to: envelope.rcptTo.map(({ address }) => address), raw });
      await onTaken?.(sink);
      done();
    },
  });
  server.on('error', () => {});
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const sink: MailSink = {
    url: `smtp://127.0.0.1:${port}`,
    taken,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return sink;
}

/** Null when the sender went away in the middle: without its final dot a message does not exist. */
async function whole(stream: AsyncIterable<unknown>): Promise<string | null> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString('utf8');
  } catch {
    return null;
  }
}

/** How often each Message-ID was taken beyond the first time. */
export const duplicatesOf = (sink: MailSink): number =>
  sink.taken.length - new Set(sink.taken.map(({ messageId }) => messageId)).size;

import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { freePort } from './ports.ts';
import { writeWhole } from './secret-file.ts';

export interface MailCatcher {
  port: number;
  smtpUrl: string;
  stop(): Promise<void>;
}

/** Larger than any message of ours; keeps a runaway sender from filling the disk in one go. */
const SIZE_LIMIT_BYTES = 20 * 1024 * 1024;

/**
 * An SMTP server on loopback that delivers to nobody: each message becomes a file `<time>-<id>.eml` in the folder, with
 * the envelope's addresses in `X-Envelope-…` lines on top. A message is acknowledged once it is on disk, whole.
 */
export async function startMailCatcher(folder: string, ...wishedPorts: (number | undefined)[]): Promise<MailCatcher> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    banner: 'Tocsin mail catcher: delivers to nobody',
    size: SIZE_LIMIT_BYTES,
    onData: (stream, session, done) => {
      keep(folder, stream, session).then((id) => done(null, `kept as ${id}`), done);
    },
  });
  server.on('error', () => {}); // a client that hangs up is no fault of the catcher
  const port = await freePort(...wishedPorts);
  const listener = server.listen(port, '127.0.0.1');
  await once(listener, 'listening');
  return {
    port,
    smtpUrl: `smtp://127.0.0.1:${port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function keep(
  folder: string,
  stream: Readable & { sizeExceeded?: boolean },
  session: SMTPServerSession,
): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  if (stream.sizeExceeded) throw Object.assign(new Error('message too large'), { responseCode: 552 });
  const id = `${new Date().toISOString().replaceAll(/[-:.]/g, '')}-${session.id}${session.transaction}`;
  writeWhole(path.join(folder, `${id}.eml`), Buffer.concat([envelopeLines(session), ...chunks]));
  return id;
}

function envelopeLines({ envelope }: SMTPServerSession): Buffer {
  const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
  const to = envelope.rcptTo.map(({ address }) => `X-Envelope-To: <${address}>\r\n`);
  return Buffer.from(`X-Envelope-From: <${from}>\r\n${to.join('')}`);
}

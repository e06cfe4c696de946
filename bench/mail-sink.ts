import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';

export interface MailSink {
  url: string;
  /** When the first mail of each case was taken, in milliseconds since 1970. */
  takenAt: Map<string, number>;
  /** Mails taken, repeats included. */
  count: () => number;
  close: () => Promise<void>;
}

const CASE_OF_MESSAGE_ID = /^message-id:\s*<([^.>]+)\./im;

/** A mail server on loopback that notes when it took each case's mail and throws the mail away. */
export async function startMailSink(): Promise<MailSink> {
  const takenAt = new Map<string, number>();
  let count = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData: (stream, _session, done) => {
      let text = '';
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString('latin1');
      });
      stream.once('end', () => {
        count += 1;
        const caseId = CASE_OF_MESSAGE_ID.exec(text)?.[1] ?? '';
        if (!takenAt.has(caseId)) takenAt.set(caseId, Date.now());
        done();
      });
    },
  });
  server.on('error', () => {}); // a client that hangs up is no fault of the server
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const close = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
  return { url: `smtp://127.0.0.1:${port}`, takenAt, count: () => count, close };
}

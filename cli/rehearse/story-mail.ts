import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';

/** A mail as a server took it, with the story's time. */
export interface StoryMail {
  at: string;
  to: string[];
  messageId: string;
  /** The message as it came, headers and all. */
  raw: string;
}

export interface StoryMailServer {
  url: string;
  /** Every mail taken so far, oldest first. */
  taken: StoryMail[];
  close(): Promise<void>;
}

const messageIdOf = (raw: string): string => /^message-id:\s*(<[^>]+>)/im.exec(raw)?.[1] ?? '';

/** A mail server on loopback that keeps what it takes in memory and delivers to nobody. */
export async function startStoryMail(now: () => Promise<Date>): Promise<StoryMailServer> {
  const taken: StoryMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onData: (stream, { envelope }, done) => {
      const keep = async (): Promise<void> => {
        const chunks: Buffer[] = [];
        for await (const chunk of stream) chunks.push(chunk as Buffer);
        const raw = Buffer.concat(chunks).toString('utf8');
        const to = envelope.rcptTo.map(({ address }) => address);
        taken.push({ at: (await now()).toISOString(), to, messageId: messageIdOf(raw), raw });
      };
      keep().then(() => done(), done);
    },
  });
  server.on('error', () => {}); // a client that hangs up is no fault of the server
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    taken,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

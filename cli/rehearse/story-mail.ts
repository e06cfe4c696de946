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
  /** Recipients it refuses, for a reason about us (RFC 3463, 5.7.1); null: none. */
  refusing: RegExp | null;
  close(): Promise<void>;
}

const messageIdOf = (raw: string): string => /^message-id:\s*(<[^>]+>)/im.exec(raw)?.[1] ?? '';

const refusal = (): Error => Object.assign(new Error('5.7.1 Not from you'), { responseCode: 550 });

/** A mail server on loopback that keeps what it takes in memory and delivers to nobody. */
export async function startStoryMail(now: () => Promise<Date>): Promise<StoryMailServer> {
  const story = { taken: [] as StoryMail[], refusing: null as RegExp | null };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onRcptTo: ({ address }, _, done) => done(story.refusing?.test(address) ? refusal() : null),
    onData: (stream, { envelope }, done) => {
      const keep = async (): Promise<void> => {
        const chunks: Buffer[] = [];
        for await (const chunk of stream) chunks.push(chunk as Buffer);
        const raw = Buffer.concat(chunks).toString('utf8');
        const to = envelope.rcptTo.map(({ address }) => address);
        story.taken.push({ at: (await now()).toISOString(), to, messageId: messageIdOf(raw), raw });
      };
      keep().then(() => done(), done);
    },
  });
  server.on('error', () => {}); // a client that hangs up is no fault of the server
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const address = listener.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return Object.assign(story, {
    url: `smtp://127.0.0.1:${port}`,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  });
}

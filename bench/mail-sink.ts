import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What a sink has taken since it was told to forget. */
export interface Taken {
  /** Mails, repeats included. */
  count: number;
  /** When the first mail of each case was taken, in milliseconds since 1970. */
  takenAt: Readonly<Record<string, number>>;
}

export interface MailSink {
  port: number;
  url: string;
  taken: () => Promise<Taken>;
  /** The first sixteen characters of each message's id, one after the other, repeats included. */
  ids: () => Promise<Buffer>;
  /** A notice as it came, the final dot included; null before the first. */
  sample: () => Promise<Buffer | null>;
  forget: () => Promise<void>;
  close: () => Promise<void>;
}

/** Characters kept of a Message-ID. */
export const ID_OCTETS = 16;

/** A mail server on loopback, in a process of its own, that counts mails and throws them away. */
export async function startMailSink(): Promise<MailSink> {
  const program = fileURLToPath(new URL('notices/sink-process.ts', import.meta.url));
  const child = fork(program, { serialization: 'advanced' });
  const [port] = (await once(child, 'message')) as [number];
  let last: Promise<unknown> = Promise.resolve();
  const ask = <T>(what: string): Promise<T> => {
    const answer = last.then(() => asked<T>(child, what));
    last = answer.catch(() => {});
    return answer;
  };
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    taken: () => ask<Taken>('count'),
    ids: async () => Buffer.from(await ask<Uint8Array>('ids')),
    sample: async () => {
      const bytes = await ask<Uint8Array | null>('sample');
      return bytes && Buffer.from(bytes);
    },
    forget: () => ask<void>('forget'),
    close: async () => {
      const closed = once(child, 'exit');
      child.disconnect();
      await closed;
    },
  };
}

async function asked<T>(child: ChildProcess, what: string): Promise<T> {
  const answer = once(child, 'message');
  child.send(what);
  const [value] = (await answer) as [T];
  return value;
}

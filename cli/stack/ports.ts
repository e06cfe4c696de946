import { createServer } from 'node:net';

const LOOPBACK = '127.0.0.1';

/** Whether nobody listens on this port of the loopback interface. */
export const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: LOOPBACK, exclusive: true }, () => probe.close(() => resolve(true)));
  });

/** A port nobody listens on: the first free one of the wishes, else any that the operating system gives. */
export async function freePort(...wishes: (number | undefined)[]): Promise<number> {
  for (const port of wishes) if (port !== undefined && (await isFree(port))) return port;
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ port: 0, host: LOOPBACK }, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

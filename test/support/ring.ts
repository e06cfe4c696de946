/** Tests that cannot run here, for want of a server or program: said loudly, and a failure where CI=true. */
export class RingNotRun extends Error {
  readonly ring: 2 | 3;

  constructor(ring: 2 | 3, why: string) {
    super(`RING ${ring} NOT RUN: ${why}`);
    this.name = 'RingNotRun';
    this.ring = ring;
  }
}

/**
 * Says that a ring is not run and yields the options that skip its tests: `describe('…', ring(3, 'no server'), …)`.
 *
 * @throws {RingNotRun} with `CI=true`
 */
export function ring(number: 2 | 3, why: string): { skip: string } {
  const notRun = new RingNotRun(number, why);
  if (process.env['CI'] === 'true') throw notRun;
  process.stderr.write(`${notRun.message}\n`);
  return { skip: notRun.message };
}

/**
 * What a ring's tests stand on, and the options for their `describe`: empty, or a skip when it cannot be had.
 *
 * @throws whatever `start` throws other than {@link RingNotRun}; with `CI=true` that too
 */
export async function onRing<T>(start: () => Promise<T>): Promise<{ base: T; options: { skip?: string } }> {
  try {
    return { base: await start(), options: {} };
  } catch (error) {
    if (!(error instanceof RingNotRun)) throw error;
    const why = error.message.replace(/^RING \d NOT RUN: /, '');
    return { base: undefined as T, options: ring(error.ring, why) };
  }
}

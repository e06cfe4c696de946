import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Part, supervise } from '../../cli/stack/supervise.ts';

/** A part whose end is in our hands. */
function part(pid: number): Part & { die(how: string): void } {
  let die: (how: string) => void = () => {};
  const ended = new Promise<string>((resolve) => {
    die = resolve;
  });
  return { pid, ended, die, stop: async () => die('stopped') };
}

describe('supervise', () => {
  it('starts a part again when it ends by itself, with longer waits while it keeps failing', async () => {
    const first = part(1);
    const second = part(2);
    const heard: string[] = [];
    let tries = 0;
    await new Promise<void>((resolve) => {
      const start = async () => {
        tries += 1;
        if (tries === 1) throw new Error('not yet');
        return second;
      };
      supervise<Part>(first, start, {
        lost: (how, waitMs) => heard.push(`lost ${how} ${waitMs}`),
        failed: (error, waitMs) => heard.push(`failed ${(error as Error).message} ${waitMs}`),
        back: ({ pid }) => {
          heard.push(`back ${pid}`);
          resolve();
        },
      });
      first.die('SIGKILL');
    });
    assert.deepEqual(heard, ['lost SIGKILL 500', 'failed not yet 1000', 'back 2']);
  });

  it('does not start again what it was told to stop', async () => {
    const only = part(1);
    const never = () => assert.fail('started again');
    const start = async () => never();
    const supervised = supervise<Part>(only, start, { lost: never, failed: never, back: never });
    await supervised.stop();
    assert.equal(await only.ended, 'stopped');
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SMTP_CLIENT_NAMES } from '../../activities/sender.ts';
import { type Mailing, mailing, W } from './mailing/mailing.ts';

describe('a sender whose database hangs in a commit', () => {
  for (const client of SMTP_CLIENT_NAMES) {
    it(`R02 stops at ${W} messages taken and not recorded, by ${client}`, async () => {
      const mail = await mailing({ people: 200, life: { client } });
      const life = await mail.live({ point: { name: 'before result', time: 1 } });
      try {
        await life.atPoint;
        await quiet(mail);
        assert.ok(mail.sink.takings.length <= W, `${mail.sink.takings.length} taken, none recorded`);
        assert.ok(mail.sink.takings.length >= 8, 'it must send side by side');
      } finally {
        await mail.close();
      }
    });
  }
});

/** Until nothing more is taken. */
async function quiet(mail: Mailing): Promise<void> {
  for (let before = -1; before !== mail.sink.takings.length; ) {
    before = mail.sink.takings.length;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AddresseesRefused } from '../../activities/case-dependencies.ts';
import { createStaffMailer } from '../../activities/staff-mail.ts';
import { mailSink } from '../notice/mail-sink.ts';

const MAIL = {
  messageId: '<breach-2026-0042.1@reminders.tocsin.invalid>',
  subject: 'Reminder',
  text: 'Something is due',
};

/** What sending to two people comes to, on a server that answers for each address with a code; null: it takes it. */
async function outcomeOf(answer: (address: string) => number | null): Promise<string> {
  const refuse = (address: string) => {
    const code = answer(address);
    return code === null ? null : { code, text: `no, ${address}` };
  };
  const sink = await mailSink({ refuse });
  const mailer = createStaffMailer(sink.url, 'tocsin@acme.example');
  try {
    await mailer.send({ ...MAIL, to: ['ana@acme.example', 'bea@acme.example'] });
    return sink.taken.flatMap(({ to }) => to).join();
  } catch (error) {
    return error instanceof AddresseesRefused ? 'refused for good' : 'failed for now';
  } finally {
    mailer.close();
    await sink.close();
  }
}

describe('mail to the own people', () => {
  it('goes to all, or to those whom the server takes', async () => {
    assert.equal(await outcomeOf(() => null), 'ana@acme.example,bea@acme.example');
    assert.equal(await outcomeOf((address) => (address.startsWith('ana') ? 550 : null)), 'bea@acme.example');
  });

  it('is refused for good only when no address may ever be taken', async () => {
    assert.equal(await outcomeOf(() => 550), 'refused for good');
    assert.equal(await outcomeOf(() => 451), 'failed for now');
    assert.equal(await outcomeOf((address) => (address.startsWith('ana') ? 550 : 451)), 'failed for now');
  });
});

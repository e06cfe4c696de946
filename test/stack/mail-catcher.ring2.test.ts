import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createTransport } from 'nodemailer';
import { listCaught, showCaught } from '../../cli/commands/mail.ts';
import { listMail } from '../../cli/stack/caught-mail.ts';
import { type MailCatcher, startMailCatcher } from '../../cli/stack/mail-catcher.ts';
import { Refusal } from '../../domain/refusal.ts';

describe('mail catcher (ring 2)', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tocsin-mail-'));
  let catcher: MailCatcher;

  before(async () => {
    catcher = await startMailCatcher(folder);
    const transport = createTransport({ url: catcher.smtpUrl });
    const message = { from: 'Tocsin <tocsin@tocsin.example>', date: '2026-11-22T10:00:00Z' };
    await transport.sendMail({
      ...message,
      to: 'Delegada <dpo@example.test>',
      subject: 'Notify ES: 24 h left — aviso',
      text: 'Línea uno.\n.Línea con punto.\n',
      messageId: '<reminder-1@tocsin.example>',
      envelope: { from: 'bounce@tocsin.example', to: ['deputy@example.test', 'dpo@example.test'] },
    });
    await transport.sendMail({
      ...message,
      to: 'legal@example.test',
      subject: 'Second',
      text: 'Two',
      messageId: '<reminder-2@tocsin.example>',
    });
    transport.close();
  });
  after(async () => {
    await catcher.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('keeps each message as a file of its own that no other account may read', () => {
    const files = readdirSync(folder);
    assert.equal(files.filter((name) => name.endsWith('.eml')).length, 2);
    assert.equal(files.length, 2, 'no half-written file is left');
    for (const file of files) assert.equal(statSync(path.join(folder, file)).mode & 0o777, 0o600);
  });

  it('lists them oldest first with heads and envelope', async () => {
    const [first, second] = await listMail(folder);
    assert.deepEqual(
      { ...first, id: '', at: '' },
      {
        number: 1,
        id: '',
        at: '',
        messageId: '<reminder-1@tocsin.example>',
        from: 'Tocsin <tocsin@tocsin.example>',
        to: ['Delegada <dpo@example.test>'],
        subject: 'Notify ES: 24 h left — aviso',
        date: '2026-11-22T10:00:00.000Z',
        envelope: { from: 'bounce@tocsin.example', to: ['deputy@example.test', 'dpo@example.test'] },
      },
    );
    assert.equal(second?.messageId, '<reminder-2@tocsin.example>');
    assert.match(
      (await listCaught(folder)).text,
      /^ {3}1 .*dpo@example\.test.*\n {3}2 .*legal@example\.test {2}Second$/,
    );
  });

  it('shows the text as it was written, dots and accents included', async () => {
    const { data } = await showCaught(folder, '1');
    assert.equal((data as { text: string }).text.trimEnd(), 'Línea uno.\n.Línea con punto.');
  });

  it('shows the newest when none is named, and finds one by its id', async () => {
    const newest = (await showCaught(folder)).data as { id: string; subject: string };
    assert.equal(newest.subject, 'Second');
    const byId = (await showCaught(folder, newest.id)).data as { subject: string };
    assert.equal(byId.subject, 'Second');
  });

  it('refuses a message it does not have', async () => {
    await assert.rejects(
      showCaught(folder, '3'),
      (error) => error instanceof Refusal && error.details.code === 'MAIL_UNKNOWN',
    );
  });

  it('keeps the bytes that were sent', () => {
    const [file = ''] = readdirSync(folder).sort();
    assert.match(
      readFileSync(path.join(folder, file), 'utf8'),
      /^X-Envelope-From: <bounce@tocsin\.example>\r\nX-Envelope-To: <deputy@/,
    );
  });
});

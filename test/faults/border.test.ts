import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { ApplicationFailure } from '@temporalio/common';
import { guarded } from '../../activities/border.ts';
import { createStaffMailer } from '../../activities/staff-mail.ts';
import { asDatabaseRefusal, DatabaseFault } from '../../database/fault.ts';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { type MailSink, mailSink } from '../notice/mail-sink.ts';

const failureOf = async (work: () => Promise<unknown>): Promise<ApplicationFailure> => {
  const { act } = guarded({ act: work });
  const error = await act().then(
    () => assert.fail('it must fail'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof ApplicationFailure, String(error));
  assert.equal(error.cause, undefined);
  return error;
};

describe('errors at the border to Temporal', () => {
  let sink: MailSink;
  before(async () => {
    sink = await mailSink({ refuse: (address) => ({ code: 451, text: `4.3.0 try ${address} later` }) });
  });
  after(() => sink.close());

  it('T-9-1 lose the addresses a mail server answers with, and keep its code', async () => {
    const mailer = createStaffMailer(sink.url, 'tocsin@ejemplo.example');
    const mail = { messageId: '<1@ejemplo.example>', to: ['kanaria@ejemplo.example'], subject: 'Aviso', text: 'Texto' };
    await assert.rejects(mailer.send(mail), /kanaria@ejemplo\.example/, 'the server did say it');
    const failure = await failureOf(() => mailer.send(mail));
    mailer.close();
    assert.match(failure.message, /EENVELOPE.* 451/);
    assert.doesNotMatch(`${failure.message} ${failure.stack} ${JSON.stringify(failure)}`, /kanaria/);
    assert.equal(failure.nonRetryable, false);
  });

  it('lose the words of a refusal, and keep what is said of a service that is away', async () => {
    const details = { code: 'CASE_UNKNOWN', message: "Cannot find 'kanaria'", next: "Look for 'kanaria'" };
    const refused = await failureOf(() => Promise.reject(new Refusal(details)));
    assert.deepEqual([refused.type, refused.message], ['CASE_UNKNOWN', 'Refused']);
    const away = { code: 'DATABASE_AWAY', message: 'Cannot reach PostgreSQL', next: 'Start it' };
    const failed = await failureOf(() => Promise.reject(new Refusal(away, EXIT.serviceAway)));
    assert.deepEqual([failed.type, failed.message], ['DATABASE_AWAY', 'Cannot reach PostgreSQL. Start it']);
  });

  it('lose the row values of a database error', async () => {
    const answered = Object.assign(new Error('Key (email)=(kanaria@x.example) already exists'), {
      code: '23505',
      severity: 'ERROR',
      routine: '_bt_check_unique',
    });
    assert.ok(asDatabaseRefusal(answered) instanceof DatabaseFault);
    const failure = await failureOf(() => Promise.reject(answered));
    assert.equal(failure.message, 'Failed: Error 23505');
  });

  it('leave what an effect yields as it is', async () => {
    assert.equal(await guarded({ act: async (n: number) => n + 1 }).act(1), 2);
  });
});

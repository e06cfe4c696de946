import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { StaffMail } from '../../activities/case-dependencies.ts';
import { startWave } from '../../activities/notice-campaign.ts';
import { remind } from '../../activities/remind.ts';
import { sendNotices } from '../../activities/send-notices.ts';
import { createPipeliningSender } from '../../activities/smtp/pipelining-sender.ts';
import { saveWords } from '../../database/narrative.ts';
import { savePerson } from '../../database/organisation.ts';
import { inTransaction } from '../../database/transaction.ts';
import { mailSink } from './mail-sink.ts';
import { CASE, csvOf, ORGANISATION, type WaveFixture, waveFixture } from './wave-fixture.ts';

const MINUTE = 60_000;
const key = { caseId: CASE, wave: 1 };
const limits = () => ({ signal: new AbortController().signal, boxMs: 30_000, heartbeat: () => {} });

let fixture: WaveFixture;
const nudged: string[] = [];
const mails: StaffMail[] = [];
let taking = true;

const dependencies = (sender: Parameters<WaveFixture['dependencies']>[0]) => ({
  ...fixture.dependencies(sender),
  nudgeCase: async (caseId: string) => {
    nudged.push(caseId);
  },
});
const remindBy = (claimant: string) => {
  const { pool, vault, now } = dependencies(null);
  const sendStaffMail = async (mail: StaffMail): Promise<void> => {
    mails.push(mail);
    if (!taking) throw new Error('Cannot send mail: the connection broke');
  };
  return remind({ pool, vault, now, sendStaffMail }, CASE, claimant);
};

async function addPerson(personId: string, role: 'dpo' | 'handler' | 'legal', locale: string): Promise<void> {
  await inTransaction(fixture.pool('desk'), async (tx) => {
    const told = { name: personId, email: `${personId}@ejemplo.example` };
    const words = await saveWords(tx, fixture.vault, { organisationId: ORGANISATION, caseId: null }, told);
    await savePerson(tx, ORGANISATION, { personId, roles: [role], locale, deputy: false }, words);
  });
}

describe('a mailing that stands still', () => {
  before(async () => {
    fixture = await waveFixture();
    for (const [id, role, locale] of [
      ['elena', 'dpo', 'es'],
      ['carla', 'handler', 'en'],
      ['luis', 'legal', 'es'],
    ] as const)
      await addPerson(id, role, locale);
    await fixture.import(1, 'affected', csvOf(3));
    await fixture.approve(1);
    await startWave(dependencies(null), key);
  });
  after(() => fixture.close());

  it('R-34-1 is told to those who can mend it, once, each in their language, under one Message-ID whatever breaks', async () => {
    await sendNotices(dependencies(null), key, limits());
    assert.deepEqual(nudged, [CASE]);
    taking = false;
    await assert.rejects(remindBy('one'));
    const broken = mails.splice(0).map(({ messageId }) => messageId);
    taking = true;
    await remindBy('one');
    const told = mails.splice(0);
    assert.deepEqual(new Set(told.map(({ messageId }) => messageId)), new Set(broken));
    assert.deepEqual(told.flatMap(({ to }) => to).sort(), ['carla@ejemplo.example', 'elena@ejemplo.example']);
    const subjects = told.map(({ subject }) => subject).sort();
    assert.deepEqual(subjects, [
      `${CASE}: El envío a las personas está detenido: desde lun 2 nov 2026 10:00 Madrid (UTC+01:00)`,
      `${CASE}: The mailing to the people stands still: since Mon 2 Nov 2026 10:00 Madrid (UTC+01:00)`,
    ]);
    const english = told.find(({ to }) => to.includes('carla@ejemplo.example'))?.text ?? '';
    assert.match(english, /there is no mail server for it: set SMTP_URL/);
    assert.match(english, /It goes on by itself once the cause is mended/);
    assert.match(english, /tocsin notice status breach-2026-0042/);
  });

  it('is not told again while it stands for the same reason, by nobody', async () => {
    fixture.clock.now = new Date(fixture.clock.now.getTime() + MINUTE);
    await sendNotices(dependencies(null), key, limits());
    await Promise.all([remindBy('two'), remindBy('three')]);
    assert.deepEqual(mails, []);
  });

  it('is no longer owed once it goes on, and told anew when it comes to another stand', async () => {
    const sink = await mailSink();
    const sender = createPipeliningSender(sink.url);
    await fixture.enter('notice.limit', { wave: 1, perMinute: 1, domains: {} });
    try {
      const waits = { ...dependencies(sender), wait: async () => {} };
      await sendNotices(waits, key, { ...limits(), boxMs: 1 });
    } finally {
      sender.close();
      await sink.close();
    }
    assert.equal(nudged.length, 2);
    await remindBy('four');
    assert.deepEqual(mails, []);
    fixture.clock.now = new Date(fixture.clock.now.getTime() + MINUTE);
    await sendNotices(dependencies(null), key, limits());
    await remindBy('five');
    assert.equal(mails.length, 2);
  });
});

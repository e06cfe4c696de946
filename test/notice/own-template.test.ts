import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startWave } from '../../activities/notice-campaign.ts';
import { sendNotices } from '../../activities/send-notices.ts';
import { createPipeliningSender } from '../../activities/smtp/pipelining-sender.ts';
import { loadFacts } from '../../database/case.ts';
import { saveWords } from '../../database/narrative.ts';
import { hashOfLists } from '../../database/recipients.ts';
import { appendEntry } from '../../database/register.ts';
import { inTransaction } from '../../database/transaction.ts';
import { viewNotice } from '../../desk/notice-view.ts';
import { noticeTextHash, type OwnTemplates } from '../../domain/notice/content.ts';
import { noticeTemplateSources } from '../../templates/notice.ts';
import { type DeskFixture, deskFixture } from '../cli/desk-fixture.ts';
import { type MailSink, mailSink } from './mail-sink.ts';
import { sampleContent } from './sample-content.ts';
import { CASE, csvOf, ORGANISATION, type WaveFixture, waveFixture } from './wave-fixture.ts';

const OWN = [
  '{{#if drill}}[SIMULACRO] {{/if}}{{#if notAffected}}Sin daños{{else}}Un aviso{{/if}} de {{controller}}',
  '',
  'Estimada persona: {{name}} ({{reference}}).',
  '{{#if toldNotAffected}}Corregimos.{{/if}}{{#if toldAffected}}Corregimos.{{/if}}',
  '',
  '{{nature}} {{consequences}} {{measures}} {{contact}}',
  '',
].join('\n');
const sha256 = (source: string): string => createHash('sha256').update(source).digest('hex');

describe('tocsin template', () => {
  let desk: DeskFixture;
  before(async () => {
    desk = await deskFixture();
  });
  after(() => desk.close());
  const fileOf = (source: string): string => {
    const file = path.join(desk.folder, 'own.hbs');
    writeFileSync(file, source);
    return file;
  };
  const json = (...args: string[]) => desk.tocsin(['template', ...args, '-o', 'json']);

  it('checks without any server, and ends with 65 where something is wrong', async () => {
    const good = await desk.tocsin(['template', 'check', fileOf(OWN), '--locale', 'es', '-o', 'json'], {
      TOCSIN_DATABASE_URL: '',
    });
    assert.deepEqual(
      [good.status, good.json['ok'], good.json['sha256'], good.json['findings']],
      [0, true, sha256(OWN), []],
    );
    const bad = await json('check', fileOf(OWN.replace('{{contact}}', '{{{name}}}')), '--locale', 'es');
    assert.deepEqual([bad.status, bad.json['ok']], [65, false]);
  });

  it('publishes a template under its hash, shows it, and keeps its words out of the register', async () => {
    const said = await json('publish', fileOf(OWN), '--locale', 'es', '--as', 'diego');
    assert.deepEqual([said.status, said.json['sha256']], [0, sha256(OWN)], said.stdout);
    const listed = await json('list');
    const rows = listed.json as unknown as { locale: string; whose: string; sha256: string; by: string | null }[];
    const [es, ca] = rows;
    assert.deepEqual([es?.whose, es?.sha256, es?.by, ca?.whose], ['own', sha256(OWN), 'diego', 'shipped']);
    assert.equal((await json('show', '--locale', 'es')).json['source'], OWN);
    const { rows: entries } = await desk.pool.query<{ body: string }>(
      `select body::text as body from register_entry where kind = 'template.publish'`,
    );
    assert.ok(entries[0]?.body.includes(sha256(OWN)));
    assert.doesNotMatch(entries[0]?.body ?? '', /Estimada/);
  });

  it('refuses what the lock refuses, who may not, and a hash that is not of the source', async () => {
    const bad = await json('publish', fileOf('{{constructor}}'), '--locale', 'es', '--as', 'diego');
    assert.deepEqual([bad.status, bad.code], [65, 'TEMPLATE_NOT_READY']);
    const carla = await json('publish', fileOf(OWN), '--locale', 'es', '--as', 'carla');
    assert.deepEqual([carla.status, carla.code], [77, 'ROLE_NOT_ALLOWED']);
    const publish = (source: string, hash: string) =>
      desk
        .said('template.publish', {
          as: 'diego',
          at: '2026-11-02T09:00:00Z',
          body: { locale: 'fr', sha256: hash },
          words: { source },
        })
        .then(
          () => 'accepted',
          (error: { details?: { code: string }; message: string }) => error.details?.code ?? error.message,
        );
    assert.match(await publish(OWN, sha256('other')), /TEMPLATE_NOT_APPROVED/);
    assert.match(await publish('{{{name}}}', sha256('{{{name}}}')), /TEMPLATE_NOT_READY/);
  });

  it('withdraws it, and our own writes again; there is nothing to withdraw twice', async () => {
    assert.equal((await json('withdraw', '--locale', 'es', '--as', 'diego')).status, 0);
    assert.equal((await json('show', '--locale', 'es')).json['whose'], 'shipped');
    const again = await json('withdraw', '--locale', 'es', '--as', 'diego');
    assert.deepEqual([again.status, again.code], [65, 'TEMPLATE_NOT_PUBLISHED']);
  });
});

describe("a wave written by an organisation's own template", () => {
  let fixture: WaveFixture;
  let sink: MailSink;
  before(async () => {
    fixture = await waveFixture();
    sink = await mailSink();
  });
  after(async () => {
    await sink.close();
    await fixture.close();
  });

  const publish = (source: string, hash = sha256(source)): Promise<void> =>
    inTransaction(fixture.pool('desk'), async (tx) => {
      const words = await saveWords(tx, fixture.vault, { organisationId: ORGANISATION, caseId: null }, { source });
      await appendEntry(tx, {
        organisationId: ORGANISATION,
        caseId: null,
        at: fixture.clock.now,
        actor: 'dpo',
        assurance: 'claimed',
        kind: 'template.publish',
        statementId: randomUUID(),
        body: { locale: 'es', sha256: hash, words },
      });
    });
  const approve = async (wave: number, own: OwnTemplates): Promise<void> => {
    const facts = await factsNow();
    const ids = (facts.waves[wave]?.imports ?? []).map(({ importId }) => importId);
    await fixture.enter('notice.approve', {
      wave,
      textHash: noticeTextHash(noticeTemplateSources(own), sampleContent),
      listHash: await inTransaction(fixture.pool('desk'), (tx) => hashOfLists(tx, ids)),
      count: 2,
      audiences: ['affected'],
    });
  };
  const factsNow = () => inTransaction(fixture.pool('desk'), (tx) => loadFacts(tx, ORGANISATION, CASE));
  const send = async (wave: number) => {
    const sender = createPipeliningSender(sink.url);
    try {
      const limits = { signal: new AbortController().signal, boxMs: 20_000, heartbeat: () => {} };
      return await sendNotices(fixture.dependencies(sender), { caseId: CASE, wave }, limits);
    } finally {
      sender.close();
    }
  };

  it('is previewed and sent in those words, to each person their own', async () => {
    await publish(OWN);
    await fixture.import(1, 'affected', csvOf(2));
    const desk = { pool: fixture.pool('desk'), vault: fixture.vault };
    const view = await viewNotice(desk, ORGANISATION, CASE, 1);
    assert.deepEqual([view.templates, view.findings.filter(({ severity }) => severity === 'error')], [['es'], []]);
    assert.match(view.samples[0]?.text ?? '', /^Estimada persona: P•••/);
    assert.equal(view.textHash, noticeTextHash(noticeTemplateSources({ es: OWN }), sampleContent));
    await approve(1, { es: OWN });
    await startWave(fixture.dependencies(null), { caseId: CASE, wave: 1 });
    assert.equal((await send(1)).state, 'finished');
    const mimes = sink.taken.map(({ raw }) => raw.replace(/=\r\n/g, ''));
    assert.deepEqual([mimes.length, mimes.filter((mime) => /Person [12] \(/.test(mime)).length], [2, 2]);
  });

  it('keeps a begun wave to the text that was approved, and voids what has not begun when another is published', async () => {
    await fixture.import(2, 'affected', csvOf(2, 100));
    await approve(2, { es: OWN });
    await fixture.import(3, 'affected', csvOf(2, 200));
    await approve(3, { es: OWN });
    await startWave(fixture.dependencies(null), { caseId: CASE, wave: 2 });
    await publish(`${OWN}\nOtra cosa.\n`);
    await startWave(fixture.dependencies(null), { caseId: CASE, wave: 3 });
    const { startedAt, halted } = (await factsNow()).waves[3] ?? {};
    assert.deepEqual([startedAt, halted?.reason], [null, 'TEXT_CHANGED']);
    assert.equal((await send(2)).state, 'finished');
    assert.ok(sink.taken.every(({ raw }) => !raw.includes('Otra cosa')));
  });

  it('sends nothing by a source whose hash was not published', async () => {
    await fixture.import(4, 'affected', csvOf(2, 300));
    await publish(OWN);
    await approve(4, { es: OWN });
    await startWave(fixture.dependencies(null), { caseId: CASE, wave: 4 });
    const taken = sink.taken.length;
    await publish(`${OWN}\nColado.\n`, sha256(OWN));
    await approve(4, { es: OWN });
    const { state, reason } = await send(4);
    assert.deepEqual([state, reason, sink.taken.length], ['blocked', 'TEMPLATE_NOT_APPROVED', taken]);
  });
});

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import PostalMime from 'postal-mime';
import { completeWave, startWave } from '../../activities/notice-campaign.ts';
import { sendNotices } from '../../activities/send-notices.ts';
import { createPipeliningSender } from '../../activities/smtp/pipelining-sender.ts';
import { exportCase, renderExport } from '../../database/export.ts';
import { saveWords } from '../../database/narrative.ts';
import { checkProof, type NoticeProof } from '../../database/notice-proof.ts';
import { savePerson } from '../../database/organisation.ts';
import { withClient } from '../../database/pool.ts';
import { eraseRecipients, recipientScope } from '../../database/recipients.ts';
import { inTransaction } from '../../database/transaction.ts';
import { type MailSink, mailSink } from './mail-sink.ts';
import { type Ran, runTocsin } from './run-tocsin.ts';
import { CASE, csvOf, ORGANISATION, type WaveFixture, waveFixture } from './wave-fixture.ts';

describe('tocsin notice verify, notice prove', () => {
  let fixture: WaveFixture;
  let sink: MailSink;
  let folder: string;
  let reference: string;
  before(async () => {
    fixture = await waveFixture();
    sink = await mailSink();
    folder = mkdtempSync(path.join(os.tmpdir(), 'tocsin-proofs-'));
    await inTransaction(fixture.pool('desk'), async (tx) => {
      for (const [personId, roles] of [
        ['dana', ['dpo']],
        ['sam', ['security']],
      ] as const) {
        const told = { name: personId, email: `${personId}@ejemplo.example` };
        const words = await saveWords(tx, fixture.vault, { organisationId: ORGANISATION, caseId: null }, told);
        await savePerson(tx, ORGANISATION, { personId, roles: [...roles], deputy: false, locale: 'es' }, words);
      }
    });
    await fixture.import(1, 'affected', csvOf(37));
    await fixture.approve(1);
    const sender = createPipeliningSender(sink.url);
    const dependencies = fixture.dependencies(sender);
    await startWave(dependencies, { caseId: CASE, wave: 1 });
    const limits = { signal: new AbortController().signal, boxMs: 30_000, heartbeat: () => {} };
    await sendNotices(dependencies, { caseId: CASE, wave: 1 }, limits);
    sender.close();
    reference = await referenceSentTo('p7@example.test');
  });
  after(async () => {
    await sink.close();
    rmSync(folder, { recursive: true });
    await fixture.close();
  });

  /** As the person reads it in the mail. */
  async function referenceSentTo(address: string): Promise<string> {
    const { raw = '' } = sink.taken.find(({ to }) => to.includes(address)) ?? {};
    const { text = '', html = '', subject = '' } = await PostalMime.parse(raw);
    const found = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}/.exec(text)?.[0] ?? '';
    assert.ok(html.includes(found) && subject.includes(found) && found !== '');
    return found;
  }
  const tocsin = (...args: string[]): Promise<Ran> => runTocsin(fixture, folder, args);
  const file = (name: string, text: string): string => {
    const full = path.join(folder, name);
    writeFileSync(full, text);
    return full;
  };

  it('gives each person a reference of their own', async () => {
    const all = await Promise.all(sink.taken.map(({ to }) => referenceSentTo(to[0] ?? '')));
    assert.equal(new Set(all).size, 37);
  });

  it('tells the help desk that a notice is genuine, and whom it names: nobody', async () => {
    const said = reference.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l').split('-');
    const { exit, out } = await tocsin('notice', 'verify', ...said, '-o', 'json');
    assert.equal(exit, 0);
    const found = JSON.parse(out);
    assert.deepEqual(
      [found.reference, found.caseId, found.wave, found.state, found.organisation, found.locale, found.matches],
      [reference, CASE, 1, 'sent', 'Ejemplo Analítica, S.L.', 'es', null],
    );
    assert.ok(found.subject.includes(reference));
    assert.doesNotMatch(out, /example\.test|Person/);
  });

  it('says whether it was sent to an address that is asked about', async () => {
    const asked = async (address: string) =>
      JSON.parse((await tocsin('notice', 'verify', reference, '--address', address, '-o', 'json')).out).matches;
    assert.equal(await asked('P7@Example.test'.toLowerCase()), true);
    assert.equal(await asked('p8@example.test'), false);
  });

  it('tells phishing, a slip of the tongue and the sample of previews apart', async () => {
    const code = async (...typed: string[]) => {
      const { exit, out } = await tocsin('notice', 'verify', ...typed, '-o', 'json');
      const { error } = JSON.parse(out);
      return [exit, error.code, error.next] as const;
    };
    const [exit, unknown, next] = await code('0000-0000-0000-00');
    assert.deepEqual([exit, unknown], [65, 'REFERENCE_UNKNOWN']);
    assert.match(next, /phishing/);
    const swapped = reference.replaceAll('-', '').replace(/^(.*?)(.)(?!\2)(.)(?=.{3})/, '$1$3$2');
    const [, form, meant] = await code(swapped);
    assert.equal(form, 'REFERENCE_FORM');
    assert.ok(meant.includes(reference), meant);
    assert.equal((await code('TEST-0000-0000-W2'))[1], 'REFERENCE_SAMPLE');
  });

  it('proves nothing while the wave runs, and says so', async () => {
    const { exit, out } = await tocsin('notice', 'prove', CASE, '--reference', reference);
    assert.equal(exit, 65);
    assert.match(out, /Wave 1: there is a line, but the wave is not complete/);
  });

  it('follows a wave line by line as JSON until it is complete, and then ends', async () => {
    let completing: Promise<void> | null = null;
    const complete = () => (completing ??= completeWave(fixture.dependencies(null), { caseId: CASE, wave: 1 }));
    const args = ['notice', 'status', CASE, '--follow', '-o', 'jsonl'];
    const { exit, out } = await runTocsin(fixture, folder, args, () => void complete());
    await completing;
    const looks = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.equal(exit, 0);
    assert.ok(looks.length > 1);
    assert.deepEqual([looks[0].state, looks.at(-1).state], ['sending', 'completed']);
    assert.deepEqual([looks.at(-1).progress.reached, looks.at(-1).people], [37, 37]);
  });

  it('T-9-1 proves one person’s line, keeps the look-up as a keyed hash, and shows nobody else anything', async () => {
    const out = path.join(folder, 'proof.json');
    const ran = await tocsin('notice', 'prove', CASE, '--address', 'p7@example.test', '--out', out);
    assert.equal(ran.exit, 0, ran.words);
    assert.match(
      ran.out,
      new RegExp(`Wave 1: sent at .*, reference ${reference}, notice for affected in es, 1 attempt`),
    );
    const text = readFileSync(out, 'utf8');
    assert.deepEqual(checkProof(text).wrong, null);
    assert.equal(checkProof(text).proof.proved[0]?.inclusion.treeSize, 37);
    assert.doesNotMatch(text, /p7@|Person/);
    const { rows } = await withClient(fixture.database.adminUrl, (client) =>
      client.query<{ kind: string; body: string }>(
        `select kind, body::text as body from statement where kind = 'notice.prove'`,
      ),
    );
    assert.equal(rows.length, 1);
    assert.match(rows[0]?.body ?? '', /"personKey": ?"[0-9a-f]{64}"/);
    assert.doesNotMatch(rows[0]?.body ?? '', /p7@/);
    const refused = await tocsin('notice', 'prove', CASE, '--address', 'p7@example.test', '--as', 'sam');
    assert.equal(refused.exit, 77);
    assert.match(refused.words, /ROLE_NOT_ALLOWED/);
    assert.equal(refused.out, '');
  });

  it('lets anybody check a proof and the register that holds it, with no server', async () => {
    const exported = await inTransaction(fixture.pool('desk'), (tx) => exportCase(tx, CASE));
    const register = file('register.json', renderExport(exported));
    const proof = path.join(folder, 'proof.json');
    const ran = await tocsin('notice', 'prove', '--check', proof, '--register', register);
    assert.equal(ran.exit, 0, ran.words);
    assert.match(ran.out, /^✓ 1 proved/);
  });

  it('finds every change of a proof', async () => {
    const text = readFileSync(path.join(folder, 'proof.json'), 'utf8');
    const wrong = (change: (proof: NoticeProof) => void): string | undefined => {
      const proof = JSON.parse(text) as NoticeProof;
      change(proof);
      return checkProof(JSON.stringify(proof)).wrong?.why;
    };
    const [one] = (JSON.parse(text) as NoticeProof).proved;
    assert.ok(one);
    const first = (change: (line: NoticeProof['proved'][number]) => void) => (proof: NoticeProof) => {
      for (const line of proof.proved) change(line);
    };
    assert.equal(
      wrong(first((line) => Object.assign(line, { line: line.line.replace('"state":"sent"', '"state":"refused"') }))),
      'the line and its way up do not give the root of the register entry: one of them was changed',
    );
    assert.match(
      wrong(first((line) => line.inclusion.path.splice(0, 1, 'f'.repeat(64)))) ?? '',
      /do not give the root/,
    );
    assert.match(wrong(first(({ inclusion }) => Object.assign(inclusion, { leafIndex: 36 }))) ?? '', /do not give/);
    assert.match(wrong(first(({ inclusion }) => Object.assign(inclusion, { treeSize: 36 }))) ?? '', /counts 37 people/);
    assert.match(
      wrong(first(({ completion }) => Object.assign(completion.entry.body, { merkleRoot: 'f'.repeat(64) }))) ?? '',
      /entry was changed/,
    );
    assert.match(
      wrong(first(({ completion }) => Object.assign(completion, { prevHash: 'f'.repeat(64) }))) ?? '',
      /follow/,
    );
    assert.match(wrong((proof) => Object.assign(proof, { caseId: 'breach-2026-0001' })) ?? '', /another case/);
    const ran = await tocsin('notice', 'prove', '--check', file('no.json', '{"format": 1}'), '-o', 'json');
    assert.deepEqual([ran.exit, JSON.parse(ran.out).error.code], [65, 'PROOF_NOT_READABLE']);
  });

  it('proves a line by its reference after the people were erased, and finds nobody by address any more', async () => {
    await inTransaction(fixture.pool('worker'), async (tx) => {
      await fixture.vault.destroyKey(tx, recipientScope(CASE), fixture.clock.now);
      await eraseRecipients(tx, CASE);
    });
    await fixture.enter('recipients.erase', { count: 20, rule: 'R-9-5' });
    const byReference = await tocsin('notice', 'prove', CASE, '--reference', reference, '-o', 'json');
    assert.equal(byReference.exit, 0);
    assert.equal(checkProof(JSON.stringify(JSON.parse(byReference.out).proof)).wrong, null);
    const byAddress = await tocsin('notice', 'prove', CASE, '--address', 'p7@example.test', '-o', 'json');
    assert.deepEqual([byAddress.exit, JSON.parse(byAddress.out).error.code], [65, 'RECIPIENTS_ERASED']);
  });

  it('refuses to prove from a ledger that somebody changed after the wave was complete', async () => {
    await withClient(fixture.database.adminUrl, (client) =>
      client.query(`update notice_delivery set code = '251' where reference = $1`, [reference]),
    );
    const { exit, out } = await tocsin('notice', 'prove', CASE, '--reference', reference, '-o', 'json');
    assert.deepEqual([exit, JSON.parse(out).error.code], [65, 'LEDGER_CHANGED']);
  });
});

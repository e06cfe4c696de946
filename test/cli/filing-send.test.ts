import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import PostalMime from 'postal-mime';
import { inSnapshot } from '../../database/transaction.ts';
import { onRing } from '../support/ring.ts';
import type { Run } from './desk-fixture.ts';
import { liveDesk } from './live-desk.ts';

const { base: desk, options } = await onRing(liveDesk);
after(() => desk?.close());

let caseId: string;

const say = (args: string, ...more: string[]): Promise<Run> => desk.tocsin([...args.split(' '), ...more, '-o', 'json']);
/** Files people gave; the worker keeps packs meanwhile. */
const documents = (): Promise<number> =>
  inSnapshot(desk.pool, async (tx) => {
    const { rows } = await tx.query("select count(*) as n from document where media_type <> 'application/json'");
    return Number(rows[0].n);
  });
const SCOPE = {
  role: 'controller',
  establishments: [],
  mainEstablishment: null,
  publicAuthority: null,
  representative: 'ES',
  crossBorder: true,
  affected: { BG: 5, ES: 10 },
};
/** What went to an authority; reminders go to the fixture's own people. */
const letters = () => desk.sink.taken.filter(({ to }) => to.join() === 'kzld@cpdp.bg');

async function kept(authority: string): Promise<string> {
  for (;;) {
    const { json } = await say(`filing draft ${caseId} --authority ${authority}`);
    if (json['kept'] === true) return String(json['hash']);
  }
}

describe('a filing sent by mail from the command line', options, () => {
  before(async () => {
    caseId = await desk.open('2026-03-10T09:30:00Z', {
      learnedAt: '2026-03-10T10:00:00+01:00',
      precision: 'instant',
      from: 'confirmation',
      certain: true,
    });
    const scope = path.join(desk.folder, 'scope.json');
    writeFileSync(scope, JSON.stringify(SCOPE));
    assert.equal((await say(`case scope ${caseId} --from ${scope} --as carla`)).status, 0);
    await kept('BG');
  });

  it('R-9-14 shows the whole letter and sends nothing, unless it is told to', async () => {
    const early = await say(`filing send ${caseId} --authority BG --as elena`);
    assert.deepEqual([early.code, early.status], ['FILING_NOT_APPROVED', 65]);
    const approve = `filing approve ${caseId} --authority BG --dpo-advice agrees --yes --as elena`;
    const approved = await desk.tocsin(approve.split(' '));
    assert.equal(approved.status, 0);
    assert.match(approved.stderr, new RegExp(`tocsin filing send ${caseId} --authority BG, send it with --send`));
    const shown = await say(`filing send ${caseId} --authority BG --as elena`);
    assert.deepEqual([shown.status, shown.json['sent'], shown.json['to']], [0, false, 'kzld@cpdp.bg']);
    const attachment = shown.json['attachment'] as { mediaType: string; bytes: number };
    assert.equal(attachment.mediaType, 'application/pdf');
    const text = await desk.tocsin(['filing', 'send', caseId, '--authority', 'BG', '--as', 'elena']);
    assert.match(text.stdout, /Nothing was sent\./);
    assert.match(text.stderr, /ADDRESS_UNVERIFIED/);
    const dry = await say(`filing send ${caseId} --authority BG --send --dry-run --yes --as elena`);
    assert.equal(dry.json['sent'], false);
    assert.deepEqual([(await desk.facts(caseId)).letters, letters()], [[], []]);
  });

  it('refuses what is no address, what is not confirmed, and who may not decide', async () => {
    const send = `filing send ${caseId} --authority BG --send`;
    const rows: [string, string, number][] = [
      [`${send} --as elena`, 'NOT_CONFIRMED', 64],
      [`${send} --yes --as carla`, 'ROLE_NOT_ALLOWED', 77],
      [`${send} --yes --to nonsense --as elena`, 'ADDRESS_FORM', 64],
      [`${send} --yes --to a@b.example,c@d.example --as elena`, 'ADDRESS_FORM', 64],
      [`filing send ${caseId} --authority ES --as elena`, 'FILING_NOT_BY_MAIL', 65],
      [`filing send ${caseId} --as elena`, 'AUTHORITY_UNCLEAR', 64],
      [`filing settle ${caseId} 1 --arrived --reason x --as carla`, 'LETTER_UNKNOWN', 65],
      [`filing settle ${caseId} one --arrived --reason x --as carla`, 'USAGE', 64],
      [`filing settle ${caseId} 1 --reason x --as carla`, 'USAGE', 64],
      [`filing settle ${caseId} 1 --arrived --as carla`, 'WORDS_MISSING', 65],
    ];
    for (const [args, code, status] of rows) {
      const refused = await say(args);
      assert.deepEqual([refused.code, refused.status], [code, status], args);
    }
    assert.deepEqual(letters(), []);
  });

  it('A2.3 sends exactly one mail with the PDF, and leaves the duty owed', async () => {
    const sent = await say(`filing send ${caseId} --authority BG --send --yes --as elena`);
    assert.deepEqual([sent.status, sent.json['state'], sent.json['letter']], [0, 'sent', 1]);
    const [mail, ...others] = letters();
    assert.deepEqual(others, []);
    const parsed = await PostalMime.parse(mail?.raw ?? '');
    assert.deepEqual(
      parsed.attachments.map(({ mimeType, filename }) => [mimeType, filename]),
      [['application/pdf', `${caseId}-BG-initial.pdf`]],
    );
    assert.equal(
      Buffer.from(parsed.attachments[0]?.content as ArrayBuffer)
        .subarray(0, 5)
        .toString(),
      '%PDF-',
    );
    const again = await say(`filing send ${caseId} --authority BG --send --yes --as elena`);
    assert.deepEqual([again.code, letters().length], ['LETTER_SENT', 1]);
    const shown = await say(`case show ${caseId}`);
    const authorities = shown.json['authorities'] as {
      code: string;
      state: string;
      letter: { state: string } | null;
    }[];
    const bulgaria = authorities.find(({ code }) => code === 'BG');
    assert.deepEqual([bulgaria?.state, bulgaria?.letter?.state], ['late', 'sent']);
    const text = await desk.tocsin(['case', 'show', caseId]);
    assert.match(text.stdout, /letter 1 sent .*, no acknowledgement recorded/);
    const listed = await desk.tocsin(['filing', 'list', caseId]);
    assert.match(listed.stdout, /^BG: letter 1 sent .*, no acknowledgement recorded$/m);
    const rows = (await say(`filing list ${caseId}`)).json['authorities'] as { code: string; letter: unknown }[];
    const stateIn = (code: string) => rows.find((row) => row.code === code)?.letter;
    assert.deepEqual([(stateIn('BG') as { state: string }).state, stateIn('ES')], ['sent', null]);
  });

  it('refuses an acknowledgement that is none, or too large, with nothing stored', async () => {
    const stored = await documents();
    const file = path.join(desk.folder, 'ack.eml');
    const submitted = `filing submitted ${caseId} --authority BG --at 2026-03-12T12:00 --as carla --receipt ${file}`;
    const rows: [string | Buffer, string][] = [
      ['MZ a program', 'RECEIPT_NOT_A_RECEIPT'],
      ['<html>acknowledged</html>', 'RECEIPT_NOT_A_RECEIPT'],
      ['', 'RECEIPT_NOT_A_RECEIPT'],
      [Buffer.alloc(25 * 1024 * 1024 + 1, '%PDF-1.7 '), 'DOCUMENT_TOO_LARGE'],
    ];
    for (const [bytes, code] of rows) {
      writeFileSync(file, bytes);
      const refused = await say(submitted);
      assert.deepEqual([refused.code, refused.status], [code, 65]);
    }
    assert.equal(await documents(), stored);
    assert.deepEqual((await desk.facts(caseId)).authorities['BG']?.phases, []);
  });

  it('A2.3 is filed once the acknowledgement is recorded, whose sender, date and subject a person sees', async () => {
    const file = path.join(desk.folder, 'ack.eml');
    const head = [
      'From: KZLD <kzld@cpdp.bg>',
      'Date: Thu, 12 Mar 2026 12:00:00 +0200',
      'Subject: =?utf-8?q?Re=3A_PPN?=',
    ];
    writeFileSync(file, `${head.join('\r\n')}\r\n\r\nReceived.\r\n`);
    const args = ['filing', 'submitted', caseId, '--authority', 'BG', '--at', '2026-03-12T11:00', '--receipt', file];
    const filed = await desk.tocsin([...args, '--as', 'carla']);
    assert.equal(filed.status, 0, filed.stderr);
    assert.match(filed.stderr, /From +KZLD <kzld@cpdp\.bg>/);
    assert.match(filed.stderr, /Subject +Re: PPN/);
    assert.match(filed.stderr, /REGISTRY_NUMBER_AWAITED/);
    const { authorities } = await desk.facts(caseId);
    assert.deepEqual([authorities['BG']?.phases[0]?.registryNumber, authorities['BG']?.phases.length], [null, 1]);
    const listed = await desk.tocsin(['filing', 'list', caseId]);
    assert.doesNotMatch(listed.stdout, /no acknowledgement/);
    const seq = authorities['BG']?.phases[0]?.seq;
    const numbered = await say(
      `filing submitted ${caseId} --authority BG --number PPN-26-7 --corrects ${seq} --as carla`,
    );
    assert.equal(numbered.status, 0);
    const [phase] = (await desk.facts(caseId)).authorities['BG']?.phases ?? [];
    assert.deepEqual(
      [phase?.registryNumber, phase?.submittedAt, phase?.documentId !== null],
      ['PPN-26-7', '2026-03-12T10:00:00.000Z', true],
    );
    assert.equal(letters().length, 1);
  });

  it('keeps a failed portal with its picture, and offers what is left', async () => {
    const png = path.join(desk.folder, 'screen.png');
    writeFileSync(png, 'no picture');
    const stored = await documents();
    const failed = `filing portal-failed ${caseId} --authority ES --at 2026-03-13T08:00 --as carla`;
    assert.equal((await say(`${failed} --evidence ${png}`)).code, 'RECEIPT_NOT_A_RECEIPT');
    const stranger = await say(`filing portal-failed ${caseId} --authority FR --as carla --evidence ${png}`);
    assert.equal(stranger.code, 'RECEIPT_NOT_A_RECEIPT');
    assert.equal(await documents(), stored);
    writeFileSync(png, Buffer.from('89504e470d0a1a0a00', 'hex'));
    assert.equal(
      (await say(`filing portal-failed ${caseId} --authority FR --as carla --evidence ${png}`)).code,
      'AUTHORITY_NOT_COMPETENT',
    );
    assert.equal(await documents(), stored);
    const kept = await say(`${failed} --evidence ${png}`);
    assert.equal(kept.status, 0);
    const fallback = kept.json['fallback'] as { addresses: string[]; reasonCode: string; confidence: string };
    assert.deepEqual(fallback.addresses, ['sedeaepd.gob.es']);
    assert.equal(fallback.reasonCode, 'technical_failure_of_portal');
    const [failure] = (await desk.facts(caseId)).portalFailures;
    assert.deepEqual([failure?.authority, failure?.failedAt], ['ES', '2026-03-13T07:00:00.000Z']);
    const checked = await desk.tocsin(['filing', 'check', caseId, '--authority', 'ES']);
    assert.match(checked.stdout, /! The portal of ES failed on Fri 13 Mar 2026 08:00 Madrid/);
    assert.match(checked.stdout, /its picture is kept/);
    assert.ok(
      checked.stdout.includes(
        `→ tocsin filing delay ${caseId} --authority ES --reason-code technical_failure_of_portal --reason "…"`,
      ),
      checked.stdout,
    );
    const draft = await desk.tocsin(['filing', 'draft', caseId, '--authority', 'ES', '-o', 'json']);
    assert.match(draft.stdout, /PORTAL_FAILED/);
    const elsewhere = await desk.tocsin(['filing', 'check', caseId, '--authority', 'BG']);
    assert.doesNotMatch(elsewhere.stdout, /PORTAL_FAILED/);
    const delay = await desk.tocsin(['filing', 'delay', caseId, '--authority', 'ES', '--reason', 'x', '--as', 'carla']);
    assert.match(delay.stderr, /--reason-code technical_failure_of_portal/);
  });

  it('leaves tables that equal the register', async () => {
    assert.equal((await say('register rebuild --check')).status, 0);
  });
});

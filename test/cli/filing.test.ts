import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { withClient } from '../../database/pool.ts';
import { mediaTypeOf } from '../../desk/receipt.ts';
import { readPdf, textOf } from '../support/pdf-reader.ts';
import { type DeskFixture, deskFixture, type Run } from './desk-fixture.ts';

let desk: DeskFixture;
let caseId: string;

const say = (args: string, ...more: string[]): Promise<Run> => desk.tocsin([...args.split(' '), ...more, '-o', 'json']);

before(async () => {
  desk = await deskFixture();
  caseId = await desk.open('2026-03-10T14:00:00Z', {
    learnedAt: '2026-03-10T14:30:00+01:00',
    precision: 'instant',
    from: 'confirmation',
    certain: true,
  });
});
after(() => desk.close());

const codes = ({ json }: Run): string[] => (json['findings'] as { code: string }[]).map(({ code }) => code);

describe('tocsin filing, read without Temporal', () => {
  it('drafts from the facts now while nothing is kept, and says that it is not kept', async () => {
    const { json, status } = await say(`filing draft ${caseId}`);
    assert.deepEqual([status, json['kept'], json['authority'], json['phase']], [0, false, 'ES', 'initial']);
    const text = await desk.tocsin(['filing', 'draft', caseId, '--authority', 'ES']);
    assert.match(text.stdout, /^Notificación de brecha de datos personales · breach-2026-0001/);
    assert.match(text.stderr, /No pack is kept yet/);
    const unapproved = await say(`filing approve ${caseId} --dpo-advice agrees --yes --as elena`);
    assert.deepEqual([unapproved.code, unapproved.status], ['PACK_NOT_READY', 65]);
  });

  it('shows the kept pack, byte for byte what the register refers to; a newer fact makes it stale', async () => {
    await desk.prepare(caseId, '2026-03-10T14:05:00Z');
    const kept = await say(`filing draft ${caseId}`);
    assert.equal(kept.json['kept'], true);
    const packs = (await desk.facts(caseId)).authorities['ES']?.packs ?? [];
    assert.equal(kept.json['hash'], packs.at(-1)?.hash);
    const canonical = await desk.tocsin(['filing', 'draft', caseId, '--format', 'json']);
    const printed = canonical.stdout.replace(/\n$/, '');
    assert.equal(createHash('sha256').update(printed).digest('hex'), packs.at(-1)?.hash);
    const { sections } = kept.json['pack'] as { sections: { fields: Record<string, unknown>[] }[] };
    const name = sections.flatMap(({ fields }) => fields).find(({ key }) => key === 'controller.name');
    assert.deepEqual(
      [typeof name?.['seq'], name?.['source'], name?.['confidence'], String(name?.['at']).slice(-1)],
      ['number', 'organisation', 'confirmed', 'Z'],
    );
    const page = await desk.tocsin(['filing', 'draft', caseId, '--format', 'html']);
    assert.match(page.stdout, /^<!doctype html>/i);

    const body = { claims: [{ key: 'count', value: 1200, source: 'us', confidence: 'confirmed' }] };
    await desk.said('case.recordFacts', { as: 'carla', at: '2026-03-10T15:00:00Z', caseId, body });
    const stale = await desk.tocsin(['filing', 'draft', caseId]);
    assert.match(stale.stderr, /The kept pack is older than the facts/);
  });

  it('writes the pack as a tagged PDF to a file, and shows none on a terminal', async () => {
    const file = path.join(desk.folder, 'filing.pdf');
    const args = `filing draft ${caseId} --authority ES --format pdf`;
    const dry = await say(`${args} --file ${file} --dry-run`);
    assert.deepEqual([dry.status, dry.json['written'], existsSync(file)], [0, false, false]);
    const written = await say(`${args} --file ${file}`);
    assert.deepEqual([written.status, written.json['written']], [0, true], written.stderr);
    const { language, ua, title, root } = readPdf(readFileSync(file));
    assert.deepEqual([language, ua, title], ['es', '1', `Notificación de brecha de datos personales · ${caseId}`]);
    assert.ok(textOf(root).replaceAll('\n', '').includes(String(written.json['hash'])));
    const refused = await say(args);
    assert.deepEqual([refused.code, refused.status], ['USAGE', 64]);
    assert.match(refused.stdout, new RegExp(`--file ${caseId}\\.pdf`));
  });

  it('lists what is missing with its source and remedy, and never stands in the way of filing', async () => {
    const checked = await say(`filing check ${caseId} --authority es`);
    assert.deepEqual([checked.status, checked.json['complete']], [0, false]);
    assert.deepEqual(Object.keys(checked.json).sort(), ['complete', 'findings', 'form', 'scores']);
    const scores = checked.json['scores'] as Record<string, unknown>[];
    assert.deepEqual(
      scores.map(({ code }) => code),
      ['a1', 'a2', 'a3', 'a4', 'a5', 'b', 'c', 'd'],
    );
    const [first] = checked.json['findings'] as Record<string, unknown>[];
    assert.deepEqual(Object.keys(first ?? {}).sort(), ['code', 'field', 'sentence', 'severity', 'source']);
    assert.ok(codes(checked).includes('LATE_REASONS_MISSING'));
    assert.equal((await say(`filing check ${caseId} --complete`)).status, 0);
    const text = await desk.tocsin(['filing', 'check', caseId]);
    assert.match(text.stdout, /^The filing with ES \(aepd\) is not complete: \d+ to mend, \d+ to know\n/);
    assert.match(text.stdout, new RegExp(`\n  → tocsin filing delay ${caseId} --authority ES\n`));
  });

  it('shows the same facts in another form, and never as the kept one', async () => {
    const own = await say(`filing draft ${caseId} --form aepd`);
    const letter = await say(`filing draft ${caseId} --form letter`);
    const template = await say(`filing draft ${caseId} --form edpb`);
    assert.deepEqual(
      [own, letter, template].map(({ json }) => [json['form'], json['kept']]),
      [
        ['aepd', false],
        ['letter', false],
        ['edpb', false],
      ],
    );
    const text = await desk.tocsin(['filing', 'draft', caseId, '--form', 'edpb']);
    assert.match(text.stdout, /\nA\. The filing\n/);
    assert.match(text.stderr, /another form than the one that is kept/);
    assert.equal((await say(`filing check ${caseId} --form letter`)).json['form'], 'letter');
    const checked = await desk.tocsin(['filing', 'check', caseId, '--form', 'letter']);
    assert.match(checked.stdout, /\na3 {2}Number of people \(Art\. 33\(3\)\(a\)\) +\d of \d {2}\w+/);
    const unknown = await say(`filing check ${caseId} --form telegram`);
    assert.deepEqual([unknown.code, unknown.status], ['USAGE', 64]);
  });

  it('exits 65 when there is nothing to file at all: a processor tells its controllers', async () => {
    const processor = await desk.open('2026-03-10T14:00:00Z', {
      learnedAt: '2026-03-10T14:30:00+01:00',
      precision: 'instant',
      from: 'confirmation',
      certain: true,
      role: 'processor',
    });
    const { code, status } = await say(`filing check ${processor}`);
    assert.deepEqual([code, status], ['AUTHORITY_NOT_COMPETENT', 65]);
  });

  it('refuses authorities that are not competent, files that exist, and options left out', async () => {
    const file = path.join(desk.folder, 'there.html');
    writeFileSync(file, 'mine');
    const rows: [string, string, number][] = [
      [`filing draft ${caseId} --authority FR`, 'AUTHORITY_NOT_COMPETENT', 65],
      ['filing draft breach-2026-0999', 'CASE_UNKNOWN', 65],
      [`filing draft ${caseId} --file ${file}`, 'FILE_EXISTS', 65],
      [`filing draft ${caseId} --format pdf`, 'USAGE', 64],
      [`filing receipt ${caseId}`, 'RECEIPT_MISSING', 65],
      [`filing approve ${caseId} --yes --as elena`, 'DPO_ADVICE_MISSING', 64],
      [
        `filing submitted ${caseId} --at 2026-03-11 --number 1 --receipt /no/such/file.pdf --as carla`,
        'FILE_UNREADABLE',
        65,
      ],
      [`filing submitted ${caseId} --number 1 --as carla`, 'FIELD_VALUE', 65],
      [`filing delay ${caseId} --reason-code laziness --as carla`, 'USAGE', 64],
      [`filing withdraw ${caseId} --as elena`, 'WORDS_MISSING', 65],
    ];
    for (const [args, code, status] of rows) {
      const refused = await say(args);
      assert.deepEqual([refused.code, refused.status], [code, status], args);
    }
    assert.equal(readFileSync(file, 'utf8'), 'mine');
  });

  it('notices a receipt that is not the one the register refers to', async () => {
    const submitted = `filing submitted ${caseId} --at 2026-03-12T10:00 --number E-1 --as carla`;
    const receipt = path.join(desk.folder, 'acuse.pdf');
    writeFileSync(receipt, '%PDF-1.7 acuse');
    const saved = await say(`${submitted} --receipt ${receipt}`);
    assert.deepEqual([saved.code, saved.status], ['SAVED_WAITING', 75]);
    const { rows } = await withClient(desk.database.adminUrl, (client) =>
      client.query<{ documentId: string }>(
        `select body ->> 'documentId' as "documentId" from statement where kind = 'filing.recordSubmission'`,
      ),
    );
    const body = {
      authority: 'ES',
      subtype: 'incomplete',
      submittedAt: '2026-03-12T09:00:00Z',
      registryNumber: 'E-1',
      documentId: rows[0]?.documentId,
      receiptSha256: createHash('sha256').update('another file').digest('hex'),
    };
    await desk.said('filing.recordSubmission', { as: 'carla', at: '2026-03-12T09:10:00Z', caseId, body });
    const changed = await say(`filing receipt ${caseId} --file ${path.join(desk.folder, 'back.pdf')}`);
    assert.deepEqual([changed.code, changed.status], ['RECEIPT_CHANGED', 65]);
  });
});

describe('mediaTypeOf', () => {
  const der = Buffer.from('308206aa06092a864886f70d010702a082069b', 'hex');
  const rows: [string, Buffer, string | null][] = [
    ['a PDF', Buffer.from('%PDF-1.7\n'), 'application/pdf'],
    ['a PDF behind a byte order mark', Buffer.from('\ufeff%PDF-1.4'), 'application/pdf'],
    ['a PNG', Buffer.from('89504e470d0a1a0a0000', 'hex'), 'image/png'],
    ['a JPEG', Buffer.from('ffd8ffe000104a46', 'hex'), 'image/jpeg'],
    ['a detached signature, DER', der, 'application/pkcs7-signature'],
    ['a signature, PEM', Buffer.from('-----BEGIN PKCS7-----\nMII'), 'application/pkcs7-signature'],
    [
      'a mail',
      Buffer.from('Received: from a\r\n\tby b\r\nFrom: a@b.example\r\nDate: Tue, 10 Mar 2026 14:00:00 +0100\r\n\r\nHi'),
      'message/rfc822',
    ],
    ['a text that begins like a mail', Buffer.from('From: somebody\nand then prose\n\n'), null],
    ['a web page', Buffer.from('<!doctype html><p>acuse</p>'), null],
    ['a program', Buffer.from('7f454c460201', 'hex'), null],
    ['an archive', Buffer.from('504b0304', 'hex'), null],
    ['a certificate, DER', Buffer.from('3082012a30820118a003020102', 'hex'), null],
    ['nothing', Buffer.alloc(0), null],
  ];
  for (const [what, bytes, type] of rows) {
    it(`takes ${what} for ${type ?? 'no receipt'}`, () => assert.equal(mediaTypeOf(bytes), type));
  }
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { composeMail } from '../../activities/compose-mail.ts';
import { NoticeMould } from '../../activities/notice-mould.ts';
import { asPieces } from '../../activities/smtp/pipelining-sender.ts';
import { AUDIENCES } from '../../domain/notice/audiences.ts';
import { NOTICE_LOCALES, type NoticeLocale } from '../../domain/notice/content.ts';
import { inGroups } from '../../domain/notice/reference.ts';
import { noticeData, renderNotice } from '../../templates/notice.ts';
import { sampleContent } from './sample-content.ts';

const seed = Number(process.env['TOCSIN_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const from = { name: 'Ejemplo Analítica, S.L.', address: 'avisos@ejemplo.example' };
const date = new Date('2026-11-02T09:00:00Z');
const messageId = '<a1b2@ejemplo.example>';

function render(locale: NoticeLocale, audience: (typeof AUDIENCES)[number]) {
  return (name: string | null, reference: string | null) => ({
    ...renderNotice(
      locale,
      noticeData(sampleContent, locale, { caseId: 'breach-2026-0042', audience, drill: true }, name, reference),
    ),
    from,
    replyTo: from.address,
    locale,
  });
}

/** What a mail program shows; the boundary between the parts is no part of it. */
async function shown(mime: Buffer) {
  const { headers, subject, text, html, date: sent, messageId: id, to, from: sender } = await PostalMime.parse(mime);
  const plain = headers.filter(({ key }) => key !== 'content-type').map(({ key, value }) => `${key}: ${value}`);
  return { plain, subject, text, html, sent, id, to, sender };
}

const longestLine = (mime: Buffer): number =>
  Math.max(
    ...mime
      .toString('latin1')
      .split('\r\n')
      .map(({ length }) => length),
  );

/** What the import lets through: no control characters, at most 200 characters. */
const name = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 200, unit: 'grapheme' }).filter((each) => !/\p{C}|\p{Zl}|\p{Zp}/u.test(each)),
    fc.constantFrom(
      "'); drop table recipients;--",
      "O'Brien",
      'José-María ñ',
      '<img src=x onerror=alert(1)>',
      '=?',
      '.',
      'Ñ'.repeat(200),
    ),
  )
  .filter((each) => each.trim() === each);

const reference = fc
  .string({ unit: fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'), minLength: 14, maxLength: 14 })
  .map(inGroups);

describe('NoticeMould', () => {
  it(`B4-10 B4-25 shows what a mail composed for that person alone shows (TOCSIN_TEST_SEED=${seed})`, async () => {
    const property = fc.asyncProperty(
      fc.option(name, { nil: null }),
      fc.constantFrom(...NOTICE_LOCALES),
      fc.constantFrom(...AUDIENCES),
      fc.option(reference, { nil: null }),
      async (given, locale, audience, code) => {
        const places = { named: given !== null, referenced: code !== null };
        const mould = await NoticeMould.of(render(locale, audience), places);
        const filled = mould.fill({ to: 'ana@example.test', name: given, reference: code, messageId, date });
        const alone = await composeMail({
          ...render(locale, audience)(given, code),
          to: 'ana@example.test',
          messageId,
          date,
        });
        assert.deepEqual(await shown(filled.mime), await shown(alone.mime));
        assert.doesNotMatch(filled.mime.toString('latin1'), /(?<!\r)\n/);
        assert.ok(longestLine(filled.mime) <= Math.max(76, longestLine(alone.mime)));
      },
    );
    await fc.assert(property, { seed, numRuns: 150, includeErrorInReport: true });
  });

  it('is filled for one person after the other without a trace of the one before', async () => {
    const mould = await NoticeMould.of(render('es', 'affected'), { named: true, referenced: true });
    mould.fill({ to: 'ana@example.test', name: 'Ana', reference: '7KQ3-9XWD-4TBM-2C', messageId, date });
    const second = mould.fill({
      to: 'eva@example.test',
      name: 'Eva',
      reference: '0000-0000-0000-00',
      messageId: '<c3@ejemplo.example>',
      date,
    });
    assert.doesNotMatch(second.mime.toString(), /ana@example|Ana[^l]|a1b2|7KQ3/);
    assert.doesNotMatch(second.mime.toString(), /Zq7|zq7|ZQ7|placeholder/);
  });

  it(`doubles every dot that begins a line, wherever it comes from (TOCSIN_TEST_SEED=${seed})`, async () => {
    const dots = fc.array(fc.constantFrom('.', ' ', 'x', '\n'), { maxLength: 6 }).map((each) => each.join(''));
    const property = fc.asyncProperty(dots, dots, name, reference, async (before, after, given, code) => {
      const said = (named: string | null, carried: string | null): string =>
        `${before}${named}${after}\n${carried}${after}\n`;
      const words = (named: string | null, carried: string | null) => ({
        ...{ subject: 'x', text: said(named, carried), html: `<p>${said(named, carried)}</p>` },
        ...{ from, replyTo: from.address, locale: 'es' },
      });
      const mould = await NoticeMould.of(words, { named: true, referenced: true });
      const { mime, dotless } = mould.fill({
        ...{ to: 'ana@example.test', name: `.${given}`, reference: code, messageId, date },
      });
      assert.deepEqual(Buffer.concat(asPieces(mime, dotless)), Buffer.concat(asPieces(mime)));
    });
    await fc.assert(property, { seed, numRuns: 200 });
  });
});

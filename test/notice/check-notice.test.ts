import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkNotice, missingNoticeFields } from '../../domain/notice/check-notice.ts';
import { type NoticeContent, type NoticeField, noticeTextHash, parseNoticeKey } from '../../domain/notice/content.ts';
import { lintNotice } from '../../domain/notice/lint-notice.ts';
import { sampleContent } from './sample-content.ts';

const without = (field: NoticeField): NoticeContent => {
  const { [field]: _, ...es } = sampleContent.texts['es'] ?? {};
  return { ...sampleContent, texts: { ...sampleContent.texts, es } };
};
const shown = (content: NoticeContent, locales: Record<string, number>) =>
  checkNotice(content, locales).map(({ code, field, severity }) => `${severity} ${code} ${field}`);

describe('checkNotice', () => {
  it('finds nothing in a complete notice', () => {
    assert.deepEqual(checkNotice(sampleContent, { es: 10, fr: 2, en: 1, 'es-MX': 3 }), []);
  });

  for (const [field, source] of [
    ['nature', 'Art. 34(2)'],
    ['contact', 'Art. 34(2), 33(3)(b)'],
    ['consequences', 'Art. 34(2), 33(3)(c)'],
    ['measures', 'Art. 34(2), 33(3)(d)'],
  ] as const) {
    it(`B4-23 R-34-2 blocks a notice without '${field}' and names the article`, () => {
      const [finding, ...others] = checkNotice(without(field), { es: 1 });
      assert.deepEqual(others, []);
      assert.equal(finding?.code, 'NOTICE_CONTENT_MISSING');
      assert.equal(finding?.severity, 'error');
      assert.equal(finding?.source, source);
      assert.equal(finding?.field, `notice.es.${field}`);
    });
  }

  it('R-34-2 warns when what the AEPD expects besides is missing', () => {
    for (const field of ['when', 'data', 'advice', 'notAffected', 'verify'] as const) {
      assert.deepEqual(shown(without(field), { es: 1 }), [`warning NOTICE_CONTENT_MISSING notice.es.${field}`]);
    }
  });

  it('B4-24 names the language that has no template or no text, and offers a fallback', () => {
    const [dutch] = checkNotice(sampleContent, { es: 1, nl: 12 });
    assert.equal(dutch?.code, 'TEMPLATE_LOCALE_MISSING');
    assert.match(dutch?.sentence ?? '', /^12 people read 'nl', but there is no template for 'nl': .*--fallback nl=en$/);
    const { fr: _, ...texts } = sampleContent.texts;
    const [french] = checkNotice({ ...sampleContent, texts }, { fr: 1 });
    assert.match(
      french?.sentence ?? '',
      /^1 person reads 'fr', but there is no text in 'fr': record notice\.fr\.nature/,
    );
    const { gl: __, ...others } = sampleContent.texts;
    const [galician] = checkNotice({ ...sampleContent, texts: others }, { gl: 3 });
    assert.match(galician?.sentence ?? '', /--fallback gl=es$/);
  });

  it('warns of what is not confirmed', () => {
    const es = { ...sampleContent.texts['es'], data: { text: 'Todo', confidence: 'inferred' as const } };
    const content = { ...sampleContent, texts: { es } };
    assert.deepEqual(shown(content, { es: 1 }), ['warning NOTICE_UNCONFIRMED notice.es.data']);
  });

  it('refuses direction marks in a text, and takes line breaks', () => {
    const es = { ...sampleContent.texts['es'], data: { text: 'a\r\n\nb\u202e', confidence: 'confirmed' as const } };
    const content = { ...sampleContent, texts: { es } };
    assert.deepEqual(shown(content, { es: 1 }), ['error NOTICE_CONTROL_CHARACTER notice.es.data']);
  });
});

describe('lintNotice', () => {
  const codes = (text: string, field: NoticeField = 'advice') => lintNotice(text, field, 'k').map(({ code }) => code);

  for (const [text, expected] of [
    ['Entre en https://ejemplo.example/login para comprobarlo', ['NOTICE_LINK']],
    ['Más en www.ejemplo.example', ['NOTICE_LINK']],
    ['Lea el documento adjunto', ['NOTICE_ATTACHMENT']],
    ['Vea el archivo adjunto', ['NOTICE_ATTACHMENT']],
    ['Envíenos su contraseña por correo', ['NOTICE_ASKS_SECRET']],
    ['Please reply with your access code', ['NOTICE_ASKS_SECRET']],
    ['Envoyez votre mot de passe', ['NOTICE_ASKS_SECRET']],
    ['Actúe inmediatamente', ['NOTICE_URGENCY']],
    ['Su cuenta ha sido bloqueada', ['NOTICE_URGENCY']],
    ['This is URGENT', ['NOTICE_URGENCY']],
    ['No comparta nunca contraseñas, claves ni códigos', []],
    ['We will never ask you to send your password', []],
    ['Cambie su contraseña si la usa en otros sitios', []],
    ['Ne communiquez jamais de mot de passe', []],
  ] as const) {
    it(`${expected[0] ?? 'nothing'} in '${text}'`, () => assert.deepEqual(codes(text), expected));
  }

  it('takes one plain address in the part on how to check, an error where it looks like a log-in page', () => {
    assert.deepEqual(codes('Escriba www.ejemplo.example', 'verify'), []);
    assert.deepEqual(codes('www.a.example www.b.example', 'verify'), ['NOTICE_LINK']);
    assert.equal(lintNotice('www.ejemplo.example/login', 'verify', 'k')[0]?.severity, 'error');
  });
});

describe('notice keys and hash', () => {
  it('reads only keys of notice texts', () => {
    assert.deepEqual(parseNoticeKey('notice.es.nature'), { locale: 'es', field: 'nature' });
    for (const key of ['notice.es', 'notice.es.nope', 'cause', 'notice.es.nature.x', 'notice.es.__proto__']) {
      assert.equal(parseNoticeKey(key), null);
    }
  });

  it('lists what a language lacks by keys alone', () => {
    assert.deepEqual(missingNoticeFields(['notice.es.nature', 'notice.es.measures'], 'es'), [
      'consequences',
      'contact',
    ]);
  });

  it('changes with any text or template, not with their order', () => {
    const hash = noticeTextHash({ a: '1', b: '2' }, sampleContent);
    assert.equal(noticeTextHash({ b: '2', a: '1' }, sampleContent), hash);
    assert.notEqual(noticeTextHash({ a: '1', b: '3' }, sampleContent), hash);
    assert.notEqual(noticeTextHash({ a: '1', b: '2' }, without('verify')), hash);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkNotice, missingNoticeFields } from '../../domain/notice/check-notice.ts';
import { type NoticeContent, type NoticeField, noticeTextHash, parseNoticeKey } from '../../domain/notice/content.ts';
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

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AUDIENCES } from '../../domain/notice/audiences.ts';
import { NOTICE_LOCALES } from '../../domain/notice/content.ts';
import { checkRendered, MAX_NOTICE_BYTES } from '../../templates/check-rendered.ts';
import { noticeData, noticeOf, renderNotice } from '../../templates/notice.ts';
import { sampleContent } from './sample-content.ts';

const occasion = { caseId: 'breach-2026-0042', audience: 'affected', drill: false } as const;
const page = (inside: string): string => noticeOf('en', 'Subject\n\nText').html.replace('</body>', `${inside}</body>`);
const codes = (html: string) => checkRendered({ text: '', html }).map(({ code }) => code);

describe('checkRendered', () => {
  it('finds nothing in our own notices, in any language, to anybody', () => {
    for (const locale of NOTICE_LOCALES)
      for (const audience of AUDIENCES) {
        const data = noticeData(sampleContent, locale, { ...occasion, audience }, 'Ana', null);
        assert.deepEqual(checkRendered(renderNotice(locale, data)), []);
      }
  });

  it('B4-25 B4-26 finds nothing where a name or a text holds HTML, since it is shown as text', () => {
    const hostile = '<a href="javascript:alert(1)">x</a><script src=//x></script><!-- --><style>@import url(x)</style>';
    const content = {
      controller: hostile.slice(0, 60),
      from: null,
      texts: { en: { nature: { text: hostile, confidence: 'confirmed' as const } } },
    };
    const notice = renderNotice('en', noticeData(content, 'en', occasion, hostile, null));
    assert.deepEqual(checkRendered(notice), []);
    assert.doesNotMatch(notice.html, /<(?:a|script|!--)/);
  });

  for (const part of [
    '<a href="https://a.example">x</a>',
    '<img alt="" src="x">',
    '<script>1</script>',
    '<p onclick="x">y</p>',
    '<p style="color:red">y</p>',
    '<style>p { color: red }</style>',
    '<link rel="stylesheet" href="x">',
    '<form></form>',
    '<iframe></iframe>',
    '<base href="x">',
    '<meta http-equiv="refresh" content="0;url=x">',
    '<svg></svg>',
    '<!-- x -->',
    '<!--[if mso]>x<![endif]-->',
    '<object></object>',
    '<p lang="x" background="y">z</p>',
  ]) {
    it(`refuses ${part}`, () => assert.deepEqual(codes(page(part)), ['NOTICE_HTML_NOT_ALLOWED']));
  }

  it('refuses a style that loads something', () => {
    for (const rule of ['@import "x";', 'p { background: url(x) }', 'p { background: u\\72l(x) }'])
      assert.deepEqual(codes(page('').replace('</style>', `${rule}</style>`)), ['NOTICE_HTML_NOT_ALLOWED']);
  });

  it('refuses a notice above 50 KB, both parts together', () => {
    const [finding] = checkRendered({ text: 'x'.repeat(MAX_NOTICE_BYTES), html: page('') });
    assert.equal(finding?.code, 'NOTICE_TOO_HEAVY');
  });
});

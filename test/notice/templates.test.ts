import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { AUDIENCES, type Audience } from '../../domain/notice/audiences.ts';
import { NOTICE_LOCALES, type NoticeContent } from '../../domain/notice/content.ts';
import type { NoticeCorrection } from '../../domain/notice/correction.ts';
import { Refusal } from '../../domain/refusal.ts';
import { noticeData, renderNotice } from '../../templates/notice.ts';
import { sampleContent } from './sample-content.ts';

const CASE = 'breach-2026-0042';
const occasion = { caseId: CASE, audience: 'affected', drill: false } as const;
const nothingKnown: NoticeContent = { controller: 'Ejemplo Analítica, S.L.', from: null, texts: {} };

/** Compares with the file in `golden/`; UPDATE_GOLDEN=1 writes it anew, to be read before it is committed. */
function golden(name: string, actual: string): void {
  const file = new URL(`golden/${name}`, import.meta.url);
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, actual);
  assert.ok(existsSync(file), `golden/${name} is missing`);
  assert.equal(actual, readFileSync(file, 'utf8'));
}

describe('renderNotice', () => {
  for (const locale of NOTICE_LOCALES) {
    for (const audience of AUDIENCES) {
      it(`says in ${locale} what the golden file says to people ${audience}`, () => {
        const data = noticeData(sampleContent, locale, { caseId: CASE, audience, drill: false }, 'Ana López', null);
        const { subject, text, html } = renderNotice(locale, data);
        golden(`notice.${locale}.${audience}.txt`, `${subject}\n\n${text}`);
        golden(`notice.${locale}.${audience}.html`, html);
      });
    }

    it(`corrects in ${locale} what an earlier notice said, and only then`, () => {
      const told = (audience: Audience, correction: NoticeCorrection) =>
        renderNotice(locale, noticeData(sampleContent, locale, { ...occasion, audience, correction }, null, null)).text;
      const CORRECTION = {
        es: 'CORRECCIÓN:',
        ca: 'CORRECCIÓ:',
        eu: 'ZUZENKETA:',
        gl: 'CORRECCIÓN:',
        fr: 'CORRECTION :',
        en: 'CORRECTION:',
        de: 'KORREKTUR:',
        it: 'CORREZIONE:',
        pt: 'CORREÇÃO:',
      };
      golden(
        `notice.${locale}.corrections.txt`,
        [told('affected', 'nowConcerned'), told('notAffected', 'noLongerConcerned')]
          .map((text) =>
            text
              .split('\n')
              .filter((line) => line.startsWith(CORRECTION[locale]))
              .join('\n'),
          )
          .join('\n'),
      );
      assert.ok(!told('affected', 'none').includes(CORRECTION[locale]));
    });

    it(`says in ${locale} that it is a drill and what is not yet known`, () => {
      const data = noticeData(nothingKnown, locale, { caseId: CASE, audience: 'affected', drill: true }, null, null);
      const { subject, text } = renderNotice(locale, data);
      golden(`notice.${locale}.nothing-known.txt`, `${subject}\n\n${text}`);
    });

    it(`names the language ${locale}, loads nothing, links nowhere, and stays below 50 KB`, () => {
      const data = noticeData(sampleContent, locale, occasion, 'Ana', null);
      const { html, text } = renderNotice(locale, data);
      assert.match(html, new RegExp(`<html lang="${locale}">`));
      assert.doesNotMatch(html, /<(?:a|img|link|script|iframe|form|input|button)\b|url\(|@import|\bsrc=|https?:/i);
      assert.ok(Buffer.byteLength(html) + Buffer.byteLength(text) < 50_000);
    });

    it(`begins in ${locale} with who is not affected, when they are not`, () => {
      const data = noticeData(
        sampleContent,
        locale,
        { caseId: CASE, audience: 'notAffected', drill: false },
        'Ana',
        null,
      );
      const first = renderNotice(locale, data).text.split('\n')[0] ?? '';
      const SAYS = {
        es: 'NO se han visto afectados',
        ca: "NO s'han vist afectades",
        eu: 'EZ die zure datu pertsonalei eragin',
        gl: 'NON se viron afectados',
        fr: 'ne sont PAS touchées',
        en: 'were NOT affected',
        de: 'sind NICHT betroffen',
        it: 'NON sono stati coinvolti',
        pt: 'NÃO foram afetados',
      };
      assert.ok(first.includes(SAYS[locale]), first);
    });
  }

  it('corrects what an earlier notice said, and carries the reference of this one', () => {
    const told = (correction: NoticeCorrection, audience: Audience) =>
      renderNotice('en', noticeData(sampleContent, 'en', { ...occasion, audience, correction }, 'Ana', 'K7QX-2M9P'));
    assert.match(
      told('nowConcerned', 'affected').text,
      /CORRECTION: .* not affected\. We have since found that they are/,
    );
    assert.match(told('noLongerConcerned', 'notAffected').text, /CORRECTION: .* affected, or might be\./);
    assert.doesNotMatch(told('none', 'notAffected').text, /CORRECTION/);
    assert.match(told('none', 'affected').subject, / · K7QX-2M9P$/);
    assert.match(told('none', 'affected').text, /^Reference: K7QX-2M9P$/m);
  });

  it('B4-25 shows a hostile name as text in both parts', () => {
    const name = '<img src=x onerror=alert(1)>';
    const data = noticeData(sampleContent, 'es', occasion, name, null);
    const { text, html } = renderNotice('es', data);
    assert.match(text, /Hola, <img src=x onerror=alert\(1\)>:/);
    assert.doesNotMatch(html, /<img/);
    assert.match(html, /&lt;img src&#x3D;x onerror&#x3D;alert\(1\)&gt;/);
  });

  it('B4-26 shows a javascript: link in a fact as text', () => {
    const es = {
      ...sampleContent.texts['es'],
      nature: { text: 'javascript:alert(1)', confidence: 'confirmed' as const },
    };
    const content = { ...sampleContent, texts: { es } };
    const data = noticeData(content, 'es', occasion, null, null);
    assert.match(renderNotice('es', data).html, /<p dir="auto">javascript:alert\(1\)<\/p>/);
  });

  it('B4-27 refuses a subject above 150 characters', () => {
    const content = { ...sampleContent, controller: 'x'.repeat(150) };
    const data = noticeData(content, 'en', occasion, null, null);
    assert.throws(
      () => renderNotice('en', data),
      (error) => error instanceof Refusal && error.details.code === 'SUBJECT_TOO_LONG',
    );
  });

  it('cannot be made to reach beyond its data', () => {
    const data = noticeData(sampleContent, 'en', occasion, '{{constructor}}', null);
    assert.match(renderNotice('en', data).text, /^Hello \{\{constructor\}\},/);
  });
});

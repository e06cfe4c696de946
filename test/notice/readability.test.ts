import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NOTICE_LOCALES } from '../../domain/notice/content.ts';
import { readabilityOf } from '../../domain/notice/readability.ts';
import { noticeData, renderNotice } from '../../templates/notice.ts';
import { sampleContent } from './sample-content.ts';

// Counted by hand: two sentences of three words; syllables and letters beside each.
const COUNTED = [
  // El ga-to co-me. La ca-sa ar-de: 10 syllables in 6 words. 206.835 - 62.3 * 10/6 - 3 = 100
  { locale: 'es', text: 'El gato come. La casa arde.', score: 100 },
  // The cat sat. The dog ran: 6 syllables. 206.835 - 1.015 * 3 - 84.6 * 1 = 119
  { locale: 'en', text: 'The cat sat. The dog ran.', score: 119 },
  // Der Hund schläft. Die Kat-ze jagt: 7 syllables. 180 - 3 - 58.5 * 7/6 = 109
  { locale: 'de', text: 'Der Hund schläft. Die Katze jagt.', score: 109 },
  // Il gatto corre. La casa brucia: 2+5+5+2+4+6 = 24 letters. 89 + 300/3 - 10 * 4 = 149
  { locale: 'it', text: 'Il gatto corre. La casa brucia.', score: 149 },
  // Le chat dort. Le chien court: 6 syllables. 207 - 1.015 * 3 - 73.6 * 1 = 130
  { locale: 'fr', text: 'Le chat dort. Le chien court.', score: 130 },
  // O ga-to co-me. A ca-sa ar-de: 10 syllables. 248.835 - 1.015 * 3 - 84.6 * 10/6 = 105
  { locale: 'pt', text: 'O gato come. A casa arde.', score: 105 },
] as const;

describe('how easily a notice reads', () => {
  for (const { locale, text, score } of COUNTED) {
    it(`gives what was counted by hand in ${locale}`, () => {
      const { score: found, words, sentences, longSentences } = readabilityOf(text, locale);
      assert.deepEqual([found, words, sentences, longSentences], [score, 6, 2, 0]);
    });
  }

  it('counts vowels that stand apart, and those that are silent', () => {
    // ma-íz po-e-ta: 206.835 - 62.3 * 5/2 - 2 = 49
    assert.equal(readabilityOf('Maíz poeta.', 'es').score, 49);
    // one sentence, one word, one syllable: 206.835 - 1.015 - 84.6 = 121
    assert.equal(readabilityOf('Make.', 'en').score, 121);
  });

  it('counts sentences of more than 25 words, and gives Basque and an empty text no points', () => {
    const long = `${'bat '.repeat(26)}. Bat bi.`;
    const { formula, score, sentences, longSentences } = readabilityOf(long, 'eu');
    assert.deepEqual([formula, score, sentences, longSentences], [null, null, 2, 1]);
    assert.equal(readabilityOf('', 'es').score, null);
  });

  for (const locale of NOTICE_LOCALES) {
    it(`finds the shipped words in ${locale} of normal difficulty or nearly so`, () => {
      const occasion = { caseId: 'breach-2026-0042', audience: 'affected', drill: false } as const;
      const texts = { ...sampleContent, texts: {} };
      const { text } = renderNotice(locale, noticeData(texts, locale, occasion, 'Ana', null));
      const { score, normalFrom } = readabilityOf(text, locale);
      if (locale === 'eu') assert.equal(score, null);
      else assert.ok((score ?? 0) >= (normalFrom ?? 0) - 15, `${locale}: ${score}, normal from ${normalFrom}`);
    });
  }
});

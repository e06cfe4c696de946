import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { NOTICE_LOCALES } from '../../domain/notice/content.ts';
import { Refusal } from '../../domain/refusal.ts';
import { readTemplate } from '../../templates/environment.ts';
import { noticeData } from '../../templates/notice.ts';
import { NOTICE_NAMES } from '../../templates/notice-names.ts';
import { renderApart } from '../../templates/own-notice.ts';
import { lockTemplate } from '../../templates/template-lock.ts';
import { tryTemplate } from '../../templates/try-template.ts';
import { sampleContent } from './sample-content.ts';

const FOUR = '{{nature}} {{contact}} {{consequences}} {{measures}}';
const whole = (more: string): string => `Notice of {{controller}}\n\n${FOUR}\n${more}`;
const errors = (source: unknown): string[] =>
  lockTemplate(source)
    .filter(({ severity }) => severity === 'error')
    .map(({ code, field }) => `${code} ${field ?? '-'}`);
const firstSentence = (source: string): string => lockTemplate(source)[0]?.sentence ?? '';

describe('lockTemplate', () => {
  for (const [id, source, expected] of [
    ['B4-17', '{{{name}}}', 'TEMPLATE_UNESCAPED 1:1'],
    ['B4-17', 'x\n  {{&name}}', 'TEMPLATE_UNESCAPED 2:3'],
    ['B4-18', '{{constructor.constructor "return process"}}', 'TEMPLATE_UNKNOWN_NAME 1:1'],
    ['B4-18', '{{constructor}}', 'TEMPLATE_UNKNOWN_NAME 1:1'],
    ['B4-18', '{{__proto__}}', 'TEMPLATE_UNKNOWN_NAME 1:1'],
    ['B4-18', '{{[constructor]}}', 'TEMPLATE_UNKNOWN_NAME 1:1'],
    ['B4-18', '{{lookup this "constructor"}}', 'TEMPLATE_UNKNOWN_NAME 1:1'],
    ['B4-18', '{{#if constructor}}x{{/if}}', 'TEMPLATE_UNKNOWN_NAME 1:7'],
    ['B4-18', '{{hasOwnProperty}}', 'TEMPLATE_UNKNOWN_NAME 1:1'],
    ['B4-18', '{{name.length}}', 'TEMPLATE_UNKNOWN_NAME 1:1'],
    ['B4-19', '{{> evil}}', 'TEMPLATE_CONSTRUCT_NOT_ALLOWED 1:1'],
    ['B4-19', '{{#> x}}{{/x}}', 'TEMPLATE_CONSTRUCT_NOT_ALLOWED 1:1'],
    ['B4-19', '{{#*inline "x"}}{{/inline}}', 'TEMPLATE_CONSTRUCT_NOT_ALLOWED 1:1'],
    ['B4-19', '{{*foo}}', 'TEMPLATE_CONSTRUCT_NOT_ALLOWED 1:1'],
    ['B4-19', '{{@root}}', 'TEMPLATE_CONSTRUCT_NOT_ALLOWED 1:1'],
    ['B4-19', '{{../x}}', 'TEMPLATE_CONSTRUCT_NOT_ALLOWED 1:1'],
    ['B4-19', '{{#each data}}x{{/each}}', 'TEMPLATE_CONSTRUCT_NOT_ALLOWED 1:1'],
    ['B4-19', '{{#with data}}x{{/with}}', 'TEMPLATE_CONSTRUCT_NOT_ALLOWED 1:1'],
    ['B4-19', '{{#name}}x{{/name}}', 'TEMPLATE_CONSTRUCT_NOT_ALLOWED 1:1'],
    ['B4-19', '{{#if (name)}}x{{/if}}', 'TEMPLATE_CONSTRUCT_NOT_ALLOWED 1:1'],
    ['B4-19', '{{#if name as |n|}}x{{/if}}', 'TEMPLATE_CONSTRUCT_NOT_ALLOWED 1:20'],
    ['B4-19', '{{#if name includeZero=true}}x{{/if}}', 'TEMPLATE_CONSTRUCT_NOT_ALLOWED 1:1'],
    ['B4-19', '{{name nature}}', 'TEMPLATE_CONSTRUCT_NOT_ALLOWED 1:1'],
    ['B4-19', '{{"name"}}', 'TEMPLATE_CONSTRUCT_NOT_ALLOWED 1:1'],
    ['B4-19', '{{{{raw}}}}x{{{{/raw}}}}', 'TEMPLATE_CONSTRUCT_NOT_ALLOWED 1:1'],
    ['B4-19', '\\{{name}}', 'TEMPLATE_CONSTRUCT_NOT_ALLOWED 1:1'],
    ['B4-19', '{{name "}} {{/if}}"}}', 'TEMPLATE_CONSTRUCT_NOT_ALLOWED 1:1'],
    ['B4-19', '{{drill}}', 'TEMPLATE_CONSTRUCT_NOT_ALLOWED 1:1'],
    ['B4-22', 'Dear {{nmae}}', 'TEMPLATE_UNKNOWN_NAME 1:6'],
    ['syntax', 'x\n{{#if name}}y', 'TEMPLATE_SYNTAX 2:1'],
    ['syntax', '{{name', 'TEMPLATE_SYNTAX 1:1'],
    ['B4-9', 'a\nb\u202e', 'NOTICE_CONTROL_CHARACTER 2:2'],
  ] as const) {
    it(`${id} refuses ${JSON.stringify(source)}`, () => assert.deepEqual(errors(source), [expected]));
  }

  it('B4-18 B4-22 names the known names, and the one that was meant', () => {
    assert.match(firstSentence('{{nmae}}'), /^There is no 'nmae'\. Did you mean name\? Known names: caseId, /);
    assert.match(firstSentence('{{constructor}}'), /Known names: .*measures/);
  });

  it('B4-20 refuses a syntax tree, and whatever else is no text', () => {
    const tree = { type: 'Program', body: [{ type: 'MustacheStatement' }] };
    for (const source of [tree, null, undefined, 5, ['{{name}}'], Buffer.from('{{name}}')])
      assert.deepEqual(errors(source), ['TEMPLATE_NOT_TEXT -']);
  });

  it('B4-21 refuses depth and length before anything parses them', () => {
    const nested = (levels: number) => whole('{{#if name}}'.repeat(levels) + '{{/if}}'.repeat(levels));
    assert.deepEqual(errors(nested(8)), []);
    for (const source of [nested(9), nested(3_000), `{{#if name}}x${'{{else if name}}'.repeat(9)}{{/if}}`])
      assert.match(errors(source).join(), /^TEMPLATE_TOO_DEEP \d+:\d+$/);
    assert.deepEqual(errors('x'.repeat(10_000_000)), ['TEMPLATE_TOO_LONG -']);
    assert.deepEqual(errors('ñ'.repeat(32 * 1024 + 1)), ['TEMPLATE_TOO_LONG -']);
    assert.match(errors('{{name}}'.repeat(8_000)).join(), /^TEMPLATE_TOO_LONG 1:\d+$/);
  });

  it('B4-21 never hands over calls within calls, which keep the parser busy for minutes', () => {
    assert.match(errors(`{{a ${'(b '.repeat(15_000)}${')'.repeat(15_000)}}}`).join(), /^TEMPLATE_SYNTAX/);
    assert.match(errors('{{!--'.repeat(13_000)).join(), /^TEMPLATE_SYNTAX/);
  });

  it('B4-23 says which of the four contents of Art. 34(2) a template does not print', () => {
    for (const name of ['nature', 'contact', 'consequences', 'measures']) {
      const found = lockTemplate(whole('').replace(`{{${name}}}`, `{{#if ${name}}}x{{/if}}`));
      const missing = found.filter(({ severity }) => severity === 'error');
      assert.deepEqual(
        missing.map(({ code, field, source }) => [code, field, source]),
        [['TEMPLATE_CONTENT_MISSING', name, 'Art. 34(2)']],
      );
    }
    assert.deepEqual(errors(whole('')), []);
  });

  it('never throws, and lets nothing but known names pass, whatever is between the braces', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '{{',
        '}}',
        '{{#if ',
        '{{/if}}',
        '{{else}}',
        '{{{',
        '"',
        '(',
        ')',
        '[',
        ']',
        '@',
        '../',
        '^',
        '~',
        '!',
        '--',
        '>',
        '*',
        '|',
        '=',
      ),
      fc.constantFrom(...NOTICE_NAMES.keys(), 'constructor', '__proto__', 'this', 'each', 'lookup'),
      fc.string({ maxLength: 4 }),
    );
    const source = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(source, (text) => {
        const found = lockTemplate(text);
        if (found.some(({ severity }) => severity === 'error')) return;
        assert.doesNotMatch(
          text.replace(/\{\{~?!(?:--[\s\S]*?--~?|[\s\S]*?)\}\}/g, ''),
          /\{\{[^}]*(?:constructor|__proto__|this|each|lookup|@|\.\.)/,
        );
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('tryTemplate', () => {
  for (const locale of NOTICE_LOCALES) {
    it(`finds nothing in our own template in ${locale}`, async () => {
      assert.deepEqual(await tryTemplate(readTemplate(`notice.${locale}.hbs`), locale), []);
    });
  }

  it('B4-23 sees what is printed for some people only', async () => {
    const found = await tryTemplate(whole('').replace('{{contact}}', '{{#if affected}}{{contact}}{{/if}}'), 'en');
    const sentences = found.filter(({ code }) => code === 'TEMPLATE_CONTENT_MISSING').map(({ sentence }) => sentence);
    assert.equal(sentences.length, 2);
    assert.match(sentences[0] ?? '', /contact point to people who are possiblyAffected/);
  });

  it('B4-27 refuses a subject above 150 characters, and an empty one', async () => {
    const codes = async (source: string) => (await tryTemplate(source, 'en')).map(({ code }) => code);
    assert.ok((await codes(`${'x'.repeat(151)}\n\n${FOUR}`)).includes('SUBJECT_TOO_LONG'));
    assert.ok((await codes(`\n\n${FOUR}`)).includes('TEMPLATE_CONTENT_MISSING'));
  });

  it('judges the words it is written in, where they stand', async () => {
    const found = await tryTemplate(whole('See the attached file.\nAct now: www.a.example www.b.example'), 'en');
    const shown = found.filter(({ code }) => code.startsWith('NOTICE_')).map(({ code, field }) => `${code} ${field}`);
    assert.deepEqual(shown, ['NOTICE_ATTACHMENT 4:1', 'NOTICE_URGENCY 5:1', 'NOTICE_LINK template']);
  });

  it('says when a template makes every notice too heavy', async () => {
    const found = await tryTemplate(whole('plain words '.repeat(3_000)), 'en');
    assert.ok(found.some(({ code }) => code === 'NOTICE_TOO_HEAVY'));
  });
});

describe('renderApart', () => {
  const refused = (code: string) => (error: unknown) => error instanceof Refusal && error.details.code === code;

  it('compiles nothing that the lock refuses', async () => {
    await assert.rejects(renderApart('{{constructor}}', []), refused('TEMPLATE_UNKNOWN_NAME'));
  });

  const data = noticeData(
    sampleContent,
    'en',
    { caseId: 'breach-2026-0042', audience: 'affected', drill: false },
    null,
    null,
  );

  it('ends what takes too long', async () => {
    const much = Array.from({ length: 20_000 }, () => data);
    await assert.rejects(renderApart(whole(''), much, 1), refused('TEMPLATE_TOO_SLOW'));
  });

  it('takes no more than 256 K characters from a template', async () => {
    const long = { ...data, nature: 'x'.repeat(256 * 1024) };
    await assert.rejects(renderApart(whole(''), [long]), refused('TEMPLATE_OUTPUT_TOO_LARGE'));
  });

  it('shows a name as it is, and nothing beyond the data', async () => {
    const [written] = await renderApart(whole('{{name}}'), [{ ...data, name: '{{constructor}} <b>' }]);
    assert.match(written ?? '', /\n\{\{constructor\}\} <b>$/);
  });
});

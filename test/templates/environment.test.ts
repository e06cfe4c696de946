import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { compileHtml, compileText, requireSafeEngine } from '../../templates/environment.ts';

let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'templates-'));
});
after(() => rmSync(folder, { recursive: true }));

function fileOf(source: string): string {
  const file = join(folder, 'template.hbs');
  writeFileSync(file, source);
  return file;
}

const html = (source: string, data: unknown): string => compileHtml<unknown>(fileOf(source))(data);
const text = (source: string, data: unknown): string => compileText<unknown>(fileOf(source))(data);

describe('compileHtml', () => {
  it('escapes every value', () => {
    assert.equal(html('<p>{{a}}</p>', { a: '<img src=x onerror="alert(1)">' }).includes('<img'), false);
  });

  it('throws on a field the data does not have, at any depth', () => {
    assert.throws(() => html('{{nmae}}', { name: 1 }), /"nmae" not defined/);
    assert.throws(() => html('{{#each list}}{{nope}}{{/each}}', { list: [{ a: 1 }] }), /"nope" not defined/);
  });

  it('prints null as nothing, so that an else branch can say what is outstanding', () => {
    assert.equal(html('{{#if a}}{{a}}{{else}}outstanding{{/if}}', { a: null }), 'outstanding');
  });

  it('reaches the outer level from inside each', () => {
    assert.equal(html('{{#each list}}{{this}}{{../x}}{{/each}}', { list: [1, 2], x: 'o' }), '1o2o');
  });

  const HOSTILE = [
    '{{constructor}}',
    '{{constructor.constructor "return process"}}',
    '{{__proto__}}',
    '{{toString}}',
    '{{lookup this "a"}}',
    '{{log "a"}}',
    '{{#with a}}{{this}}{{/with}}',
    '{{#a}}{{this}}{{/a}}',
    '{{> evil}}',
    '{{helperMissing "a"}}',
  ];
  for (const source of HOSTILE) {
    it(`input 18 and 19: refuses ${source}`, () => {
      assert.throws(() => html(source, { a: { b: 1 } }));
    });
  }
});

describe('compileText', () => {
  it('leaves values as they are', () => {
    assert.equal(text('{{a}}', { a: `Núñez & "Co" <x>` }), `Núñez & "Co" <x>`);
  });
});

describe('requireSafeEngine', () => {
  for (const version of ['4.7.9', '4.6.12', '3.9.99']) {
    it(`refuses ${version}`, () => assert.throws(() => requireSafeEngine(version), /known holes/));
  }
  for (const version of ['4.7.10', '4.7.11', '4.8.0', '5.0.0']) {
    it(`accepts ${version}`, () => requireSafeEngine(version));
  }
});

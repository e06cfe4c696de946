import assert from 'node:assert/strict';
import { isUtf8 } from 'node:buffer';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readRecipients } from '../../desk/recipients-file.ts';
import { findColumns } from '../../domain/notice/recipient-columns.ts';
import { type Recipient, readRow } from '../../domain/notice/recipient-row.ts';
import { Refusal } from '../../domain/refusal.ts';
import { FORM, inChunks } from './list-reading.ts';

/** Rows of a list, one character after the other; null where a quote is out of place. Slow, and plain to check. */
function slowRows(text: string): string[][] | null {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let state: 'start' | 'bare' | 'quoted' | 'closed' = 'start';
  const endCell = (): void => {
    row.push(cell);
    [cell, state] = ['', 'start'];
  };
  const endRow = (): void => {
    if (row.length === 0 && cell === '' && state === 'start') return;
    endCell();
    rows.push(row);
    row = [];
  };
  for (const character of text) {
    if (state === 'quoted') {
      if (character === '"') state = 'closed';
      else cell += character;
    } else if (state === 'closed' && character === '"') {
      cell += '"';
      state = 'quoted';
    } else if (character === ',') endCell();
    else if (character === '\n') endRow();
    else if (state === 'closed') return null;
    else if (character === '"') {
      if (state === 'bare') return null;
      state = 'quoted';
    } else {
      cell += character;
      state = 'bare';
    }
  }
  if (state === 'quoted') return null;
  endRow();
  return rows;
}

/** The people of a file as read slowly; null when it must be refused. */
function slowPeople(bytes: Buffer): Recipient[] | null {
  if (!isUtf8(bytes)) return null;
  const text = bytes.toString('utf8').replace(/^\ufeff/, '');
  const [header, ...rows] = slowRows(text.replaceAll('\r\n', '\n')) ?? [];
  if (!header || rows.length === 0) return null;
  try {
    const columns = findColumns(header, ',', {});
    return rows.map((row) => readRow(row, columns, 1, FORM.locales));
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

async function fastPeople(bytes: Buffer, chunk: number): Promise<Recipient[] | Refusal> {
  try {
    const { people } = await readRecipients(inChunks(bytes, chunk), FORM);
    const found: Recipient[] = [];
    for await (const person of people) found.push(person);
    return found;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** What kind of file it is shows in its first bytes alone; there the slow reader does not look. */
const OF_THE_FILE = ['RECIPIENTS_NOT_TEXT', 'RECIPIENTS_ENCODING'];

async function agree(bytes: Buffer, chunk: number): Promise<void> {
  const fast = await fastPeople(bytes, chunk);
  const slow = slowPeople(bytes);
  if (!(fast instanceof Refusal)) return assert.deepEqual(fast, slow);
  assert.match(fast.details.code, /^RECIPIENTS_[A-Z_]+$/);
  assert.ok(fast.details.next.length > 0);
  if (!OF_THE_FILE.includes(fast.details.code)) assert.equal(slow, null, fast.details.message);
}

const NAMES = ['Ana', '', 'José-María ñ', '"O""Brien, Eva"', '"two\nlines"', '😀', "'); drop table x;--", '""'];
const LANGUAGES = ['es', 'fr-CA', '', 'de_AT', 'nl'];
const row = fc
  .tuple(fc.nat(50), fc.constantFrom(...NAMES), fc.constantFrom(...LANGUAGES), fc.constantFrom('\n', '\r\n', '\n\n'))
  .map(([who, name, language, end]) => `p${who}@example${who % 3}.test,${name},${language}${end}`);
const goodList = fc.array(row, { maxLength: 12 }).map((rows) => Buffer.from(`email,name,locale\n${rows.join('')}`));
const TROUBLE = ['"', ',', '\n', '\r', '\0', '\ufeff', '@', ';', 'ñ', '\u202e', '\x1b'].map((text) =>
  Buffer.from(text),
);
const piece = fc.oneof(
  fc.constantFrom(...TROUBLE),
  fc.uint8Array({ maxLength: 3 }).map((bytes) => Buffer.from(bytes)),
);
const mutation = fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat(3), piece });

const mutated = fc.tuple(goodList, fc.array(mutation, { maxLength: 3 })).map(([list, mutations]) =>
  mutations.reduce((bytes, { at, cut, piece }) => {
    const place = Math.floor(at * bytes.length);
    return Buffer.concat([bytes.subarray(0, place), piece, bytes.subarray(place + cut)]);
  }, list),
);

describe('R26 lists that nobody would write', () => {
  const chunk = fc.integer({ min: 1, max: 40 });

  it('R26 any bytes are refused with a code, or hold exactly the people a slow reader finds', async () => {
    const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
    const headed = bytes.map((rest) => Buffer.concat([Buffer.from('email,name\n'), rest]));
    await fc.assert(fc.asyncProperty(fc.oneof(bytes, headed), chunk, agree), { numRuns: 400 });
  });

  it('R26 spoilt lists are refused with a code, or hold exactly the people a slow reader finds', async () => {
    await fc.assert(fc.asyncProperty(mutated, chunk, agree), { numRuns: 1500 });
  });

  it('R26 is told the same wherever the file is broken into pieces', async () => {
    const told = (found: Recipient[] | Refusal): unknown => (found instanceof Refusal ? found.details : found);
    const everywhere = async (bytes: Buffer): Promise<void> => {
      const whole = await fastPeople(bytes, bytes.length || 1);
      for (let size = 1; size < Math.min(bytes.length, 80); size += 1) {
        const pieces = await fastPeople(bytes, size);
        assert.deepEqual(told(pieces), told(whole), `in pieces of ${size}`);
      }
    };
    await fc.assert(fc.asyncProperty(mutated, everywhere), { numRuns: 60 });
  });

  it('most spoilt lists are read, so that the comparison means something', () => {
    const lists = fc.sample(goodList, { numRuns: 200, seed: 7 });
    assert.ok(lists.filter((bytes) => slowPeople(bytes) !== null).length > 20);
    const bare = Buffer.from('email,name\na@example.test,"A ""x"", y"\n');
    assert.deepEqual(
      slowPeople(bare)?.map(({ name }) => name),
      ['A "x", y'],
    );
  });
});

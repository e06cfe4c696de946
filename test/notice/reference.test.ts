import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { withClient } from '../../database/pool.ts';
import { readReference, SAMPLE_REFERENCE } from '../../domain/notice/reference.ts';
import { migratedDatabase, type TestDatabase } from '../support/postgres.ts';

const seed = Number(process.env['TOCSIN_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const digit = fc.constantFrom(...DIGITS);

describe(`the reference of a notice (TOCSIN_TEST_SEED=${seed})`, () => {
  let database: TestDatabase;
  let made: string[];
  before(async () => {
    database = await migratedDatabase();
    const { rows } = await withClient(database.adminUrl, (client) =>
      client.query<{ reference: string }>(
        'select notice_reference(gen_random_uuid()) as reference from generate_series(1, 2000)',
      ),
    );
    made = rows.map(({ reference }) => reference);
  });
  after(() => database.drop());

  it('is made by the database as it is read here', () => {
    assert.equal(new Set(made).size, 2000);
    for (const reference of made) {
      assert.match(
        reference,
        /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}$/,
      );
      assert.equal(readReference(reference), reference);
    }
    // Each of the twelve places takes every digit: no bit of the chance is lost.
    for (const at of [0, 1, 2, 3, 5, 6, 7, 8, 10, 11, 12, 13]) {
      assert.equal(new Set(made.map((reference) => reference[at])).size, 32, `place ${at}`);
    }
  });

  it('is read however a person says it', () => {
    const loose = fc.tuple(fc.constantFrom(...made), fc.boolean(), fc.constantFrom('', ' ', '-', ' – ', '\u00a0'));
    fc.assert(
      fc.property(loose, ([reference, small, between]) => {
        const said = reference.replaceAll('-', between).replaceAll('0', 'O').replaceAll('1', 'l');
        assert.equal(readReference(small ? said.toLowerCase() : said), reference);
      }),
      { seed },
    );
  });

  it('betrays every wrong character', () => {
    const slip = fc.tuple(fc.constantFrom(...made), fc.nat(13), digit);
    fc.assert(
      fc.property(slip, ([reference, at, other]) => {
        const plain = reference.replaceAll('-', '');
        fc.pre(plain[at] !== other);
        assert.equal(typeof readReference(plain.slice(0, at) + other + plain.slice(at + 1)), 'object');
      }),
      { seed, numRuns: 2000 },
    );
  });

  it('betrays two swapped neighbours among the first twelve, and offers what was meant', () => {
    fc.assert(
      fc.property(fc.constantFrom(...made), fc.nat(10), (reference, at) => {
        const plain = reference.replaceAll('-', '');
        fc.pre(plain[at] !== plain[at + 1]);
        const typed = plain.slice(0, at) + plain[at + 1] + plain[at] + plain.slice(at + 2);
        const read = readReference(typed);
        assert.ok(typeof read === 'object' && read.didYouMean.includes(reference));
      }),
      { seed, numRuns: 500 },
    );
  });

  it('says what is wrong with what is no reference, and never fails on any text', () => {
    const wrong = (text: string): string => {
      const read = readReference(text);
      return typeof read === 'object' ? read.what : '';
    };
    assert.match(wrong('7KQ3'), /it has 4 letters and digits, a reference has 14/);
    assert.match(wrong('UUUU-0000-0000-00'), /a U, which no reference has/);
    assert.match(wrong('ÄÄÄÄ-0000-0000-00'), /a character that no reference has/);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        readReference(text);
      }),
      { seed },
    );
  });

  it('has a sample for previews that is formed like a genuine one', () => {
    assert.equal(readReference(SAMPLE_REFERENCE), SAMPLE_REFERENCE);
    assert.ok(!made.includes(SAMPLE_REFERENCE));
  });
});

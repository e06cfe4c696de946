import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkedList as check, refusalOf } from './list-reading.ts';

describe('readRecipients', () => {
  it('B4-1 names the columns it found when there is none for the address', async () => {
    const { details } = await refusalOf('correo,nombre\na@example.test,Ana\n');
    assert.equal(details.code, 'RECIPIENTS_COLUMN_MISSING');
    assert.equal(details.message, "There is no column called 'email'. Columns found: correo, nombre");
    assert.equal(details.next, 'Name it with --email-column');
    const named = await check('correo,nombre\na@example.test,Ana\n', { columns: { email: 'correo' } });
    assert.deepEqual(named.droppedColumns, ['nombre']);
  });

  it('B4-2 sees another delimiter', async () => {
    const { details } = await refusalOf('email;name\na@example.test;Ana\n');
    assert.equal(details.code, 'RECIPIENTS_DELIMITER');
    assert.match(details.message, /looks separated by ;/);
    assert.equal(details.next, "Use --delimiter ';'");
    assert.equal((await check('email;name\na@example.test;Ana\n', { delimiter: ';' })).count, 1);
  });

  it('B4-3 refuses bytes that are not UTF-8, with the line, and reads Latin-1 when told', async () => {
    const latin1 = Buffer.from('email,name\na@example.test,José\n', 'latin1');
    const { details } = await refusalOf(latin1);
    assert.equal(details.code, 'RECIPIENTS_ENCODING');
    assert.equal(details.message, 'Line 2: it is not valid UTF-8');
    assert.match(details.next, /--encoding latin1/);
    assert.equal((await check(latin1, { encoding: 'latin1' })).count, 1);
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('email\na@example.test\n', 'utf16le')]);
    assert.equal((await refusalOf(utf16)).details.code, 'RECIPIENTS_ENCODING');
  });

  it('R26 tells of two faults the one further up, wherever the file is broken into pieces', async () => {
    const broken = Buffer.concat([Buffer.from('email\nnobody\n\n\na@example.test\n'), Buffer.from([0xff, 0x0a])]);
    const { details } = await refusalOf(broken);
    assert.equal(details.code, 'RECIPIENTS_ADDRESS_FORM');
    assert.deepEqual(
      details.findings?.map(({ field }) => field),
      ['line 2, column email', 'line 6'],
    );
    const headed = Buffer.concat([Buffer.from('correo\n'), Buffer.from([0xff, 0x0a])]);
    assert.equal((await refusalOf(headed)).details.code, 'RECIPIENTS_COLUMN_MISSING');
  });

  it('reads a byte order mark as none', async () => {
    assert.equal((await check('\ufeffemail,name\na@example.test,Ana\n')).count, 1);
  });

  it('B4-4 refuses two columns of one name', async () => {
    const { details } = await refusalOf('email,name,Email\na@example.test,Ana,b@example.test\n');
    assert.equal(details.code, 'RECIPIENTS_COLUMN_TWICE');
  });

  for (const [id, cell, code] of [
    ['B4-5', '"a@example.test, evil@x.test"', 'RECIPIENTS_ADDRESS_MULTIPLE'],
    ['B4-6', '"a@example.test\r\nRCPT TO:<evil@x.test>"', 'RECIPIENTS_CONTROL_CHARACTER'],
    ['B4-7', '"""evil@x.test a""@example.test"', 'RECIPIENTS_ADDRESS_FORM'],
    ['B4-8 a name', 'Ana <a@example.test>', 'RECIPIENTS_ADDRESS_FORM'],
    ['B4-8 a group', '"g: a@x.test, b@x.test;"', 'RECIPIENTS_ADDRESS_FORM'],
  ] as const) {
    it(`${id} is refused as ${code}, with the line and without the address`, async () => {
      const { details } = await refusalOf(`email,name\nok@example.test,Ok\n${cell},Ana\n`);
      assert.equal(details.code, code);
      assert.match(details.message, /^Line 3, column email: /);
      assert.doesNotMatch(JSON.stringify(details), /example\.test|x\.test/);
    });
  }

  for (const [what, name, code] of [
    ['U+202E', 'Ana\u202e', 'RECIPIENTS_CONTROL_CHARACTER'],
    ['U+0000', 'Ana\u0000', 'RECIPIENTS_CONTROL_CHARACTER'],
    ['U+2028', 'Ana\u2028', 'RECIPIENTS_CONTROL_CHARACTER'],
    ['300 characters', 'a'.repeat(300), 'RECIPIENTS_TOO_LONG'],
  ] as const) {
    it(`B4-9 a name with ${what} is refused`, async () => {
      const { details } = await refusalOf(`email,name\na@example.test,${name}\n`);
      assert.equal(details.code, code);
      assert.match(details.message, /^Line 2, column name: /);
    });
  }

  it('B4-10 names are names, whatever they look like', async () => {
    const names = ["'); drop table recipients;--", "O'Brien", 'Null', 'José-María ñ', 'A'];
    const rows = names.map((name, at) => `p${at}@example.test,${name}`).join('\n');
    assert.equal((await check(`email,name\n${rows}\n`)).count, names.length);
  });

  it('B4-12 an address beyond ASCII is accepted and counted for the warning', async () => {
    assert.equal((await check('email\nañá@example.test\nana@bücher.example\n')).needSmtpUtf8, 1);
  });

  it('B4-13 merges the same mailbox, keeps the case of the local part, and never merges two ids', async () => {
    const list = 'email\nana@example.test\nana@EXAMPLE.test.\nAna@example.test\n';
    const { count, merged } = await check(list);
    assert.deepEqual({ count, merged }, { count: 2, merged: 1 });
    const withIds = await check('email,id\nana@example.test,1\nana@example.test,2\n');
    assert.deepEqual({ count: withIds.count, merged: withIds.merged }, { count: 2, merged: 0 });
  });

  for (const list of ['', 'email,name\n', 'email,name', '\n\n']) {
    it(`B4-14 refuses a list of nobody: ${JSON.stringify(list)}`, async () => {
      assert.equal((await refusalOf(list)).details.code, 'RECIPIENTS_EMPTY');
    });
  }

  it('B4-15 refuses an unclosed quote at line 50,000', async () => {
    const rows = Array.from({ length: 49_998 }, (_, at) => `p${at}@example.test,Ana`).join('\n');
    const { details } = await refusalOf(`email,name\n${rows}\nlast@example.test,"Ana\n`);
    assert.equal(details.code, 'RECIPIENTS_ROW');
    assert.match(details.message, /^Line 50000: a quote is opened and never closed/);
  });

  it('B4-15 refuses a ragged row', async () => {
    const { details } = await refusalOf('email,name\na@example.test,Ana\nb@example.test\n');
    assert.equal(details.code, 'RECIPIENTS_ROW');
    assert.match(details.message, /^Line 3: /);
  });

  it('B4-15 refuses a column called __proto__', async () => {
    assert.equal((await refusalOf('email,__proto__\na@example.test,x\n')).details.code, 'RECIPIENTS_COLUMN_UNKNOWN');
  });

  it('B4-16 refuses a spreadsheet renamed to .csv', async () => {
    const zip = Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x14, 0x00, 0x06, 0x00]);
    assert.equal((await refusalOf(zip)).details.code, 'RECIPIENTS_NOT_TEXT');
    assert.equal((await refusalOf(Buffer.from([0x1f, 0x8b, 8, 0, 0]))).details.code, 'RECIPIENTS_NOT_TEXT');
  });

  it('B4-24 counts languages, and applies a fallback that a person chose', async () => {
    const list = 'email,locale\na@x.test,es-MX\nb@x.test,\nc@x.test,de\nd@x.test,fr_FR\n';
    assert.deepEqual((await check(list)).locales, { es: 2, de: 1, fr: 1 });
    const chosen = await check(list, { locales: { standard: 'es', fallback: { de: 'en' } } });
    assert.deepEqual(chosen.locales, { es: 2, en: 1, fr: 1 });
    assert.equal((await refusalOf('email,locale\na@x.test,español\n')).details.code, 'RECIPIENTS_LOCALE');
  });

  it('drops columns that were not declared, and names them', async () => {
    const { droppedColumns } = await check('phone,email,diagnosis\n1,a@example.test,flu\n');
    assert.deepEqual(droppedColumns, ['phone', 'diagnosis']);
  });

  it('counts the lines of a cell with a line break in it', async () => {
    const { details } = await refusalOf('email,note\na@example.test,"one\ntwo"\nbad,x\n');
    assert.match(details.message, /^Line 4, column email: /);
    const crlf = await refusalOf('email,note\r\n\r\na@example.test,"one\r\ntwo"\r\nbad,x\r\n');
    assert.match(crlf.details.message, /^Line 5, column email: /);
  });
});

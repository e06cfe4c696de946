import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CODECS, LIST_ENCODINGS, type ListEncoding } from '../../desk/list-encodings.ts';
import { type ListForm, readRecipients } from '../../desk/recipients-file.ts';
import { checkRecipients } from '../../desk/recipients-import.ts';
import { decodeList, MAX_LIST_BYTES } from '../../desk/recipients-text.ts';
import type { Recipient } from '../../domain/notice/recipient-row.ts';
import { Refusal } from '../../domain/refusal.ts';
import { checkedList, FORM, inChunks, refusalOf } from './list-reading.ts';

async function peopleOf(bytes: Buffer, form: Partial<ListForm>): Promise<Recipient[]> {
  const { people } = await readRecipients(inChunks(bytes, 7), { ...FORM, ...form });
  const found: Recipient[] = [];
  for await (const person of people) found.push(person);
  return found;
}

const wide = (text: string, encoding: ListEncoding, mark: boolean): Buffer => {
  const bytes = Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le');
  return encoding === 'utf16be' ? bytes.swap16() : bytes;
};

const LIST = 'email,name\na@example.test,Ana\nb@example.test,Begoña Ñúñez\n';

describe('the encoding of a list', () => {
  for (const encoding of ['utf16le', 'utf16be'] as const) {
    for (const mark of [true, false]) {
      it(`B4-3 reads ${encoding} ${mark ? 'with' : 'without'} a byte order mark, broken anywhere`, async () => {
        const list = 'email,name\r\na@example.test,Ana Ċ ਊ 😀\r\nb@example.test,Begoña\r\n';
        const bytes = wide(list, encoding, mark);
        assert.equal((await checkedList(bytes, { encoding })).count, 2);
        const names = (await peopleOf(bytes, { encoding })).map(({ name }) => name);
        assert.deepEqual(names, ['Ana Ċ ਊ 😀', 'Begoña']);
      });

      it(`B4-3 says what a file is: ${encoding} ${mark ? 'with' : 'without'} a byte order mark read as UTF-8`, async () => {
        const { details } = await refusalOf(wide(LIST, encoding, mark));
        assert.equal(details.code, 'RECIPIENTS_ENCODING');
        assert.equal(
          details.message,
          `Cannot read the list: the file looks like UTF-16 (${encoding === 'utf16le' ? 'little' : 'big'}-endian)`,
        );
        assert.equal(details.next, `Pass --encoding ${encoding}`);
      });
    }

    it(`B4-3 names the line of half a character in ${encoding}`, async () => {
      const bytes = wide('email,name\na@example.test,Ana\nb@example.test,\ud83d!\n', encoding, true);
      assert.equal((await refusalOf(bytes, { encoding })).details.message.slice(0, 22), 'Line 3: it is not vali');
      const odd = wide(LIST, encoding, true).subarray(0, -1);
      assert.match((await refusalOf(odd, { encoding })).details.message, /^Line 3: it is not valid UTF-16/);
    });
  }

  it('B4-3 says so when a file of another encoding is read as UTF-16', async () => {
    const { details } = await refusalOf(LIST, { encoding: 'utf16le' });
    assert.deepEqual([details.code, details.next], ['RECIPIENTS_ENCODING', 'Pass --encoding utf8']);
  });

  for (const [encoding, byte, letter] of [
    ['latin1', 0xa4, '¤'],
    ['iso-8859-15', 0xa4, '€'],
    ['iso-8859-15', 0xbe, 'Ÿ'],
    ['windows-1252', 0x80, '€'],
    ['windows-1252', 0x92, '’'],
    ['windows-1252', 0xf1, 'ñ'],
  ] as const) {
    it(`B4-3 reads 0x${byte.toString(16)} of ${encoding} as ${letter}`, async () => {
      const bytes = Buffer.concat([
        Buffer.from('email,name\na@example.test,'),
        Buffer.of(byte),
        Buffer.from('\nb@example.test,Begoña\n', 'latin1'),
      ]);
      const names = (await peopleOf(bytes, { encoding })).map(({ name }) => name);
      assert.deepEqual(names, [letter, 'Begoña']);
    });
  }

  for (const [encoding, byte] of [
    ['latin1', 0x92],
    ['iso-8859-15', 0x80],
    ['windows-1252', 0x81],
  ] as const) {
    it(`B4-3 refuses 0x${byte.toString(16)}, which is no letter of ${encoding}, with its line`, async () => {
      const bytes = Buffer.concat([Buffer.from('email,name\na@example.test,'), Buffer.of(byte), Buffer.from('\n')]);
      const { details } = await refusalOf(bytes, { encoding });
      assert.equal(details.code, 'RECIPIENTS_ENCODING');
      assert.match(details.message, /^Line 2: it is not valid /);
    });
  }

  it('agrees with the platform about every byte of Windows-1252 and ISO-8859-15 that both know', () => {
    for (let byte = 0xa0; byte <= 0xff; byte += 1) {
      for (const encoding of ['windows-1252', 'iso-8859-15'] as const) {
        const told = new TextDecoder(encoding).decode(Buffer.of(byte));
        assert.equal(CODECS[encoding].decode(Buffer.of(byte)), told, `0x${byte.toString(16)} of ${encoding}`);
      }
    }
    assert.equal(LIST_ENCODINGS.length, 6);
  });

  it('B4-3 reads a UTF-8 file that says so in another encoding as what it is', async () => {
    const { details } = await refusalOf(`\ufeff${LIST}`, { encoding: 'windows-1252' });
    assert.equal(details.next, 'Pass --encoding utf8');
  });
});

describe('the shape of a list', () => {
  for (const delimiter of [',', ';', '\t', '|']) {
    it(`B4-2 reads lists separated by ${JSON.stringify(delimiter)}`, async () => {
      const list = LIST.replaceAll(',', delimiter);
      assert.equal((await checkedList(list, { delimiter })).count, 2);
      if (delimiter === ',') return;
      const { details } = await refusalOf(list);
      assert.equal(details.code, 'RECIPIENTS_DELIMITER');
      assert.equal(details.next, `Use --delimiter ${delimiter === '\t' ? 'tab' : `'${delimiter}'`}`);
    });
  }

  it('B4-1 shows no person where the header is missing', async () => {
    const { details } = await refusalOf('ana@example.test,Ana\nb@example.test,Berta\n');
    assert.equal(details.code, 'RECIPIENTS_COLUMN_MISSING');
    assert.doesNotMatch(JSON.stringify(details), /example\.test|Ana/);
  });

  it('B4-1 shows controls in the names of columns, and no more than 80 characters of one', async () => {
    const { details } = await refusalOf(`cor\u001beo,${'x'.repeat(500)}\na,b\n`);
    assert.match(details.message, /cor\\u001beo, x{80}$/);
  });

  it('B4-15 says so when lines end with a carriage return alone', async () => {
    const { details } = await refusalOf(LIST.replaceAll('\n', '\r'));
    assert.equal(details.code, 'RECIPIENTS_ROW');
    assert.match(details.message, /carriage return alone/);
  });

  it('B4-15 refuses a line longer than 100,000 characters, and one that does not end within 1 MiB', async () => {
    const long = await refusalOf(`email,note\na@example.test,${'x'.repeat(100_001)}\n`);
    assert.deepEqual([long.details.code, long.details.message.slice(0, 7)], ['RECIPIENTS_ROW', 'Line 2:']);
    const endless = await refusalOf(`email,note\na@example.test,${'x'.repeat(1024 ** 2)}`);
    assert.equal(endless.details.message, 'Line 2: it does not end within 1 MiB');
  });

  it('B4-16 stops reading at the limit, 2 GiB, whatever follows', async () => {
    let chunks = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      for (;;) {
        chunks += 1;
        yield Buffer.alloc(1000, '\n');
      }
    }
    const read = async (): Promise<void> => {
      for await (const text of decodeList(endless(), 'utf8', 10_000)) assert.ok(text.length > 0);
    };
    const isTooLarge = (error: unknown): boolean =>
      error instanceof Refusal && error.details.code === 'RECIPIENTS_TOO_LARGE';
    await assert.rejects(read, isTooLarge);
    assert.equal(chunks, 11);
    assert.equal(MAX_LIST_BYTES, 2_147_483_648);
  });

  for (const [what, start] of [
    ['zip', [0x50, 0x4b, 0x03, 0x04]],
    ['xls', [0xd0, 0xcf, 0x11, 0xe0]],
    ['gzip', [0x1f, 0x8b]],
    ['bzip2', [0x42, 0x5a, 0x68]],
    ['7z', [0x37, 0x7a, 0xbc, 0xaf]],
    ['PDF', [0x25, 0x50, 0x44, 0x46]],
  ] as const) {
    it(`B4-16 refuses ${what} by its first bytes, before reading on`, async () => {
      let chunks = 0;
      async function* file(): AsyncGenerator<Buffer> {
        for (;;) {
          chunks += 1;
          yield Buffer.concat([Buffer.from(start), Buffer.alloc(1000)]);
        }
      }
      await assert.rejects(
        checkRecipients(file(), FORM),
        (error) => error instanceof Refusal && error.details.code === 'RECIPIENTS_NOT_TEXT',
      );
      assert.equal(chunks, 1);
    });
  }
});

describe('several faults of a list', () => {
  it('B4 lists the first 20 faulty lines with code, line and column, and counts all', async () => {
    const rows = Array.from({ length: 30 }, (_, at) => (at % 10 === 0 ? `b${at}@example.test` : `no address ${at},x`));
    const { details } = await refusalOf(`correo,name\nok@example.test,Ok\n${rows.join('\n')}\n`, {
      columns: { email: 'correo' },
    });
    assert.equal(details.code, 'RECIPIENTS_ROW');
    assert.equal(
      details.message,
      '30 lines cannot be read (RECIPIENTS_ROW 3, RECIPIENTS_ADDRESS_FORM 27); the first 20 are listed. ' +
        'Line 3: it has 1 cell, the first line has 2',
    );
    assert.equal(details.findings?.length, 20);
    assert.deepEqual(details.findings?.slice(0, 2), [
      {
        code: 'RECIPIENTS_ROW',
        field: 'line 3',
        severity: 'error',
        source: null,
        sentence: 'it has 1 cell, the first line has 2',
      },
      {
        code: 'RECIPIENTS_ADDRESS_FORM',
        field: 'line 4, column correo',
        severity: 'error',
        source: null,
        sentence: 'the cell does not hold an address alone',
      },
    ]);
    assert.doesNotMatch(JSON.stringify(details), /no address \d|example\.test/);
  });

  it('B4-15 lists what stands before a broken quote, and says that the rest was not read', async () => {
    const { details } = await refusalOf('email,name\nbad,x\na@example.test,"A\nb@example.test,B\n');
    assert.deepEqual(
      details.findings?.map(({ code, field }) => [code, field]),
      [
        ['RECIPIENTS_ADDRESS_FORM', 'line 2, column email'],
        ['RECIPIENTS_ROW', 'line 3'],
      ],
    );
    assert.match(details.message, /what follows the last could not be read/);
  });

  it('an empty address is called empty', async () => {
    const { details } = await refusalOf('email,name\n,Ana\n');
    assert.equal(details.message, 'Line 2, column email: the cell is empty');
  });

  it('B4-24 refuses a language without a notice, and names the languages there are', async () => {
    const { details } = await refusalOf('email,idioma\na@example.test,nl-BE\n', { columns: { locale: 'idioma' } });
    assert.equal(details.code, 'RECIPIENTS_LOCALE');
    assert.equal(details.message, "Line 2, column idioma: the cell asks for 'nl', in which there is no notice");
    assert.match(details.next, /es, ca, eu, gl, fr, en, de, it, pt.*--fallback nl=en/);
    const chosen = { locales: { standard: 'es', fallback: { nl: 'en' } } };
    assert.deepEqual((await checkedList('email,locale\na@example.test,nl-BE\n', chosen)).locales, { en: 1 });
  });
});

describe('people without an e-mail address', () => {
  const POSTAL = { postal: ['street', 'postcode+city', 'country'] };

  it('takes people told by post or by public communication, with their address line by line', async () => {
    const list = [
      'email,name,id,channel,street,postcode,city,country',
      'a@example.test,Ana,1,,,,,',
      ',Berta,2,post,Calle Mayor 1,28013,Madrid,',
      ',Carla,3,,Rue 2,,Paris,France',
      'd@example.test,Dora,4,post,Calle 4,,Vigo,',
      ',,5,none,,,,',
    ].join('\n');
    const people = await peopleOf(Buffer.from(list), { columns: POSTAL });
    assert.deepEqual(
      people.map(({ channel, postal }) => [channel, postal]),
      [
        ['email', null],
        ['post', 'Calle Mayor 1\n28013 Madrid'],
        ['post', 'Rue 2\nParis\nFrance'],
        ['post', 'Calle 4\nVigo'],
        ['none', null],
      ],
    );
    assert.deepEqual((await checkedList(list, { columns: POSTAL })).channels, { email: 1, post: 3, none: 1 });
    assert.deepEqual((await checkedList(list, { columns: POSTAL })).droppedColumns, []);
  });

  for (const [what, row, message] of [
    ['an unknown channel', ',Ana,1,fax,S,P,C', /^Line 2, column channel: the cell names no channel$/],
    ['a letter without an address', ',Ana,1,post,,,', /the line gives no postal address/],
    ['a letter without a name', ',,1,post,S,P,C', /a letter needs a name/],
    ['somebody without address and id', ',Ana,,none,,,', /needs an id/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const list = `email,name,id,channel,street,postcode,city\n${row}\n`;
      const { details } = await refusalOf(list, { columns: { postal: ['street', 'postcode+city'] } });
      assert.equal(details.code, 'RECIPIENTS_CHANNEL');
      assert.match(details.message, message);
    });
  }

  it('B4-9 refuses hidden characters in a postal address', async () => {
    const { details } = await refusalOf('name,street\nAna,Calle\u202e 1\n', { columns: { postal: ['street'] } });
    assert.equal(details.code, 'RECIPIENTS_CONTROL_CHARACTER');
    assert.match(details.message, /^Line 2, column street: /);
  });

  it('B4-13 keeps two addressees of one house apart, and merges the same twice', async () => {
    const list = 'name,street\nAna,Calle 1\nBerta,Calle 1\nAna,Calle 1\n';
    const { count, merged } = await checkedList(list, { columns: { postal: ['street'] } });
    assert.deepEqual({ count, merged }, { count: 2, merged: 1 });
  });
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import canonicalize from 'canonicalize';
import { exportCase, type RegisterExport, renderExport, verifyExport } from '../../database/export.ts';
import { inSnapshot } from '../../database/transaction.ts';
import { Refusal } from '../../domain/refusal.ts';
import { CASE, type RegisterFixture, registerFixture } from './register-fixture.ts';

const OTHER = 'breach-2026-0043';
const refusedAs = (code: string) => (error: unknown) => error instanceof Refusal && error.details.code === code;

let fixture: RegisterFixture;
let text = '';
let file: RegisterExport;
before(async () => {
  fixture = await registerFixture();
  for (const caseId of [null, CASE, OTHER, CASE, null, OTHER, CASE, OTHER]) {
    await fixture.append({ caseId, body: { secretOf: caseId, note: 'é"\u2028' } });
  }
  file = await inSnapshot(fixture.pool('auditor'), (tx) => exportCase(tx, CASE));
  text = renderExport(file);
});
after(() => fixture.close());

/** The export with a change, written as a forger would: in the same layout. */
const changed = (change: (copy: RegisterExport) => void): string => {
  const copy = structuredClone(file);
  change(copy);
  return renderExport(copy);
};

type OwnEntry = Extract<RegisterExport['entries'][number], { entry: unknown }>;
const own = (copy: RegisterExport, seq: number): OwnEntry => {
  const found = copy.entries[seq - 1];
  assert.ok(found && 'entry' in found);
  return found;
};

describe('exportCase', () => {
  it('carries the entries of its case in full and of all others only number and hash', () => {
    assert.deepEqual(
      file.entries.map((entry) => ('entry' in entry ? entry.entry.seq : Object.keys(entry))),
      [
        ['seq', 'bodyHash'],
        2,
        ['seq', 'bodyHash'],
        4,
        ['seq', 'bodyHash'],
        ['seq', 'bodyHash'],
        7,
        ['seq', 'bodyHash'],
      ],
    );
    assert.ok(!text.includes(OTHER));
  });

  it('gives the same bytes each time', async () => {
    assert.equal(renderExport(await inSnapshot(fixture.pool('desk'), (tx) => exportCase(tx, CASE))), text);
  });

  it('can be checked with a canonical JSON and a SHA-256 of anybody else', () => {
    const { entry, bodyHash } = own(file, 2);
    assert.equal(
      createHash('sha256')
        .update(canonicalize(entry) ?? '')
        .digest('hex'),
      bodyHash,
    );
  });

  it('refuses a case the register does not know', () =>
    assert.rejects(
      inSnapshot(fixture.pool('auditor'), (tx) => exportCase(tx, 'breach-2026-9999')),
      refusedAs('CASE_UNKNOWN'),
    ));
});

describe('verifyExport', () => {
  it('finds an untouched export in order, with no database', () => {
    const found = verifyExport(text);
    assert.deepEqual(
      [found.ok, found.entries, found.caseEntries, found.caseId, found.assurance],
      [true, 8, 3, CASE, 'chain only'],
    );
    assert.equal(found.head, file.head.hash);
    assert.match(found.proves, /only the database can show/);
  });

  it('is witnessed by a head that was known, and broken by one the chain never had', () => {
    assert.equal(verifyExport(text, [{ seq: 4, hash: own(file, 4).hash }]).assurance, 'witnessed until 4');
    assert.deepEqual(verifyExport(text, [{ seq: 4, hash: 'a'.repeat(64) }]).brokenAt?.seq, 4);
    assert.deepEqual(verifyExport(text, [{ seq: 9, hash: 'a'.repeat(64) }]).brokenAt?.seq, 9);
  });

  it('finds every single changed byte', () => {
    for (let at = 0; at < text.length; at += 1) {
      for (const other of text[at] === '0' ? ['1'] : ['0', ' ']) {
        if (text[at] === other) continue;
        const forged = text.slice(0, at) + other + text.slice(at + 1);
        assert.ok(!isInOrder(forged), `byte ${at}`);
      }
    }
  });

  const isInOrder = (forged: string): boolean => {
    try {
      return verifyExport(forged).ok;
    } catch (error) {
      assert.ok(refusedAs('EXPORT_NOT_READABLE')(error));
      return false;
    }
  };

  const forgeries: [string, (copy: RegisterExport) => void, number][] = [
    [
      'a changed body',
      (copy) => {
        own(copy, 4).entry.body['note'] = 'x';
      },
      4,
    ],
    [
      'a changed actor',
      (copy) => {
        own(copy, 2).entry.actor = 'eva';
      },
      2,
    ],
    [
      'an entry of another case passed off as one of this',
      (copy) => {
        own(copy, 7).entry.caseId = OTHER;
      },
      7,
    ],
    [
      'a removed entry',
      (copy) => {
        copy.entries.splice(3, 1);
      },
      4,
    ],
    [
      'a removed entry that stood as hash',
      (copy) => {
        copy.entries.splice(2, 1);
      },
      3,
    ],
    [
      'two entries in the wrong order',
      (copy) => {
        copy.entries.reverse();
      },
      1,
    ],
    [
      'a changed hash of another case',
      (copy) => {
        Object.assign(copy.entries[4] ?? {}, { bodyHash: 'b'.repeat(64) });
      },
      7,
    ],
    [
      'a changed hash of the last entry',
      (copy) => {
        Object.assign(copy.entries[7] ?? {}, { bodyHash: 'b'.repeat(64) });
      },
      8,
    ],
    [
      'a cut end',
      (copy) => {
        copy.entries.pop();
      },
      8,
    ],
    [
      'another organisation on top',
      (copy) => {
        copy.organisationId = 'other';
      },
      2,
    ],
    [
      'another case on top',
      (copy) => {
        copy.caseId = OTHER;
      },
      2,
    ],
    [
      'another head',
      (copy) => {
        copy.head.hash = 'c'.repeat(64);
      },
      8,
    ],
  ];
  for (const [name, change, seq] of forgeries) {
    it(`names the entry of ${name}`, () => {
      const found = verifyExport(changed(change));
      assert.deepEqual([found.ok, found.brokenAt?.seq, found.assurance], [false, seq, 'broken']);
    });
  }

  it('finds a repeated key, which would show a reader one thing and verify as another', () => {
    const forged = text.replace('"actor":"ana"', '"actor":"eva","actor":"ana"');
    assert.deepEqual([verifyExport(forged).ok, verifyExport(forged).brokenAt?.seq], [false, 0]);
  });

  it('refuses what is no export, and repeats nothing of it', () => {
    for (const wrong of [
      '',
      'Dear ana@example.test',
      '[]',
      '{"format":"tocsin.register-export.2"}',
      text.slice(0, 200),
    ]) {
      assert.throws(
        () => verifyExport(wrong),
        (error) => refusedAs('EXPORT_NOT_READABLE')(error) && !String(error).includes('ana@'),
      );
    }
  });
});

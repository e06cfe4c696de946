import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { bodyHashOf, GENESIS, type Line, linkHash } from '../../database/chain.ts';
import { withClient } from '../../database/pool.ts';
import { inSnapshot } from '../../database/transaction.ts';
import { pagesOf, type RegisterVerification, type VerifyOptions, verifyRegister } from '../../database/verify.ts';
import { type RegisterFixture, registerFixture } from './register-fixture.ts';

const ENTRIES = 12;
const TRIALS = 6;

/** Small deterministic generator: a failing trial is repeated with its seed. */
function dice(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

let fixture: RegisterFixture;
let trial = 0;
const seed = Number(process.env['TOCSIN_TEST_SEED'] ?? randomInt(2 ** 31));
before(async () => {
  fixture = await registerFixture();
});
after(() => fixture.close());

/** A register of 12 entries of its own for each trial. */
async function filled(): Promise<string> {
  trial += 1;
  const organisationId = `trial-${trial}`;
  for (let turn = 1; turn <= ENTRIES; turn += 1) {
    await fixture.append({ organisationId, statementId: `${organisationId}/${turn}`, body: { turn, note: 'abc' } });
  }
  return organisationId;
}

const verify = (organisationId: string, options?: VerifyOptions): Promise<RegisterVerification> =>
  inSnapshot(fixture.pool('auditor'), (tx) => verifyRegister(tx, organisationId, options));

/** Runs one statement with parameters as the tables' owner could: triggers off. */
async function tamper(statement: string, ...values: unknown[]): Promise<void> {
  await fixture.asOwner();
  await withClient(fixture.database.adminUrl, (client) => client.query(statement, values));
}

/** Changes an entry and writes its own hashes anew; of all later ones too, as somebody who knows the format would. */
async function remake(organisationId: string, from: number, until: number): Promise<void> {
  const page = await inSnapshot(
    fixture.pool('auditor'),
    async (tx) => (await pagesOf(tx, organisationId).next()).value ?? [],
  );
  let hash = page[from - 2]?.hash ?? GENESIS;
  for (const { line: old } of page.slice(from - 1, until)) {
    const line: Line = old.seq === from ? { ...old, actor: 'eva' } : old;
    const [prevHash, bodyHash] = [hash, bodyHashOf(line)];
    hash = linkHash(prevHash, bodyHash);
    await tamper(
      'update register_entry set actor = $3, body_hash = $4, prev_hash = $5, hash = $6 where organisation_id = $1 and seq = $2',
      ...[organisationId, line.seq, line.actor, bodyHash, prevHash, hash],
    );
  }
}

/** Several trials of one attack; each expects the entry that must be named. */
function attack(
  name: string,
  perform: (organisationId: string, roll: (sides: number) => number) => Promise<number>,
): void {
  it(name, async () => {
    for (let turn = 0; turn < TRIALS; turn += 1) {
      const trialSeed = seed + turn;
      const organisationId = await filled();
      assert.equal((await verify(organisationId)).ok, true);
      const expected = await perform(organisationId, dice(trialSeed));
      const found = await verify(organisationId);
      assert.deepEqual(
        [found.ok, found.brokenAt?.seq, found.assurance],
        [false, expected, 'broken'],
        `TOCSIN_TEST_SEED=${trialSeed}`,
      );
    }
  });
}

const COLUMNS = [
  `case_id = 'breach-2026-0043'`,
  'case_id = null',
  `at = at + interval '1 millisecond'`,
  `at = 'infinity'`,
  `actor = 'eva'`,
  `assurance = 'osUser'`,
  `kind = 'case.close'`,
  'statement_id = null',
  `body = replace(body, 'abc', 'abd')`,
  `body = replace(body, ':', ': ')`,
  `body = body || ' '`,
  `recorded_at = recorded_at - interval '1 day'`,
  'body_hash = sha256(body_hash)',
  'prev_hash = sha256(prev_hash)',
  'hash = sha256(hash)',
];

describe(`verifyRegister under attack (seed ${seed})`, () => {
  for (const column of COLUMNS) {
    it(`R21 names the entry whose row the owner changed: ${column}`, async () => {
      const organisationId = await filled();
      const seq = 1 + dice(seed)(ENTRIES);
      await tamper(`update register_entry set ${column} where organisation_id = $1 and seq = $2`, organisationId, seq);
      const found = await verify(organisationId);
      assert.deepEqual(
        [found.ok, found.brokenAt?.seq, found.verifiedUntil],
        [false, seq, seq - 1],
        `TOCSIN_TEST_SEED=${seed}`,
      );
      assert.equal(found.entries, ENTRIES);
    });
  }

  attack('R21 edit with hashes made to fit: names the entry that no longer follows', async (organisationId, roll) => {
    const seq = 1 + roll(ENTRIES - 1);
    await remake(organisationId, seq, seq);
    return seq + 1;
  });

  attack('R21 delete: names the entry that is missing', async (organisationId, roll) => {
    const seq = 1 + roll(ENTRIES - 1);
    await tamper('delete from register_entry where organisation_id = $1 and seq = $2', organisationId, seq);
    return seq;
  });

  attack('R21 delete and close the gap: names the first entry that was renumbered', async (organisationId, roll) => {
    const seq = 1 + roll(ENTRIES - 1);
    await tamper('delete from register_entry where organisation_id = $1 and seq = $2', organisationId, seq);
    for (let moved = seq + 1; moved <= ENTRIES; moved += 1) {
      await tamper(
        'update register_entry set seq = seq - 1 where organisation_id = $1 and seq = $2',
        organisationId,
        moved,
      );
    }
    return seq;
  });

  attack('R21 swap: names the first of two entries that changed places', async (organisationId, roll) => {
    const first = 1 + roll(ENTRIES - 1);
    const second = first + 1 + roll(ENTRIES - first);
    for (const [from, to] of [
      [first, 99],
      [second, first],
      [99, second],
    ]) {
      await tamper(
        'update register_entry set seq = $3 where organisation_id = $1 and seq = $2',
        organisationId,
        from,
        to,
      );
    }
    return first;
  });

  attack('R21 forge: names an entry pushed in between', async (organisationId, roll) => {
    const seq = 2 + roll(ENTRIES - 2);
    for (let moved = ENTRIES; moved >= seq; moved -= 1) {
      await tamper(
        'update register_entry set seq = seq + 1 where organisation_id = $1 and seq = $2',
        organisationId,
        moved,
      );
    }
    await tamper(
      `insert into register_entry select organisation_id, seq + 1, case_id, at, 'forger', assurance, kind, null, body, body_hash, hash,
              sha256(hash || body_hash), recorded_at from register_entry where organisation_id = $1 and seq = $2 - 1`,
      ...[organisationId, seq],
    );
    return seq;
  });

  it('R21 cut tail: is found by a head that was known, and not claimed to be found without one', async () => {
    for (let turn = 0; turn < TRIALS; turn += 1) {
      const organisationId = await filled();
      const head = (await verify(organisationId)).head ?? '';
      const kept = 1 + dice(seed + turn)(ENTRIES - 1);
      await tamper('delete from register_entry where organisation_id = $1 and seq > $2', organisationId, kept);
      const unwitnessed = await verify(organisationId);
      assert.deepEqual([unwitnessed.ok, unwitnessed.assurance, unwitnessed.entries], [true, 'chain only', kept]);
      assert.match(unwitnessed.proves, /cut off/);
      const numbered = await verify(organisationId, { heads: [{ seq: ENTRIES, hash: head }] });
      assert.deepEqual([numbered.ok, numbered.brokenAt?.seq], [false, ENTRIES]);
      const bare = await verify(organisationId, { heads: [{ seq: null, hash: head }] });
      assert.deepEqual([bare.ok, bare.brokenAt?.seq], [false, 0]);
    }
  });

  it('R21 re-chain: is found by a head that was known, and not claimed to be found without one', async () => {
    for (let turn = 0; turn < TRIALS; turn += 1) {
      const organisationId = await filled();
      const head = (await verify(organisationId)).head ?? '';
      const from = 1 + dice(seed + turn)(ENTRIES);
      await remake(organisationId, from, ENTRIES);
      assert.deepEqual((({ ok, assurance }) => [ok, assurance])(await verify(organisationId)), [true, 'chain only']);
      const witnessed = await verify(organisationId, { heads: [{ seq: ENTRIES, hash: head }] });
      assert.deepEqual([witnessed.ok, witnessed.brokenAt?.seq], [false, ENTRIES]);
    }
  });

  it('R21 says until where a register is witnessed, by several heads, also after more entries', async () => {
    const organisationId = await filled();
    const head = (await verify(organisationId)).head ?? '';
    await fixture.append({ organisationId });
    const found = await verify(organisationId, {
      heads: [
        { seq: ENTRIES, hash: head },
        { seq: null, hash: head },
      ],
    });
    assert.deepEqual([found.ok, found.assurance, found.entries], [true, `witnessed until ${ENTRIES}`, ENTRIES + 1]);
  });

  it('finds an emptied register only by a known head', async () => {
    const organisationId = await filled();
    const head = (await verify(organisationId)).head ?? '';
    await tamper('delete from register_entry where organisation_id = $1', organisationId);
    assert.deepEqual((({ ok, entries, head }) => [ok, entries, head])(await verify(organisationId)), [true, 0, null]);
    assert.equal((await verify(organisationId, { heads: [{ seq: null, hash: head }] })).ok, false);
  });

  it('reads page by page, whether or not the last page is full', async () => {
    const organisationId = await filled();
    for (const pageEntries of [1, 4, 5, ENTRIES, 100]) {
      const found = await verify(organisationId, { pageEntries });
      assert.deepEqual([found.ok, found.verifiedUntil, found.actors], [true, ENTRIES, { claimed: ENTRIES }]);
    }
  });
});

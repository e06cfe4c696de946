import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { appliesAt, NOTIFICATION_TO_AUTHORITY, REGIMES, regimeFor } from '../../../domain/law/regimes.ts';

/** The table with the proposal enabled, as it would be once published. */
const withOmnibus = NOTIFICATION_TO_AUTHORITY.map((row) =>
  row.id === 'GDPR-OMNIBUS-2025'
    ? { ...row, enabled: true, effectiveFrom: '2028-01-01', officialJournal: 'OJ L, a test' }
    : row,
);

describe('regimeFor', () => {
  it('T-7-2 gives 72 hours while the proposal is not law', () => {
    const regime = regimeFor('2026-11-22T00:00:00Z');
    assert.equal(regime?.id, 'GDPR-33-1');
    assert.equal(regime?.hours, 72);
    assert.equal(regime?.threshold, 'not_unlikely_risk');
  });

  it('T-7-3 goes by awareness: 72 hours before the new rule begins, 96 after', () => {
    assert.equal(regimeFor('2027-12-31T23:00:00Z', withOmnibus)?.hours, 72);
    const after = regimeFor('2028-01-02T00:00:00Z', withOmnibus);
    assert.equal(after?.hours, 96);
    assert.equal(after?.threshold, 'likely_high_risk');
  });

  it('refuses a replacing rule without its place in the Official Journal', () => {
    const unfounded = withOmnibus.map((row) => ({ ...row, officialJournal: null }));
    assert.throws(() => regimeFor('2028-01-02T00:00:00Z', unfounded), /Official Journal/);
  });

  it('has no rule before the GDPR applied', () => {
    assert.equal(regimeFor('2018-05-24T21:59:59.999Z'), null);
    assert.equal(regimeFor('2018-05-24T22:00:00Z')?.id, 'GDPR-33-1');
  });
});

describe('REGIMES', () => {
  it('has each id once, and a source and a date of verification in every row', () => {
    assert.equal(new Set(REGIMES.map(({ id }) => id)).size, REGIMES.length);
    for (const { source, verifiedAt } of REGIMES) {
      assert.ok(source.length > 0);
      assert.match(verifiedAt, /^\d{4}-\d{2}-\d{2}$/);
    }
  });

  it('leaves the proposal and the postponed AI rules off', () => {
    const off = REGIMES.filter(({ enabled }) => !enabled).map(({ id }) => id);
    assert.deepEqual(off, ['GDPR-OMNIBUS-2025', 'AIA-73', 'CONTRACT']);
    assert.ok(!REGIMES.some((row) => row.id === 'GDPR-OMNIBUS-2025' && appliesAt(row, '2040-01-01T00:00:00Z')));
  });

  it('changes the British telecom rule from 24 to 72 hours on 20 August 2025', () => {
    const pecr = (at: string) =>
      REGIMES.filter((row) => row.id.startsWith('UK-PECR') && appliesAt(row, at)).map((row) => row.steps[0]?.offset);
    assert.deepEqual(pecr('2025-08-19T23:59:59Z'), ['PT24H']);
    assert.deepEqual(pecr('2025-08-20T00:00:00Z'), ['PT72H']);
  });
});

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { casesToldOutside } from '../../database/outside-entries.ts';
import { inSnapshot } from '../../database/transaction.ts';
import { tellOfOutsideEntries } from '../../worker/watch.ts';
import { CASE, type WaveFixture, waveFixture } from '../notice/wave-fixture.ts';

const HOUR_SECONDS = 3_600;
const person = { kind: 'person.add', caseId: null, body: { personId: 'ana', roles: ['dpo'], locale: 'es' } };

describe('casesToldOutside', () => {
  let fixture: WaveFixture;
  before(async () => {
    fixture = await waveFixture();
  });
  after(() => fixture.close());
  const told = (withinSeconds = HOUR_SECONDS): Promise<string[]> =>
    inSnapshot(fixture.pool('worker'), (tx) => casesToldOutside(tx, withinSeconds));

  it('leaves alone a case that was only told by its own statements', async () => {
    assert.deepEqual(await told(), []);
  });

  it("leaves it alone when another organisation's people change", async () => {
    await fixture.append({ ...person, organisationId: 'other' });
    assert.deepEqual(await told(), []);
  });

  it('names it when a mailing entered that it stands still, as long as that is new', async () => {
    await fixture.enter('wave.stall', { wave: 1, reason: 'NO_MAIL_SERVER', code: null });
    assert.deepEqual(await told(), [CASE]);
    assert.deepEqual(await told(0), []);
    const nudged: string[] = [];
    const nudgeCase = async (caseId: string): Promise<void> => {
      nudged.push(caseId);
    };
    assert.equal(await tellOfOutsideEntries({ pool: fixture.pool('worker'), nudgeCase }, HOUR_SECONDS), 1);
    assert.deepEqual(nudged, [CASE]);
  });
});

describe('casesToldOutside, of the organisation', () => {
  let fixture: WaveFixture;
  before(async () => {
    fixture = await waveFixture();
  });
  after(() => fixture.close());

  it('names every case when the people of its organisation change', async () => {
    await fixture.append({ ...person, organisationId: 'acme' });
    assert.deepEqual(await inSnapshot(fixture.pool('worker'), (tx) => casesToldOutside(tx, HOUR_SECONDS)), [CASE]);
  });
});

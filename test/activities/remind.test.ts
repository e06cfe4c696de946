import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { AddresseesRefused, type CaseDependencies, type StaffMail } from '../../activities/case-dependencies.ts';
import { remind } from '../../activities/remind.ts';
import { entriesOfCase } from '../../database/register.ts';
import { inSnapshot } from '../../database/transaction.ts';
import { type DeskFixture, deskFixture } from '../cli/desk-fixture.ts';

const OPENED_AT = '2026-03-10T09:30:00Z';
const OPENING = { learnedAt: '2026-03-10T10:00:00+01:00', precision: 'instant', from: 'confirmation', certain: true };
/** Just past the rung 48 hours before the time is up. */
const AT_FIRST_RUNG = new Date('2026-03-11T09:00:01Z');

/** The fixture's own people read English; one handler reads Spanish. */
const ENGLISH = ['carla@acme.example', 'diego@acme.example', 'olga@acme.example'];
const SPANISH = ['pedro@acme.example'];
const ALERT = ['alert@acme.example'];

let desk: DeskFixture;
before(async () => {
  desk = await deskFixture();
  const described = { country: 'ES', zone: 'Europe/Madrid', authority: 'ES' };
  const words = { name: 'Acme S.L.', alertAddress: ALERT.join() };
  await desk.said('organisation.describe', { as: 'diego', at: OPENED_AT, body: described, words });
  const body = { personId: 'pedro', roles: ['handler'], locale: 'es' };
  await desk.said('person.add', { as: 'diego', at: OPENED_AT, body, words: { name: 'pedro', email: SPANISH.join() } });
});
after(() => desk.close());

interface Post {
  dependencies: CaseDependencies;
  /** Addresses of each mail taken, sorted. */
  taken: string[][];
}

/** A mail server that fails as it is told to, mail by mail. */
function post(fault: (mail: StaffMail) => Error | null): Post {
  const taken: string[][] = [];
  const sendStaffMail = async (mail: StaffMail): Promise<void> => {
    const error = fault(mail);
    if (error) throw error;
    taken.push([...mail.to].sort());
  };
  return { taken, dependencies: { pool: desk.pool, vault: desk.vault, now: async () => AT_FIRST_RUNG, sendStaffMail } };
}

const isTo = ({ to }: StaffMail, addresses: readonly string[]): boolean => to.some((each) => addresses.includes(each));

async function reminders(caseId: string) {
  const entries = await inSnapshot(desk.pool, (tx) => entriesOfCase(tx, caseId));
  return entries
    .filter(({ kind }) => kind === 'reminder.send')
    .map(({ body }) => [body['addressees'], body['outcome']]);
}

describe('a reminder', () => {
  it('goes to those whom the server takes, when it refuses others for good', async () => {
    const caseId = await desk.open(OPENED_AT, OPENING);
    const { dependencies, taken } = post((mail) => (isTo(mail, SPANISH) ? new AddresseesRefused() : null));
    await remind(dependencies, caseId, 'one');
    assert.deepEqual(taken, [ENGLISH]);
    assert.deepEqual(await reminders(caseId), [[3, 'sent']]);
  });

  it('goes to the alert address when nobody else can be reached', async () => {
    const caseId = await desk.open(OPENED_AT, OPENING);
    const { dependencies, taken } = post((mail) => (isTo(mail, ALERT) ? null : new AddresseesRefused()));
    await remind(dependencies, caseId, 'one');
    assert.deepEqual(taken, [ALERT]);
    assert.deepEqual(await reminders(caseId), [[1, 'sent']]);
  });

  it('is entered as sent to nobody when even the alert address is refused, and holds nothing up', async () => {
    const caseId = await desk.open(OPENED_AT, OPENING);
    const { dependencies } = post(() => new AddresseesRefused());
    await remind(dependencies, caseId, 'one');
    assert.deepEqual(await reminders(caseId), [[0, 'noAddressee']]);
  });

  it('that went out in one language is not sent again while the other is tried again', async () => {
    const caseId = await desk.open(OPENED_AT, OPENING);
    let busy = true;
    const { dependencies, taken } = post((mail) => (busy && isTo(mail, SPANISH) ? new Error('451') : null));
    await assert.rejects(remind(dependencies, caseId, 'one'));
    await assert.rejects(remind(dependencies, caseId, 'two'), 'what failed is given back to whoever tries next');
    busy = false;
    await remind(dependencies, caseId, 'one');
    assert.deepEqual(taken, [ENGLISH, SPANISH]);
    assert.deepEqual(await reminders(caseId), [[4, 'sent']]);
  });

  it('is entered once, though a first try ends after the second', async () => {
    const caseId = await desk.open(OPENED_AT, OPENING);
    const { dependencies } = post(() => null);
    const sendStaffMail = (): Promise<void> => remind(dependencies, caseId, 'one').then(() => {});
    await remind({ ...dependencies, sendStaffMail }, caseId, 'one');
    assert.deepEqual(await reminders(caseId), [[4, 'sent']]);
  });
});

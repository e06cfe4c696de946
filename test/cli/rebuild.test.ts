import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { withClient } from '../../database/pool.ts';
import { type DeskFixture, deskFixture } from './desk-fixture.ts';

let desk: DeskFixture;
let caseId: string;
let filedSeq: number;

const tamper = (statement: string): Promise<unknown> =>
  withClient(desk.database.adminUrl, (client) => client.query(statement));

before(async () => {
  desk = await deskFixture();
  caseId = await desk.open('2026-03-10T14:00:00Z', {
    learnedAt: '2026-03-10T14:30:00+01:00',
    precision: 'instant',
    from: 'processor_notice',
    certain: true,
    processorId: 'vendor',
    detectedAt: '2026-03-09T00:00:00+01:00',
  });
  const filed = { submittedAt: '2026-03-12T10:00:00+01:00', registryNumber: 'E-1', subtype: 'incomplete' };
  ({ seq: filedSeq } = await desk.said('filing.recordSubmission', {
    as: 'carla',
    at: '2026-03-12T09:10:00Z',
    caseId,
    body: { authority: 'ES', ...filed },
  }));
  await desk.open('2026-04-01T08:00:00Z', {
    learnedAt: '2026-04-01T09:00:00+02:00',
    precision: 'instant',
    from: 'press',
    certain: false,
  });
});
after(() => desk.close());

interface Difference {
  caseId: string;
  table: string;
  row: string;
  column: string | null;
  stored: unknown;
  rebuilt: unknown;
}

const differencesIn = (json: Record<string, unknown>): Difference[] => json['differences'] as Difference[];

describe('tocsin register rebuild', () => {
  it('finds the tables equal to the register, offsets of what was said included', async () => {
    const { status, json } = await desk.tocsin(['register', 'rebuild', '--check', '-o', 'json']);
    assert.deepEqual([status, json['ok'], json['cases'], json['differences']], [0, true, 2, []]);
  });

  it('names each row that differs, column by column, and changes nothing', async () => {
    await tamper(`update deadline set due_at = '2026-03-20T00:00:00Z' where duty_id = 'authority/ES/initial'`);
    await tamper(`update filing set registry_number = 'E-2', status = 'LATE'`);
    await tamper(`update breach_case set organisation_id = 'other' where case_id = '${caseId}'`);
    await tamper('delete from processor_hop');
    await tamper(
      `insert into notice_wave (case_id, wave, state, people, counts) values ('${caseId}', 7, 'planned', 3, '{}')`,
    );
    const { status, json } = await desk.tocsin(['register', 'rebuild', '--check', '-o', 'json']);
    assert.equal(status, 65);
    assert.deepEqual(
      differencesIn(json).map(({ table, row, column, stored, rebuilt }) => [table, row, column, stored, rebuilt]),
      [
        ['breach_case', caseId, 'organisation_id', 'other', 'acme'],
        ['deadline', 'authority/ES/initial', 'due_at', '2026-03-20T00:00:00+00:00', '2026-03-13T13:30:00+00:00'],
        ['filing', `ES/${filedSeq}`, 'registry_number', 'E-2', 'E-1'],
        ['filing', `ES/${filedSeq}`, 'status', 'LATE', 'ON_TIME'],
        ['notice_wave', '7', null, 'there', null],
        ['processor_hop', '1', null, null, 'there'],
      ],
    );
    const text = await desk.tocsin(['register', 'rebuild', '--check']);
    assert.equal(text.status, 65);
    assert.match(text.stdout, /✗ 6 difference\(s\) in 2 case\(s\)/);
    assert.match(
      text.stdout,
      new RegExp(`${caseId}: filing ES/${filedSeq}, status: 'LATE' stored, 'ON_TIME' by the register`),
    );
  });

  it('makes the tables anew, also those of a case the register does not know', async () => {
    await tamper(
      `insert into breach_case (case_id, organisation_id, version, drill, role, stage, aware_status, ended)
       values ('breach-2026-0999', 'acme', 1, false, 'controller', 'suspected', 'none', false)`,
    );
    const mended = await desk.tocsin(['register', 'rebuild', '-o', 'json']);
    assert.deepEqual([mended.status, (mended.json['mended'] as unknown[]).length], [0, 7]);
    const checked = await desk.tocsin(['register', 'rebuild', '--check', '-o', 'json']);
    assert.deepEqual([checked.status, checked.json['cases'], checked.json['differences']], [0, 2, []]);
  });

  it('says that PostgreSQL is away', async () => {
    const gone = { TOCSIN_DATABASE_URL: 'postgres://nobody:secret@127.0.0.1:1/none' };
    const { status, code } = await desk.tocsin(['register', 'rebuild', '--check', '-o', 'json'], gone);
    assert.deepEqual([code, status], ['DATABASE_AWAY', 69]);
  });
});

import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type DeskFixture, deskFixture, type Run } from './desk-fixture.ts';

let desk: DeskFixture;
before(async () => {
  desk = await deskFixture();
});
after(() => desk.close());

const AT = '2025-11-26T12:00:00Z';
const json = (args: string, ...more: string[]): Promise<Run> =>
  desk.tocsin([...args.split(' '), ...more, '-o', 'json']);
/** A case opened on an alert of the controller's own, which is not yet awareness. */
const openAlert = (): Promise<string> =>
  desk.open(AT, { learnedAt: '2025-11-26T10:00:00Z', precision: 'instant', from: 'suspicion', certain: false });

interface Previewed {
  before: { dutyId: string }[];
  after: { dutyId: string; dueAt: string | null; actBy: string }[];
  findings: { code: string }[];
}
const previewOf = async (args: string): Promise<Previewed> => {
  const answered = await json(`${args} --dry-run --as carla`);
  assert.equal(answered.status, 0, answered.stdout);
  return answered.json as unknown as Previewed;
};
const after33 = ({ after: duties }: Previewed) => duties.find(({ dutyId }) => dutyId === 'authority/ES/initial');

describe('tocsin processor', () => {
  it('T-8-3 a notice known by its date alone starts the 72 hours at 00:00 of that day', async () => {
    const shown = await previewOf(`processor notice ${await openAlert()} vendor --at 2025-11-25`);
    assert.equal(after33(shown)?.dueAt, '2025-11-28T00:00:00+01:00');
  });

  it('R-2-8 counts a date alone from the easternmost zone concerned', async () => {
    const shown = await previewOf(`processor notice ${await openAlert()} vendor --at 2025-11-25 --zone Europe/Athens`);
    assert.equal(after33(shown)?.dueAt, '2025-11-27T23:00:00+01:00');
  });

  it('R-2-5 a possible incident is no awareness', async () => {
    const shown = await previewOf(`processor notice ${await openAlert()} vendor --at 2025-11-25 --possible`);
    assert.equal(after33(shown), undefined);
  });

  it('warns when the contract was exceeded and refuses a notice before the detection', async () => {
    const caseId = await openAlert();
    const body = { processorId: 'vendor', detectedAt: '2025-11-09T00:00:00+01:00', precision: 'date' };
    await desk.said('processor.recordDetection', { as: 'carla', at: AT, caseId, body });
    const shown = await previewOf(`processor notice ${caseId} vendor --at 2025-11-25`);
    assert.deepEqual(
      shown.findings.map(({ code }) => code),
      ['CONTRACT_HOURS_EXCEEDED'],
    );
    const early = await json(`processor notice ${caseId} vendor --at 2025-11-08 --dry-run --as carla`);
    assert.equal(early.code, 'NOTICE_BEFORE_DETECTION');
    const given = await previewOf(`processor give-up ${caseId} vendor --reason silent`);
    assert.ok(given.before.some(({ dutyId }) => dutyId === 'processor/1/notice'));
  });

  it('a detection starts waiting for the notice, by the hours of the contract', async () => {
    const shown = await previewOf(
      `processor detected ${await openAlert()} vendor --at 2025-11-24T09:00 --known-to-us 2025-11-26`,
    );
    const notice = shown.after.find(({ dutyId }) => dutyId === 'processor/1/notice');
    assert.equal(notice?.dueAt, '2025-11-26T09:00:00+01:00');
  });

  const REFUSED: [args: string, code: string, exit: number][] = [
    ['processor notice CASE nobody --at 2025-11-25 --dry-run --as carla', 'PROCESSOR_UNKNOWN', 65],
    ['processor answer CASE vendor --codes a1 --dry-run --as carla', 'PROCESSOR_NOT_IN_CASE', 65],
    ['processor answer CASE vendor --codes z9 --dry-run --as carla', 'FIELD_VALUE', 65],
    ['processor notice CASE vendor --as carla', 'FIELD_VALUE', 65],
    ['processor notice CASE vendor --at 2025-11-25 --dry-run --as gloria', 'ROLE_NOT_ALLOWED', 77],
    ['processor give-up CASE vendor --dry-run --as carla', 'WORDS_MISSING', 65],
    ['processor notice CASE', 'USAGE', 64],
  ];
  for (const [args, code, exit] of REFUSED) {
    it(`refuses '${args}' as ${code}`, async () => {
      const refused = await json(args.replace('CASE', await openAlert()));
      assert.deepEqual([refused.code, refused.status], [code, exit], refused.stdout);
    });
  }
});

describe('tocsin controller', () => {
  it('R-33-2 lists whom a processor must tell, by when, by name', async () => {
    const body = { learnedAt: '2025-11-25T08:00:00Z', precision: 'instant', from: 'confirmation', certain: true };
    const caseId = await desk.open(AT, { ...body, role: 'processor' });
    for (const [controllerId, contractHours] of [
      ['one', 24],
      ['two', null],
    ] as const) {
      const added = {
        as: 'carla',
        at: AT,
        caseId,
        body: { controllerId, contractHours },
        words: { name: `Client ${controllerId}` },
      };
      await desk.said('controller.add', added);
    }
    const told = { controllerId: 'two', noticedAt: '2025-11-26T10:00:00+01:00' };
    await desk.said('controller.recordNotice', { as: 'carla', at: AT, caseId, body: told });
    const { json: listed } = await json(`controller list ${caseId}`);
    assert.deepEqual(listed, [
      {
        controllerId: 'one',
        name: 'Client one',
        contractHours: 24,
        noticedAt: null,
        dueAt: '2025-11-26T09:00:00+01:00',
        actBy: '2025-11-26T09:00:00+01:00',
        state: 'missed',
        letter: null,
      },
      {
        controllerId: 'two',
        name: 'Client two',
        contractHours: null,
        noticedAt: '2025-11-26T10:00:00+01:00',
        dueAt: null,
        actBy: '2025-11-26T09:00:00+01:00',
        state: 'met',
        letter: null,
      },
    ]);
    const text = await desk.tocsin(['controller', 'list', caseId]);
    assert.match(text.stdout, /two .* told Wed 26 Nov 2025 10:00 Madrid.*, recorded by a person/);
    assert.match(
      text.stderr,
      new RegExp(`tocsin controller tell ${caseId} one; .* tocsin controller told ${caseId} one`),
    );
    const shown = await desk.tocsin(['case', 'show', caseId]);
    assert.match(shown.stdout, /Controllers to tell\n {2}one {2}contract 24 h {4}not told yet/);
    assert.doesNotMatch(shown.stdout, /Authorities/);
    assert.match(shown.stderr, new RegExp(`tocsin controller tell ${caseId} --all|tocsin awareness decide`));
  });
});

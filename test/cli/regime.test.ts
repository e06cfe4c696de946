import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { saveDocument } from '../../database/document.ts';
import { inTransaction } from '../../database/transaction.ts';
import { readReceipt } from '../../desk/receipt.ts';
import { type DeskFixture, deskFixture, ORGANISATION, type Run } from './desk-fixture.ts';

const AT = '2025-11-26T12:00:00Z';
const LATER = '2025-12-20T12:00:00Z';
const AWARE = { learnedAt: '2025-11-26T10:00:00Z', precision: 'instant', from: 'confirmation', certain: true };

let desk: DeskFixture;
/** Opened under NIS2 in Italy, DORA and an insurer's clause. */
let financial: string;
/** Opened after DORA was taken out of the profile. */
let italian: string;

const json = (args: string, ...more: string[]): Promise<Run> =>
  desk.tocsin([...args.split(' '), ...more, '-o', 'json']);

before(async () => {
  desk = await deskFixture();
  const profile = '--regime NIS2=IT,essential --regime DORA=other --clause acme-insurance=24h';
  const set = await json(`organisation set acme ${profile} --as diego`);
  assert.equal(set.status, 0, set.stdout);
  financial = await desk.open(AT, AWARE);
  assert.equal((await json('organisation set acme --regime DORA=none --as diego')).status, 0);
  italian = await desk.open(AT, AWARE);
});
after(() => desk.close());

interface Listed {
  dutyId: string;
  dueAt: string | null;
  state: string;
  why: string;
}
const deadlinesOf = async (caseId: string): Promise<Listed[]> =>
  (await json(`deadlines ${caseId}`)).json as unknown as Listed[];
const dueOf = async (caseId: string, dutyId: string): Promise<string | null | undefined> =>
  (await deadlinesOf(caseId)).find((each) => each.dutyId === dutyId)?.dueAt;
const step = (regimeId: string, name: string, submittedAt: string) => ({ regimeId, step: name, submittedAt });

describe('the organisation’s profile', () => {
  it('is shown, changed by flags, and read from a file', async () => {
    const { json: shown } = await json('organisation show acme');
    assert.deepEqual(shown['profile'], {
      regimes: { NIS2: { country: 'IT', entity: 'essential', trustService: false } },
      clauses: [
        {
          clauseId: 'acme-insurance',
          kind: 'insurance',
          hours: 24,
          days: null,
          anchor: 'awareAt',
          counterpartyCode: null,
        },
      ],
    });
    assert.match(
      (await desk.tocsin(['organisation', 'show', 'acme'])).stdout,
      /Reports under {2}NIS2 \(IT, essential entity\)\n +acme-insurance \(insurance\): 24 h from awareness/,
    );
    const file = path.join(desk.folder, 'profile.json');
    writeFileSync(file, JSON.stringify({ regimes: { CRA: {} } }));
    const dry = await json(
      `organisation set acme --profile ${file} --clause big=2d,customer,detectedAt --dry-run --as diego`,
    );
    assert.equal(dry.status, 0, dry.stdout);
    const { profile } = dry.json['body'] as { profile: { regimes: object; clauses: { clauseId: string }[] } };
    assert.deepEqual(Object.keys(profile.regimes), ['CRA']);
    assert.deepEqual(
      profile.clauses.map(({ clauseId }) => clauseId),
      ['big'],
    );
  });

  it('refuses what it does not know', async () => {
    const file = path.join(desk.folder, 'wrong.json');
    writeFileSync(file, JSON.stringify({ regimes: { NIS3: {} } }));
    const wrong = await json(`organisation set acme --profile ${file} --as diego`);
    assert.deepEqual([wrong.code, wrong.status], ['PROFILE_FORM', 65]);
    for (const flags of [
      '--regime NIS3',
      '--regime NIS2=Italy',
      '--regime DORA=small',
      '--clause x',
      '--clause me=0x',
    ]) {
      const refused = await json(`organisation set acme ${flags} --as diego`);
      assert.deepEqual([refused.code, refused.status], ['USAGE', 64], flags);
    }
  });
});

describe('a case under DORA, NIS2 and an insurer’s clause', () => {
  it('keeps the profile it began with, and lists its clocks beside the GDPR’s in the order of their dates', async () => {
    const owed = (await deadlinesOf(financial)).filter(({ dueAt, state }) => dueAt !== null && state !== 'superseded');
    assert.deepEqual(
      owed.map(({ dutyId, dueAt }) => [dutyId, dueAt]),
      [
        ['regime/CONTRACT/acme-insurance', '2025-11-27T11:00:00+01:00'],
        ['regime/DORA/initial', '2025-11-27T11:00:00+01:00'],
        ['authority/ES/initial', '2025-11-29T11:00:00+01:00'],
      ],
    );
    const nis2 = (await deadlinesOf(financial)).filter(({ dutyId }) => dutyId.startsWith('regime/NIS2/'));
    assert.ok(nis2.length > 0 && nis2.every(({ state, why }) => state === 'superseded' && /DORA takes/.test(why)));
    const text = (await desk.tocsin(['deadlines', financial])).stdout;
    assert.match(text, / {2}GDPR +authority\/ES\/initial/);
    assert.match(text, / {2}contract +regime\/CONTRACT\/acme-insurance/);
    assert.match(text, /not begun +no date yet +DORA +regime\/DORA\/intermediate/);
  });

  it('filing a step moves the next, and a correction moves it back', async () => {
    const body = step('DORA', 'initial', '2025-11-26T14:00:00Z');
    const { seq } = await desk.said('regime.recordStep', { as: 'carla', at: LATER, caseId: financial, body });
    assert.equal(await dueOf(financial, 'regime/DORA/intermediate'), '2025-11-29T15:00:00+01:00');
    const corrected = step('DORA', 'initial', '2025-11-26T13:00:00Z');
    await desk.said('regime.recordStep', { as: 'carla', at: LATER, caseId: financial, body: corrected, corrects: seq });
    assert.equal(await dueOf(financial, 'regime/DORA/intermediate'), '2025-11-29T14:00:00+01:00');
    // A Saturday: an entity that is not systemic may file on Monday at noon.
    const why = (await deadlinesOf(financial)).find(({ dutyId }) => dutyId === 'regime/DORA/intermediate')?.why;
    assert.match(why ?? '', /may be filed until Mon 1 Dec 2025 12:00 Madrid/);
  });

  it('is told in case show, the timeline and the calendar', async () => {
    const shown = (await desk.tocsin(['case', 'show', financial])).stdout;
    assert.match(shown, /Beside the GDPR\n {2}NIS2 +superseded/);
    assert.match(shown, /DORA +applies +initial filed +classifiedAt not recorded/);
    assert.match((await desk.tocsin(['case', 'timeline', financial])).stdout, /Reported under DORA \(initial\) on/);
    const calendar = (await desk.tocsin(['deadlines', financial, '--ics', '-'])).stdout.replaceAll('\r\n ', '');
    assert.match(calendar, new RegExp(`UID:${financial}/regime/CONTRACT/acme-insurance@tocsin`));
    assert.match(
      calendar,
      /SUMMARY:Breach 2025-?\s?\d+: report under DORA\\, initial|SUMMARY:.*report under DORA\\, initial/,
    );
  });

  it('R-7-NIS2 without DORA runs Italian NIS2, from the early warning once it is made', async () => {
    assert.equal(await dueOf(italian, 'regime/DORA/initial'), undefined);
    assert.equal(await dueOf(italian, 'regime/NIS2/notification'), '2025-11-30T11:00:00+01:00');
    const body = step('NIS2', 'earlyWarning', '2025-11-26T20:00:00Z');
    await desk.said('regime.recordStep', { as: 'carla', at: LATER, caseId: italian, body });
    assert.equal(await dueOf(italian, 'regime/NIS2/notification'), '2025-11-29T21:00:00+01:00');
  });

  it('cannot be closed over an open report, until somebody judges with a reason', async () => {
    const close = { as: 'elena', at: LATER, caseId: italian, body: {} };
    const refused = await desk.outcomeOf('case.close', close);
    assert.ok(!refused.accepted);
    const open = refused.refusal.findings?.map(({ field }) => field) ?? [];
    assert.ok(open.includes('regime/NIS2/notification'));
    const judged = {
      as: 'diego',
      at: LATER,
      caseId: italian,
      body: { regimeId: 'NIS2', applies: 'no' },
      words: { reason: 'not significant' },
    };
    await desk.said('regime.judge', judged);
    const { json: views } = await json(`regime list ${italian}`);
    const [nis2] = views as unknown as { state: string; judged: string }[];
    assert.deepEqual([nis2?.state, nis2?.judged], ['notRequired', 'no']);
  });
});

describe('tocsin regime', () => {
  it('lists steps with their reasons, and what nobody has said yet', async () => {
    const listed = await desk.tocsin(['regime', 'list', financial]);
    assert.equal(listed.status, 0);
    assert.match(listed.stdout, /DORA {2}Regulation \(EU\) 2022\/2554: applies/);
    assert.match(listed.stdout, /classifiedAt: not recorded/);
    assert.match(listed.stdout, /acme-insurance/);
    assert.match(listed.stderr, new RegExp(`tocsin regime filed ${financial}`));
  });

  it('shows what a moment would change, in lower case too', async () => {
    const dry = await json(`regime moment ${financial} dora classifiedAt --at 2025-11-26T12:30 --dry-run --as carla`);
    assert.equal(dry.status, 0, dry.stdout);
    const [was, is] = ['before', 'after'].map(
      (when) => (dry.json[when] as Listed[]).find(({ dutyId }) => dutyId === 'regime/DORA/initial')?.dueAt,
    );
    assert.deepEqual([was, is], ['2025-11-27T11:00:00+01:00', '2025-11-26T16:30:00+01:00']);
  });

  it('keeps no receipt of a refused report, and takes none that is no receipt', async () => {
    const documents = async (): Promise<number> =>
      Number((await desk.pool.query('select count(*) as count from document')).rows[0]?.count);
    const before = await documents();
    const pdf = path.join(desk.folder, 'receipt.pdf');
    writeFileSync(pdf, '%PDF-1.7 receipt');
    const again = await json(
      `regime filed ${financial} DORA initial --at 2025-11-26T13:00 --receipt ${pdf} --as carla`,
    );
    assert.deepEqual([again.code, again.status], ['STEP_ALREADY_FILED', 65]);
    const text = path.join(desk.folder, 'receipt.txt');
    writeFileSync(text, 'thank you');
    const none = await json(
      `regime filed ${financial} CONTRACT acme-insurance --at 2025-11-26T13:00 --receipt ${text} --as carla`,
    );
    assert.equal(none.code, 'RECEIPT_NOT_A_RECEIPT');
    assert.equal(await documents(), before);
    const waits = await json(
      `regime filed ${financial} CONTRACT acme-insurance --at 2025-11-26T13:00 --receipt ${pdf} --as carla`,
    );
    assert.deepEqual([waits.code, waits.status], ['SAVED_WAITING', 75]);
    assert.equal(await documents(), before + 1);
  });

  it('gives a receipt back as it came', async () => {
    const pdf = path.join(desk.folder, 'given.pdf');
    writeFileSync(pdf, '%PDF-1.7 given');
    const receipt = readReceipt(pdf);
    const stored = await inTransaction(desk.pool, (tx) =>
      saveDocument(tx, desk.vault, { organisationId: ORGANISATION, caseId: italian, ...receipt }),
    );
    const body = {
      ...step('CONTRACT', 'acme-insurance', '2025-11-26T20:00:00Z'),
      documentId: stored.documentId,
      receiptSha256: stored.sha256,
    };
    await desk.said('regime.recordStep', { as: 'carla', at: LATER, caseId: italian, body });
    const back = path.join(desk.folder, 'back.pdf');
    const given = await json(`regime receipt ${italian} CONTRACT acme-insurance --file ${back}`);
    assert.equal(given.status, 0, given.stdout);
    assert.equal(readFileSync(back, 'utf8'), '%PDF-1.7 given');
    assert.equal((await json(`regime receipt ${italian} NIS2 earlyWarning`)).code, 'RECEIPT_MISSING');
  });

  const REFUSED: [args: string, code: string, exit: number][] = [
    ['regime judge CASE NIS3 yes --reason x --dry-run --as diego', 'REGIME_UNKNOWN', 65],
    ['regime judge CASE NIS2 maybe --reason x --dry-run --as diego', 'FIELD_VALUE', 65],
    ['regime judge CASE NIS2 yes --dry-run --as diego', 'WORDS_MISSING', 65],
    ['regime judge CASE NIS2 yes --reason x --dry-run --as carla', 'ROLE_NOT_ALLOWED', 77],
    ['regime judge CASE NIS2', 'USAGE', 64],
    ['regime moment CASE DORA lunchAt --at 2025-11-26 --dry-run --as carla', 'FIELD_VALUE', 65],
    ['regime moment CASE DORA classifiedAt --dry-run --as carla', 'FIELD_VALUE', 65],
    ['regime moment CASE CONTRACT resolvedAt --at 2025-11-26 --dry-run --as carla', 'MOMENT_UNUSED', 65],
    ['regime filed CASE DORA intermedate --at 2025-11-26T13:00 --dry-run --as carla', 'STEP_UNKNOWN', 65],
    ['regime list breach-2025-7777', 'CASE_UNKNOWN', 65],
  ];
  for (const [args, code, exit] of REFUSED) {
    it(`refuses '${args}' as ${code}`, async () => {
      const refused = await json(args.replace('CASE', financial));
      assert.deepEqual([refused.code, refused.status], [code, exit], refused.stdout);
    });
  }
});

describe('tocsin law regimes', () => {
  it('computes the clocks of a profile without a server', async () => {
    const file = path.join(desk.folder, 'law-profile.json');
    writeFileSync(file, JSON.stringify({ regimes: { DORA: { systemic: false } } }));
    const args = `law regimes --profile ${file} --aware 2026-08-06T10:00:00Z --filed DORA/initial=2026-08-06T11:00:00Z`;
    const { json: answer } = await json(args);
    const duties = answer['duties'] as { dutyId: string; dueAt: string; mayFileUntil: string | null }[];
    const intermediate = duties.find(({ dutyId }) => dutyId === 'regime/DORA/intermediate');
    assert.equal(intermediate?.dueAt, '2026-08-09T13:00:00+02:00');
    assert.equal(intermediate?.mayFileUntil, '2026-08-10T12:00:00+02:00');
  });

  it('shows NIS2 as a country has it', async () => {
    const { json: row } = await json('law regimes nis2-pt');
    assert.equal(row['id'], 'NIS2-PT');
    assert.equal((await json('law regimes NIS9')).code, 'USAGE');
    assert.equal((await json('law regimes --profile x.json')).code, 'USAGE');
  });
});

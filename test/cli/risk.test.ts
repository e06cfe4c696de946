import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type DeskFixture, deskFixture, type Run } from './desk-fixture.ts';

let desk: DeskFixture;
let caseId: string;

before(async () => {
  desk = await deskFixture();
  caseId = await desk.open('2026-03-10T14:00:00Z', {
    learnedAt: '2026-03-10T14:30:00+01:00',
    precision: 'instant',
    from: 'confirmation',
    certain: true,
  });
});
after(() => desk.close());

const assess = (args: string, ...more: string[]): Promise<Run> =>
  desk.tocsin(['risk', 'assess', caseId, ...args.split(' '), ...more, '--as', 'carla', '--dry-run', '-o', 'json']);

describe('tocsin risk assess', () => {
  it('shows score, band, what hangs on one step, and which clocks the conclusion ends', async () => {
    const { status, stderr, stdout } = await desk.tocsin([
      ...['risk', 'assess', caseId, '--dpc', '1', '--ei', '0.75', '--cb', '1', '--risk', 'unlikely', '--document'],
      ...['--not-required', '--reasons', 'old data', '--as', 'carla', '--dry-run'],
    ]);
    assert.equal(status, 0);
    assert.match(stderr, /Score +1\.75, low, borderline/);
    assert.match(stderr, /ei +1 +2\.00 medium: notify/);
    assert.match(stdout, /It would wait for a second person/);
  });

  it('wants the conclusion said: a score never decides', async () => {
    const { code, status, json } = await assess('--dpc 2 --ei 1 --cb 1');
    assert.deepEqual([code, status], ['CONCLUSION_MISSING', 64]);
    const { message, next } = json['error'] as { message: string; next: string };
    assert.match(message, /3\.00 suggests notify and communicate/);
    assert.match(next, /--risk .*--notify or --document.*--communicate, --voluntary or --not-required/);
  });

  it('wants reasons where the conclusion departs from the score, on either article', async () => {
    const high = '--dpc 2 --ei 1 --cb 1';
    const low = '--dpc 1 --ei 0.25 --cb 0';
    const rows: [string, string | undefined][] = [
      [`${high} --risk high --notify --communicate`, undefined],
      [`${high} --risk risk --notify --voluntary`, 'REASON_REQUIRED'],
      [`${high} --risk risk --notify --not-required`, 'REASON_REQUIRED'],
      [`${low} --risk risk --notify --not-required`, 'REASON_REQUIRED'],
      [`${low} --risk unlikely --document --not-required`, 'REASON_REQUIRED'],
    ];
    for (const [args, code] of rows) assert.equal((await assess(args)).code, code, args);
    for (const [args] of rows) assert.equal((await assess(args, '--reasons', 'because')).status, 0, args);
  });

  it('refuses inputs the method does not know, half a score, and silence on a risk that is not unlikely', async () => {
    const rows: [string, string, number][] = [
      ['--dpc 5 --ei 1 --cb 1 --risk risk --notify --not-required --reasons r', 'SEVERITY_INPUT', 65],
      ['--dpc 2 --ei 0.3 --cb 1 --risk risk --notify --not-required --reasons r', 'SEVERITY_INPUT', 65],
      ['--dpc 2 --ei 1 --risk risk --notify --not-required --reasons r', 'SEVERITY_INPUT', 64],
      ['--dpc two --ei 1 --cb 1 --risk risk --notify --not-required', 'NUMBER_FORM', 65],
      ['--dpc 2 --ei 1 --cb 1 --lenient 1,1 --risk risk --notify --voluntary --reasons r', 'LENIENT_FORM', 64],
      ['--dpc 2 --ei 1 --cb 1 --risk risk --document --not-required --reasons r', 'RISK_CONTRADICTORY', 65],
      ['--dpc 2 --ei 1 --cb 1 --risk risk --notify --document --not-required', 'USAGE', 64],
      ['--dpc 2 --ei 1 --cb 1 --risk grave --notify --not-required', 'USAGE', 64],
    ];
    for (const [args, code, status] of rows) {
      const refused = await assess(args);
      assert.deepEqual([refused.code, refused.status], [code, status], args);
    }
  });

  it('warns of a high risk that is not communicated', async () => {
    const { json } = await assess('--dpc 4 --ei 1 --cb 1 --risk high --notify --not-required', '--reasons', 'r');
    assert.deepEqual(
      (json['findings'] as { code: string }[]).map(({ code }) => code),
      ['HIGH_RISK_NOT_COMMUNICATED'],
    );
  });

  const ANSWERS = [
    ...['--data', 'simple=base,behavioural=base', '--identifier', 'emailWithName', '--integrity', 'notAltered'],
    ...['--confidentiality', 'unknownRecipients', '--availability', 'easilyRecovered', '--malicious', 'yes'],
  ];

  it('T-6-5 takes answers instead of numbers, and says which one would move the band', async () => {
    const { status, stderr } = await desk.tocsin([
      ...['risk', 'assess', caseId, ...ANSWERS, '--risk', 'high', '--notify', '--communicate', '--dry-run'],
      ...['--as', 'carla'],
    ]);
    assert.equal(status, 0);
    assert.match(stderr, /categories\.behavioural +littleInsight +2\.00 medium: notify/);
    const bare = await assess('--dpc 2 --ei 1 --cb 1 --risk high --notify --communicate');
    assert.deepEqual(
      (bare.json['findings'] as { code: string }[]).map(({ code }) => code),
      ['SEVERITY_NOT_EXPLAINED'],
    );
  });

  it('wants reasons for numbers put above the answers, for an unlikely risk, and refuses what contradicts itself', async () => {
    const above = [...ANSWERS, '--risk', 'high', '--notify', '--communicate'];
    assert.equal((await assess('--dpc 3 --ei 1 --cb 1', ...above)).code, 'REASON_REQUIRED');
    const over = await assess('--dpc 3 --ei 1 --cb 1', ...above, '--reasons', 'the location was exact');
    assert.deepEqual((over.json['severity'] as Record<string, unknown>)['overridden'], {
      ...{ dpc: 2, ei: 1, cb: 1 },
      score: '3.00',
    });
    assert.equal((await assess('--risk unlikely --notify --not-required')).code, 'REASON_REQUIRED');
    const told = await assess('--risk unlikely --document --communicate --reasons r');
    assert.equal(told.code, 'RISK_CONTRADICTORY');
  });

  it('R-33-1 records the judgements as codes, the words sealed, and names a target that is no date of the law', async () => {
    const { caseId: id } = await desk.said('case.open', {
      as: 'carla',
      at: '2026-03-10T14:00:00Z',
      body: { learnedAt: '2026-03-10T14:30:00+01:00', precision: 'instant', from: 'confirmation', certain: true },
    });
    const answers = {
      categories: { simple: 'base', behavioural: 'base' },
      identifiers: ['emailWithName'],
      confidentiality: 'unknownRecipients',
      integrity: 'notAltered',
      availability: 'easilyRecovered',
      malicious: true,
    };
    const body = {
      answers,
      factors: ['identification'],
      risk: 'high',
      conclusion33: 'notify',
      conclusion34: 'communicate',
    };
    const words = { facts: 'CANARYFACTS', safeguards: 'CANARYSAFE', impact: 'CANARYIMPACT' };
    await desk.said('risk.assess', { as: 'carla', at: '2026-03-10T15:00:00Z', caseId: id, body, words });
    const stored = await desk.pool.query(
      "select body::text as body from register_entry where case_id = $1 and kind = 'risk.assess'",
      [id],
    );
    const [{ body: text }] = stored.rows as [{ body: string }];
    assert.match(text, /"behavioural": ?"base"/);
    assert.match(text, /"dpc": ?2/);
    assert.doesNotMatch(text, /CANARY/);
    const shown = await desk.tocsin(['case', 'show', id]);
    assert.match(
      shown.stdout,
      /Our own target for notifying: Wed 11 Mar 2026 14:30 Madrid \(UTC\+01:00\), 24 h from awareness; not a date of the law/,
    );
    const json = await desk.tocsin(['case', 'show', id, '-o', 'json']);
    assert.deepEqual(json.json['notifyTarget'], { at: '2026-03-11T14:30:00+01:00', hours: 24, from: 'awareness' });
  });
});

describe('tocsin risk cases', () => {
  it('T-6E-05 compares by what is on file, names what is not known, and takes what is typed above it', async () => {
    const bare = await desk.tocsin(['risk', 'cases', caseId, '-o', 'json']);
    assert.deepEqual([bare.json['features'], bare.json['cases']], [[], []]);
    const claims = [
      { key: 'incident', value: ['exfiltration'], source: 'controller' },
      { key: 'cKind', value: 'exfiltrated', source: 'controller' },
      { key: 'cause', value: 'external_malicious', source: 'controller' },
    ];
    await desk.said('case.recordFacts', { as: 'carla', at: '2026-03-10T15:00:00Z', caseId, body: { claims } });
    const { json } = await desk.tocsin(['risk', 'cases', caseId, '--feature', 'volume=upTo1000', '-o', 'json']);
    assert.deepEqual(json['features'], [
      { feature: 'attack', value: 'exfiltration', from: 'incident' },
      { feature: 'intent', value: 'malicious', from: 'cause' },
      { feature: 'exfiltrated', value: 'yes', from: 'cKind' },
      { feature: 'volume', value: 'upTo1000', from: '--feature' },
    ]);
    assert.equal((json['cases'] as { number: number }[])[0]?.number, 5);
    const { stdout } = await desk.tocsin(['risk', 'cases', caseId, '--feature', 'intent=?']);
    assert.match(stdout, /intent +\? +what was meant: malicious accidental unclear/);
    assert.match(stdout, /changing one fact may change the result/);
  });

  it('refuses a case and a feature there are not', async () => {
    const run = (...args: string[]): Promise<Run> => desk.tocsin(['risk', 'cases', ...args, '-o', 'json']);
    assert.equal((await run('breach-2026-9999')).code, 'CASE_UNKNOWN');
    assert.equal((await run(caseId, '--feature', 'mood=bad')).code, 'FEATURE_UNKNOWN');
  });
});

const ANSWERED = {
  categories: { simple: 'base', behavioural: 'littleInsight' },
  identifiers: ['emailWithName'],
  confidentiality: 'unknownRecipients',
  integrity: 'notAltered',
  availability: 'easilyRecovered',
  malicious: true,
};
const CONCLUDED = { risk: 'risk', conclusion33: 'notify', conclusion34: 'notRequired' };

/** A case of its own with two assessments, the second of them strict. */
async function assessedTwice(): Promise<string> {
  const id = await desk.open('2026-03-10T14:00:00Z', {
    ...{ learnedAt: '2026-03-10T14:30:00+01:00', precision: 'instant', from: 'confirmation', certain: true },
  });
  await desk.said('risk.assess', {
    ...{ as: 'carla', at: '2026-03-10T15:00:00Z', caseId: id },
    body: { ...CONCLUDED, answers: ANSWERED },
  });
  await desk.said('risk.assess', {
    ...{ as: 'diego', at: '2026-03-10T16:00:00Z', caseId: id },
    body: {
      ...{ ...CONCLUDED, conclusion34: 'voluntary', dpoAdvice: 'agrees', factors: ['identification'] },
      answers: { ...ANSWERED, categories: { simple: 'base', behavioural: 'base' }, people: 'over100' },
    },
    words: {
      facts: 'Six data items',
      safeguards: 'Vendor removed',
      impact: 'Phishing',
      reasons: 'High risk not clear',
    },
  });
  return id;
}

describe('tocsin risk list and show', () => {
  it('lists all assessments with what the newest changed, and shows the record of the decision in its order', async () => {
    const id = await assessedTwice();
    const { json } = await desk.tocsin(['risk', 'list', id, '-o', 'json']);
    const lines = json as unknown as { version: number; state: string; score: string; actor: string; at: string }[];
    assert.deepEqual(
      lines.map(({ version, state, score, actor, at }) => [version, state, score, actor, at]),
      [
        [1, 'superseded', '2.00', 'carla', '2026-03-10T16:00:00+01:00'],
        [2, 'inForce', '3.00', 'diego', '2026-03-10T17:00:00+01:00'],
      ],
    );
    const list = await desk.tocsin(['risk', 'list', id]);
    assert.match(list.stdout, /answers\.categories\.behavioural littleInsight → base/);
    const { stdout } = await desk.tocsin(['risk', 'show', id]);
    const order = [
      'Score ',
      'Six data items',
      'Vendor removed',
      'Phishing',
      'Art. 33(1)  ',
      'the people are told by choice',
    ];
    const places = order.map((words) => stdout.lastIndexOf(words));
    assert.ok(
      places.every((place, at) => place > (places[at - 1] ?? -1)),
      `${places} in ${stdout}`,
    );
    assert.match(stdout, /are told by choice; departs from the score, see the reasons/);
    assert.match(stdout, /\[x\] how easily people are identified/);
    assert.match(stdout, /categories\.behavioural +littleInsight +2\.00 medium/);
    assert.match(stdout, /Our own target for notifying: .*48 h from awareness; not a date of the law/);
  });

  it('shows an older version, and refuses one there is not', async () => {
    const id = await assessedTwice();
    const { json } = await desk.tocsin(['risk', 'show', id, '--version', '1', '-o', 'json']);
    assert.deepEqual([json['version'], json['versions'], json['score'], json['words']], [1, 2, '2.00', {}]);
    const run = (...args: string[]): Promise<Run> => desk.tocsin(['risk', 'show', ...args, '-o', 'json']);
    assert.equal((await run(id, '--version', '3')).code, 'RISK_VERSION');
    assert.equal((await run(id, '--version', 'two')).code, 'USAGE');
    assert.equal((await run(caseId)).code, 'RISK_NOT_ASSESSED');
    assert.equal((await run('breach-2026-9999')).code, 'CASE_UNKNOWN');
  });
});

describe('tocsin risk report', () => {
  const PDF = '%PDF-1.4 report of a tool';
  const fileWith = (name: string, content: string): string => {
    const file = path.join(desk.folder, name);
    writeFileSync(file, content);
    return file;
  };
  const attach = (id: string, file: string, ...more: string[]): Promise<Run> =>
    desk.tocsin(['risk', 'report', id, '--file', file, ...more, '--as', 'carla', '-o', 'json']);

  it('seals the report, waits with it while Temporal is away, and lists and returns it once recorded', async () => {
    const id = await assessedTwice();
    const waiting = await attach(id, fileWith('asesora.pdf', PDF), '--tool', 'asesoraBrecha', '--outcome', 'notify');
    assert.deepEqual([waiting.code, waiting.status], ['SAVED_WAITING', 75]);
    const stored = await desk.pool.query('select body from statement where case_id = $1 and kind = $2', [
      id,
      'risk.recordReport',
    ]);
    const [{ body }] = stored.rows as [{ body: { documentId: string; reportSha256: string } }];
    const { documentId, reportSha256 } = body;
    const recorded = { tool: 'asesoraBrecha', outcome: 'notify', documentId, reportSha256 };
    const { seq } = await desk.said('risk.recordReport', {
      ...{ as: 'carla', at: '2026-03-10T17:00:00Z', caseId: id },
      body: recorded,
    });
    const { json } = await desk.tocsin(['risk', 'show', id, '-o', 'json']);
    assert.deepEqual(json['reports'], [
      {
        ...{ seq, at: '2026-03-10T18:00:00+01:00', actor: 'carla', tool: 'asesoraBrecha', outcome: 'notify' },
        ...{ sha256: reportSha256, note: null },
      },
    ]);
    const back = path.join(desk.folder, 'back.pdf');
    const save = await desk.tocsin(['risk', 'report-file', id, '--file', back, '-o', 'json']);
    assert.equal(save.json['sha256'], reportSha256);
    assert.equal(readFileSync(back, 'utf8'), PDF);
    const again = await desk.tocsin(['risk', 'report-file', id, '--file', back, '-o', 'json']);
    assert.equal(again.code, 'FILE_EXISTS');
  });

  it('refuses what is no report, an outcome the tool cannot give, and stores nothing then', async () => {
    const id = await assessedTwice();
    const good = fileWith('comunica.pdf', PDF);
    const rows: [Promise<Run>, string][] = [
      [attach(id, fileWith('a.txt', 'hello'), '--tool', 'other', '--outcome', 'notify'), 'RECEIPT_NOT_A_RECEIPT'],
      [attach(id, good, '--tool', 'comunicaBrecha', '--outcome', 'notify'), 'REPORT_OUTCOME'],
      [attach(id, good, '--tool', 'oracle', '--outcome', 'notify'), 'USAGE'],
      [attach(id, good, '--tool', 'other'), 'FIELD_VALUE'],
      [desk.tocsin(['risk', 'report', id, '--tool', 'other', '--as', 'carla', '-o', 'json']), 'USAGE'],
      [desk.tocsin(['risk', 'report-file', id, '-o', 'json']), 'REPORT_MISSING'],
    ];
    for (const [run, code] of rows) assert.equal((await run).code, code);
    const stored = await desk.pool.query('select count(*)::int as n from document where case_id = $1', [id]);
    assert.deepEqual(stored.rows, [{ n: 0 }]);
  });
});

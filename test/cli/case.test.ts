import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { inTransaction } from '../../database/transaction.ts';
import { type DeskFixture, deskFixture, type Run } from './desk-fixture.ts';

let desk: DeskFixture;
before(async () => {
  desk = await deskFixture();
});
after(() => desk.close());

const run = (args: string, ...more: string[]): Promise<Run> => desk.tocsin([...args.split(' '), ...more]);
const json = (args: string, ...more: string[]): Promise<Run> => run(args, ...more, '-o', 'json');

/** The story of the vendor that took sixteen days, told to a Spanish controller. */
const STORY = {
  learnedAt: '2025-11-25T00:00:00+01:00',
  precision: 'date',
  from: 'processor_notice',
  certain: true,
  processorId: 'vendor',
  detectedAt: '2025-11-09T00:00:00+01:00',
  peopleApprox: 1200,
};
const openStory = (what = 'Export of analytics data'): Promise<{ caseId: string }> =>
  desk.said('case.open', { as: 'diego', at: '2025-11-26T12:00:00Z', body: STORY, words: { what, whose: 'Customers' } });

describe('tocsin case open, with Temporal away', () => {
  it('saves the opening, says the clock, and exits 75; what follows is saved too', async () => {
    const opened = await run('case open --learned-at 2025-11-25 --processor vendor --as carla', '--what', 'Export');
    assert.equal(opened.status, 75, opened.stderr);
    assert.match(opened.stderr, /Notify ES, .* late, until Thu 27 Nov 2025 24:00 Madrid \(UTC\+01:00\)/);
    assert.equal(opened.stdout, '');
    const caseId = /breach-\d{4}-\d{4}/.exec(opened.stderr)?.[0] ?? '';
    const facts = await json(`case facts ${caseId} --set types=confidentiality --as carla`);
    assert.deepEqual([facts.status, facts.code], [75, 'SAVED_WAITING']);
    const waiting = (await json(`statement list --waiting --case ${caseId}`)).json as unknown as { kind: string }[];
    assert.deepEqual(
      waiting.map(({ kind }) => kind),
      ['case.open', 'case.recordFacts'],
    );
  });

  it('shows with --dry-run what would be due and saves nothing', async () => {
    const before = (await json('statement list --waiting')).json as unknown as unknown[];
    const shown = await json('case open --learned-at 2025-11-25 --processor vendor --dry-run --as carla');
    const { after: duties } = shown.json as { after: { dutyId: string; dueAt: string }[] };
    assert.equal(duties.find(({ dutyId }) => dutyId === 'authority/ES/initial')?.dueAt, '2025-11-28T00:00:00+01:00');
    assert.equal(((await json('statement list --waiting')).json as unknown as unknown[]).length, before.length);
  });
});

describe('tocsin case open, with PostgreSQL away', () => {
  const AWAY = { TOCSIN_DATABASE_URL: 'postgres://nobody:x@127.0.0.1:1/none' };

  it('keeps everything typed in a file for its owner only, which --from says once', async () => {
    const typed = ['case', 'open', '--learned-at', '2025-11-25', '--processor', 'vendor', '--what', 'canary-word'];
    const kept = await desk.tocsin([...typed, '--as', 'carla', '-o', 'json'], AWAY);
    assert.deepEqual([kept.status, kept.code], [75, 'KEPT_IN_FILE']);
    const { message, next } = kept.json['error'] as { message: string; next: string };
    const file = /'([^']+\.json)'/.exec(message)?.[1] ?? '';
    assert.equal(next, `Go on with: tocsin case open --as carla --from ${file}`);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const saying = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    assert.equal(saying['what'], 'canary-word');

    const copy = path.join(desk.folder, 'copy.json');
    writeFileSync(copy, JSON.stringify(saying));
    const first = await run(`case open --as carla --from ${file}`);
    assert.equal(first.status, 75);
    assert.match(first.stderr, /SAVED_WAITING/);
    assert.throws(() => statSync(file), { code: 'ENOENT' });
    const second = await run(`case open --as carla --from ${copy}`);
    const numbers = [first, second].map(({ stderr }) => /breach-\d{4}-\d{4}/.exec(stderr)?.[0]);
    assert.equal(numbers[0], numbers[1]);
    assert.ok(statSync(copy).isFile());
  });

  it('keeps any statement, its correction and reason included', async () => {
    const kept = await desk.tocsin(
      ['case', 'hold', 'breach-2026-0042', '--reason', 'law suit', '--corrects', '7', '--as', 'diego', '-o', 'json'],
      AWAY,
    );
    assert.equal(kept.code, 'KEPT_IN_FILE');
    const folder = path.join(desk.folder, '.tocsin', 'kept');
    const file = readdirSync(folder).find((name) => name.startsWith('case.hold')) ?? '';
    const { reason, corrects } = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Record<string, unknown>;
    assert.deepEqual([reason, corrects], ['law suit', 7]);
  });

  it('keeps it in the temporary folder where the state folder cannot be written', async () => {
    const blocked = path.join(desk.folder, 'blocked');
    mkdirSync(blocked);
    writeFileSync(path.join(blocked, '.tocsin'), 'a file where a folder should be');
    const kept = await desk.tocsin(
      ['case', 'hold', 'breach-2026-0042', '--reason', 'x', '--as', 'diego', '-o', 'json'],
      {
        ...AWAY,
        TOCSIN_HOME: blocked,
        TMPDIR: desk.folder,
      },
    );
    assert.equal(kept.code, 'KEPT_IN_FILE');
    assert.ok(readdirSync(desk.folder).some((name) => name.startsWith('tocsin-kept-')));
  });
});

describe('bad inputs', () => {
  const REFUSED: [args: string, exit: number, code: string][] = [
    ['case open --learned-at 2025-10-26T02:30 --learned-from press --as carla', 65, 'TIME_TWICE'],
    ['case open --learned-at 2026-03-29T02:30 --learned-from press --as carla', 65, 'TIME_DOES_NOT_EXIST'],
    ['case open --learned-at 03/04/2026 --learned-from press --as carla', 65, 'TIME_FORM'],
    ['case open --learned-at 2098-01-01 --learned-from press --as carla', 65, 'TIME_IN_FUTURE'],
    ['case open --learned-at 1970-01-01 --learned-from press --as carla', 65, 'TIME_UNLIKELY'],
    ['case open --learned-at 2025-11-25 --learned-from press --zone Madrid --as carla', 65, 'ZONE_UNKNOWN'],
    ['case open --learned-at 2025-11-25 --processor nobody --as carla', 65, 'PROCESSOR_UNKNOWN'],
    ['case open --learned-at 2025-11-25 --learned-from press --as mallory', 77, 'ROLE_NOT_ALLOWED'],
    ['case open --learned-at 2025-11-25 --learned-from press', 64, 'ACTOR_MISSING'],
    ['case open --learned-at 2025-11-25 --learned-from press --org nobody --as carla', 64, 'ORGANISATION_UNKNOWN'],
    ['case open --as carla', 64, 'USAGE'],
    ['case open --learned-at 2025-11-25 --learned-from rumour --as carla', 64, 'USAGE'],
    ['case open --learned-at 2025-11-25 --learned-from press --people -3 --as carla', 64, 'USAGE'],
    ['case open --from nowhere.json --as carla', 65, 'FILE_UNREADABLE'],
    ['case show breach-2020-0001', 65, 'CASE_UNKNOWN'],
    ['case timeline nonsense', 65, 'CASE_UNKNOWN'],
    ['case facts', 64, 'USAGE'],
    ['case hold breach-2020-0001 --reason x --as diego', 65, 'CASE_UNKNOWN'],
    ['case hold breach-2020-0001 --reason x --corrects first --as diego', 64, 'USAGE'],
    ['statement list --refused --waiting', 64, 'USAGE'],
    ['case shwo', 64, 'USAGE'],
  ];
  for (const [args, exit, code] of REFUSED) {
    it(`refuses '${args}' as ${code}`, async () => {
      const refused = await json(args);
      assert.deepEqual([refused.code, refused.status], [code, exit], refused.stdout + refused.stderr);
    });
  }

  it('offers both readings of a time that comes twice', async () => {
    const refused = await run('case open --learned-at 2025-10-26T02:30 --learned-from press --as carla');
    assert.match(refused.stderr, /2025-10-26T02:30:00\+02:00 .* or 2025-10-26T02:30:00\+01:00/);
  });

  for (const [name, text, code] of [
    ['no JSON', '{', 'JSON_FORM'],
    ['a list', '[]', 'JSON_FORM'],
    ['an unknown field', '{"learnedAt":"2025-11-25","from":"press","lerned":1}', 'FIELD_UNKNOWN'],
    ['a number for a time', '{"learnedAt":5,"from":"press"}', 'FIELD_VALUE'],
  ] as const) {
    it(`refuses a file with ${name}`, async () => {
      const args = ['case', 'open', '--from', '-', '--as', 'carla', '-o', 'json'];
      const refused = await desk.tocsin(args, {}, text);
      assert.deepEqual([refused.code, refused.status], [code, 65], refused.stdout);
    });
  }
});

describe('tocsin case show', () => {
  it('T-8-3 answers the contract', async () => {
    const { caseId } = await openStory();
    const { status, json: shown } = await json(`case show ${caseId}`);
    assert.equal(status, 0);
    const { duties, ...rest } = shown as { duties: Record<string, unknown>[] };
    assert.deepEqual(rest, {
      caseId,
      stage: 'aware',
      drill: false,
      role: 'controller',
      awareness: { at: '2025-11-25T00:00:00+01:00', precision: 'date', status: 'proposed' },
      risk: null,
      notifyTarget: { at: '2025-11-27T12:00:00+01:00', hours: 60, from: 'awareness' },
      authorities: [{ code: 'ES', state: 'late', letter: null, phases: [] }],
      regimes: [],
      people: [],
      processorHops: [
        {
          processor: 'vendor',
          detectedAt: '2025-11-09T00:00:00+01:00',
          knownToUsAt: null,
          noticedAt: '2025-11-25T00:00:00+01:00',
          delay: 'P16D',
          contractHours: 48,
          exceeded: true,
        },
      ],
      pending: [],
    });
    const initial = duties.find(({ dutyId }) => dutyId === 'authority/ES/initial') ?? {};
    const { leftSeconds, why, ...clock } = initial;
    assert.deepEqual(clock, {
      caseId,
      dutyId: 'authority/ES/initial',
      rule: 'R-33-1',
      dueAt: '2025-11-28T00:00:00+01:00',
      actBy: '2025-11-28T00:00:00+01:00',
      state: 'missed',
    });
    assert.ok(Number(leftSeconds) < 0 && String(why).includes('72 hours'));
  });

  it('puts the countdown first, then words, duties and questions, and the next command on stderr', async () => {
    const { caseId } = await openStory('Export\u001b[2J of data');
    const { stdout, stderr } = await run(`case show ${caseId}`);
    const lines = stdout.split('\n');
    assert.equal(lines[0], `${caseId} · aware · controller acme`);
    assert.match(lines[2] ?? '', /LATE {2}Notify ES$/);
    assert.equal(lines[3], '  until Thu 27 Nov 2025 24:00 Madrid (UTC+01:00)');
    assert.match(stdout, /who: .*dpo diego or olga/);
    assert.match(stdout, /What happened {2}Export\\u001b\[2J of data\n/);
    assert.match(
      stdout,
      /vendor {2}detected Sun 9 Nov 2025 {2}told us Tue 25 Nov 2025 {2}P16D {2}contract 48 h, EXCEEDED/,
    );
    assert.match(stderr, new RegExp(`Next: tocsin awareness decide ${caseId} --at 2025-11-25T00:00:00\\+01:00`));
  });

  it('marks a drill at the top, at the end, in the list and in the timeline', async () => {
    const drill = await desk.said('case.open', {
      as: 'diego',
      at: '2025-11-26T12:00:00Z',
      body: { ...STORY, drill: true },
    });
    assert.match(drill.caseId, /^breach-2025-9\d{3}$/);
    const shown = (await run(`case show ${drill.caseId}`)).stdout.trim().split('\n');
    assert.match(shown[0] ?? '', /^DRILL · /);
    assert.match(shown.at(-1) ?? '', /DRILL$/);
    assert.match((await run('case list')).stdout, new RegExp(`${drill.caseId} DRILL`));
    assert.match((await run(`case timeline ${drill.caseId}`)).stdout, /^DRILL · .*[\s\S]*Opened the drill/);
  });
});

describe('tocsin case timeline', () => {
  it('answers the contract, with words opened, and still reads when they are erased', async () => {
    const { caseId } = await openStory('The canary word');
    const at = '2025-11-26T13:00:00Z';
    await desk.said('case.hold', { as: 'diego', at, caseId, body: {}, words: { reason: 'Law suit' } });
    const lines = async () => (await json(`case timeline ${caseId}`)).json as unknown as Record<string, unknown>[];
    const shown = await lines();
    assert.deepEqual(Object.keys(shown[0] ?? {}), ['seq', 'at', 'actor', 'assurance', 'kind', 'sentence']);
    assert.deepEqual(
      shown.map(({ kind, actor, assurance }) => [kind, actor, assurance]),
      [
        ['case.open', 'diego', 'claimed'],
        ['clock.compute', 'engine', 'engine'],
        ['case.hold', 'diego', 'claimed'],
      ],
    );
    assert.match(String(shown[0]?.['sentence']), /“The canary word”/);
    assert.equal(shown.at(-1)?.['at'], '2025-11-26T14:00:00+01:00');
    assert.equal(shown.at(-1)?.['sentence'], 'Put a legal hold on the case because “Law suit”');

    await inTransaction(desk.pool, (tx) => desk.vault.destroyKey(tx, `case:${caseId}`, new Date()));
    const erased = await lines();
    assert.equal(erased.at(-1)?.['sentence'], 'Put a legal hold on the case because (erased)');
    assert.ok(!JSON.stringify(erased).includes('canary'));
    assert.match((await run(`case show ${caseId}`)).stdout, /What happened {2}\(erased\)/);
  });
});

describe('tocsin case facts', () => {
  const record = (caseId: string, source: string, value: string, text: string) =>
    desk.said('case.recordFacts', {
      as: 'carla',
      at: '2025-11-26T13:00:00Z',
      caseId,
      body: {
        claims: [
          { key: 'cKind', value, source },
          { key: 'causeText', source },
        ],
      },
      words: { causeText: text },
    });

  it('shows what is known, and every contradiction with its sources', async () => {
    const { caseId } = await openStory();
    await record(caseId, 'processor', 'exfiltrated', 'An attacker got in');
    await record(caseId, 'press', 'unassessable', 'An attacker got in');
    const { json: shown } = await json(`case facts ${caseId}`);
    const { facts, conflicts } = shown as { facts: { key: string; value: unknown }[]; conflicts: unknown[] };
    assert.deepEqual(
      facts.map(({ key, value }) => [key, value]),
      [['causeText', 'An attacker got in']],
    );
    assert.equal(conflicts.length, 1);
    assert.match(JSON.stringify(conflicts), /"source":"processor","value":"exfiltrated".*"source":"press"/);
    const text = await run(`case facts ${caseId}`);
    assert.match(text.stdout, /✗ cKind: sources contradict each other/);
    assert.match(text.stderr, /--set cKind=VALUE --choose/);
  });

  it('reads values by the kind of their field', async () => {
    const { caseId } = await openStory();
    const facts = { when: 'day', types: 'confidentiality,integrity', count: '1200', causeText: 'a=b' };
    const sets = Object.entries(facts).flatMap(([key, value]) => ['--set', `${key}=${value}`]);
    const previewed = await json(`case facts ${caseId} --source press --dry-run --as carla`, ...sets);
    assert.equal(previewed.status, 0, previewed.stdout);
    const saved = await json(`case facts ${caseId} --source press --as carla`, ...sets);
    assert.equal(saved.code, 'SAVED_WAITING');
    const stored = await inTransaction(desk.pool, (tx) =>
      tx.query('select body from statement where case_id = $1 order by position desc limit 1', [caseId]),
    );
    const { claims } = stored.rows[0].body as { claims: { key: string; value?: unknown; source: string }[] };
    assert.deepEqual(
      claims.map(({ key, value, source }) => [key, value, source]),
      [
        ['when', 'day', 'press'],
        ['types', ['confidentiality', 'integrity'], 'press'],
        ['count', 1200, 'press'],
        ['causeText', undefined, 'press'],
      ],
    );
  });

  it('refuses what no field takes, and two texts for one field', async () => {
    const { caseId } = await openStory();
    const refused = async (...more: string[]) =>
      (await json(`case facts ${caseId} --dry-run --as carla`, ...more)).code;
    assert.equal(await refused('--set', 'typs=x'), 'FACT_KEY_UNKNOWN');
    assert.equal(await refused('--set', 'types=gone'), 'FACT_VALUE_UNKNOWN');
    assert.equal(await refused('--set', 'parties=[{'), 'JSON_FORM');
    assert.equal(await refused('--words', 'causeText=one', '--words', 'causeText=two'), 'FACT_TWICE');
    assert.equal(await refused('--set', 'causeText'), 'USAGE');
  });

  it('lists every field with its values without a server', async () => {
    const listed = await desk.tocsin(['case', 'facts', '--list', '-o', 'json'], { TOCSIN_DATABASE_URL: '' });
    const rows = listed.json as unknown as { key: string; values: string[] | null }[];
    assert.deepEqual(rows.find(({ key }) => key === 'types')?.values, ['confidentiality', 'integrity', 'availability']);
  });
});

describe('tocsin case scope, gate and close', () => {
  it('previews what a wider scope begins: another authority to notify', async () => {
    const { caseId } = await openStory();
    const scope = await json(
      `case scope ${caseId} --establishments IE --affected ES=1200,PT=40 --cross-border --public-authority ES --dry-run --as carla`,
    );
    assert.equal(scope.status, 0, scope.stdout);
    const { before, after } = scope.json as Record<'before' | 'after', { dutyId: string }[]>;
    assert.ok(before.some(({ dutyId }) => dutyId === 'authority/ES/initial'));
    assert.ok(after.some(({ dutyId }) => dutyId === 'authority/ES/initial'));
    const bad = await json(`case scope ${caseId} --affected XX=3 --dry-run --as carla`);
    assert.equal(bad.code, 'COUNTRY_UNKNOWN');
  });

  it('lists everything still owed instead of closing', async () => {
    const { caseId } = await openStory();
    const refused = await json(`case close ${caseId} --reason done --dry-run --as elena`);
    assert.deepEqual([refused.code, refused.status], ['CASE_NOT_FINISHED', 65]);
    const { findings } = refused.json['error'] as { findings: { code: string; field: string }[] };
    assert.deepEqual(
      findings.map(({ code, field }) => [code, field]),
      [
        ['DUTY_OPEN', 'processor/1/answers'],
        ['DUTY_OPEN', 'authority/ES/initial'],
        ['RISK_NOT_ASSESSED', 'risk'],
      ],
    );
    const spoken = await run(`case close ${caseId} --reason done --dry-run --as elena`);
    assert.match(spoken.stderr, /✗ RISK_NOT_ASSESSED/);
  });

  it('asks for a reason and a second person before something is no breach', async () => {
    const { caseId } = await openStory();
    assert.equal((await json(`case gate ${caseId} --outcome notABreach --dry-run --as diego`)).code, 'REASON_REQUIRED');
    const gate = await json(`case gate ${caseId} --outcome notABreach --reason test --dry-run --as diego`);
    assert.equal(gate.json['awaitsSecondPerson'], true);
    assert.equal((await json(`case gate ${caseId} --outcome breach --dry-run --as carla`)).code, 'ROLE_NOT_ALLOWED');
  });
});

describe('tocsin case list', () => {
  it('puts the most pressing first and leaves closed cases out', async () => {
    const rows = (await json('case list')).json as unknown as { caseId: string; leftSeconds: number | null }[];
    const left = rows.map(({ leftSeconds }) => leftSeconds ?? Number.POSITIVE_INFINITY);
    assert.ok(rows.length > 1);
    assert.deepEqual(
      left,
      [...left].sort((a, b) => a - b),
    );
  });
});

describe('tocsin case show --svg', () => {
  it('writes the timeline with the sixteen days and the end of the 72 hours, and replaces no file unasked', async () => {
    const { caseId } = await openStory();
    const file = path.join(desk.folder, 'timeline.svg');
    const first = await json(`case show ${caseId} --svg ${file}`);
    assert.equal(first.status, 0, first.stderr);
    const svg = readFileSync(file, 'utf8');
    for (const said of ['16 days', 'Thu 27 Nov 2025 24:00 +01:00: 72 hours end: ES'])
      assert.ok(svg.includes(said), said);
    const second = await json(`case show ${caseId} --svg ${file}`);
    assert.deepEqual([second.status, second.code], [65, 'FILE_EXISTS']);
    assert.match(second.stdout, /Give another --svg, or --yes/);
    assert.equal((await json(`case show ${caseId} --svg ${file} --yes`)).status, 0);
  });

  it('T-3-18 writes the countdown, late in words and crossed cells', async () => {
    const { caseId } = await openStory();
    const file = path.join(desk.folder, 'countdown.svg');
    const dry = await json(`case show ${caseId} --svg ${file} --picture countdown --dry-run`);
    assert.deepEqual([dry.status, dry.json['written'], existsSync(file)], [0, false, false]);
    const { json: answer } = await json(`case show ${caseId} --svg ${file} --picture countdown`);
    const facts = answer['facts'] as Record<string, unknown>;
    assert.deepEqual([facts['state'], facts['authority'], facts['filed']], ['late', 'ES', null]);
    assert.match(
      readFileSync(file, 'utf8'),
      /late, say why in the filing; it was due Thursday 27 November 2025, 24:00/,
    );
  });

  it('writes the authorities with the same facts as text', async () => {
    const { caseId } = await openStory();
    const file = path.join(desk.folder, 'authorities.svg');
    const { stdout } = await desk.tocsin(['case', 'show', caseId, '--svg', file, '--picture', 'authorities']);
    assert.match(stdout, /1 authority: 1 owed something, 1 late\n! +ES +LATE +initial +Thu 27 Nov 2025 24:00 \+01:00/);
    assert.match(readFileSync(file, 'utf8'), /initial: Thu 27 Nov 2025 24:00 \+01:00/);
  });

  it('refuses a picture without a file, and one that it cannot draw', async () => {
    const { caseId } = await openStory();
    for (const args of ['--picture countdown', '--svg x.svg --picture year']) {
      const refused = await json(`case show ${caseId} ${args}`);
      assert.deepEqual([refused.status, refused.code], [64, 'USAGE'], args);
    }
  });
});

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { TOCSIN } from '../support/tocsin.ts';

interface Run {
  status: number | null;
  stdout: string;
  stderr: string;
}

function tocsin(args: string[], input = '', TZ = 'Asia/Kolkata'): Run {
  const { status, stdout, stderr } = spawnSync(process.execPath, [TOCSIN, ...args], {
    encoding: 'utf8',
    input,
    env: { ...process.env, TZ },
  });
  return { status, stdout, stderr };
}

/** Runs a command that must succeed and reads its JSON. */
function answer(...args: string[]): unknown {
  const run = tocsin([...args, '-o', 'json']);
  assert.equal(run.status, 0, run.stdout + run.stderr);
  return JSON.parse(run.stdout);
}

/** Runs a command that must be refused and reads its error. */
function refusal(exit: number, ...args: string[]): { code: string; message: string; next: string } {
  const run = tocsin([...args, '-o', 'json']);
  assert.equal(run.status, exit, run.stdout + run.stderr);
  return JSON.parse(run.stdout).error;
}

describe('tocsin law clocks', () => {
  it('T-3-12 answers the contract in the zone of the authority', () =>
    assert.deepEqual(answer('law', 'clocks', '--aware', '2026-10-23T18:00:00+02:00', '--authority', 'ES'), {
      awareAt: '2026-10-23T18:00:00+02:00',
      precision: 'instant',
      zone: 'Europe/Madrid',
      rule: 'GDPR-33-1',
      ruleVersion: '2026-11-22',
      conservative: '2026-10-26T17:00:00+01:00',
      wallGuard: '2026-10-26T18:00:00+01:00',
      operational: '2026-10-26T17:00:00+01:00',
      reg1182: '2026-10-26T18:00:00+01:00',
      info35: { anyPart: 2, fullDays: '2026-10-28T00:00:00+01:00' },
    }));

  it('T-3-19 places a date in the easternmost of the two zones', () => {
    const got = answer('law', 'clocks', '--aware', '2025-11-25', '--authority', 'ES', '--zone', 'Europe/Athens');
    const { awareAt, precision, conservative } = got as Record<string, unknown>;
    assert.deepEqual(
      [awareAt, precision, conservative],
      ['2025-11-24T23:00:00+01:00', 'date', '2025-11-27T23:00:00+01:00'],
    );
  });

  it('refuses a local time that comes twice and offers both instants, exit 65', () => {
    const { code, message, next } = refusal(65, 'law', 'clocks', '--aware', '2026-10-25T02:30', '--authority', 'ES');
    assert.equal(code, 'TIME_TWICE');
    for (const offered of ['2026-10-25T02:30:00+02:00', '2026-10-25T02:30:00+01:00']) {
      assert.ok(message.includes(offered) && next.includes(offered));
    }
  });

  it('tells people weekday, place and offset, and midnight as 24:00', () => {
    const run = tocsin(['law', 'clocks', '--aware', '2025-11-25', '--authority', 'ES']);
    assert.match(run.stdout, /Act by +Thu 27 Nov 2025 24:00 Madrid \(UTC\+01:00\)/);
    assert.match(run.stderr, /Next: tocsin law status/);
  });

  it('refuses Switzerland, which has no hours, and asks which authority was meant', () => {
    const clocks = ['law', 'clocks', '--aware', '2026-03-10T14:30', '--authority'];
    assert.equal(refusal(65, ...clocks, 'CH').code, 'REGIME_HAS_NO_HOURS');
    assert.match(refusal(65, ...clocks, 'AEPD').next, /Did you mean ES\?/);
    assert.equal(
      refusal(65, 'law', 'clocks', '--aware', '2017-03-10T14:30', '--authority', 'ES').code,
      'LAW_NOT_IN_FORCE',
    );
  });

  it('answers usage errors with exit 64, in the form asked for', () => {
    assert.equal(refusal(64, 'law', 'clocks', '--authority', 'ES').code, 'USAGE');
    assert.match(refusal(64, 'law', 'clocsk').message, /clocks/);
    const bare = tocsin(['law']);
    assert.equal(bare.status, 64);
    assert.match(bare.stderr, /'law' needs one of: clocks, status/);
    assert.match(refusal(64, 'lwa').message, /law/);
    assert.equal(refusal(64, 'law', 'clocks', 'surplus', '--aware', '2026-03-10', '--authority', 'ES').code, 'USAGE');
  });

  it('prints help on stdout, beginning with two examples', () => {
    const help = tocsin(['law', 'clocks', '--help']);
    assert.equal(help.status, 0);
    assert.match(help.stdout, /^Examples:\n {2}tocsin law clocks .*\n {2}tocsin law clocks /);
    const alone = tocsin([]);
    assert.equal(alone.status, 0);
    assert.match(alone.stdout, /Usage: tocsin/);
  });
});

describe('tocsin law status', () => {
  it('T-3-01 is late from the end of Reg. 1182/71 on', () => {
    const status = (filed: string) =>
      answer('law', 'status', '--aware', '2026-03-10T14:30:00+01:00', '--filed', filed, '--authority', 'ES');
    assert.deepEqual(status('2026-03-13T14:59:59.999+01:00'), {
      status: 'WITHIN_1182_HOUR',
      reasonsRequired: false,
      reasonsRequested: true,
    });
    assert.deepEqual(status('2026-03-13T15:00'), { status: 'LATE', reasonsRequired: true, reasonsRequested: true });
  });
});

describe('tocsin law completion', () => {
  it('T-5-1 gives both dates and the earlier as alarm; none where there is no rule', () => {
    const completion = (authority: string) =>
      answer('law', 'completion', '--filed', '2025-11-27', '--authority', authority);
    assert.deepEqual(completion('ES'), { calendar30: '2025-12-27', working30: '2026-01-14', alarm: '2025-12-27' });
    assert.deepEqual(completion('FR'), { calendar30: null, working30: null, alarm: null });
  });
});

describe('tocsin law severity', () => {
  it('T-6-5 scores the seed case', () =>
    assert.deepEqual(answer('law', 'severity', '--dpc', '2', '--ei', '1', '--cb', '1.0'), {
      score: '3.00',
      band: 'high',
      borderline: true,
      conclusion33: 'notify',
      conclusion34: 'communicate',
    }));

  const SEED = [
    ...['--data', 'simple=base,behavioural=base', '--identifier', 'nameWithMore', '--identifier', 'emailWithName'],
    ...['--confidentiality', 'unknownRecipients', '--integrity', 'notAltered', '--availability', 'easilyRecovered'],
    ...['--malicious', 'yes'],
  ];

  it('T-6-5 explains the seed case from its judgements, and what one of them otherwise would change', () => {
    const got = answer('law', 'severity', ...SEED) as Record<string, unknown>;
    assert.deepEqual([got['score'], got['band'], got['inputs']], ['3.00', 'high', { dpc: 2, ei: 1, cb: 1 }]);
    const [first] = got['sensitivity'] as object[];
    assert.deepEqual(first, {
      judgement: 'categories.behavioural',
      from: 'base',
      to: 'littleInsight',
      means: 'no real insight into behaviour, such as one snapshot',
      score: '2.00',
      band: 'medium',
      conclusion33: 'notify',
      conclusion34: 'notRequired',
    });
  });

  it('lets options win over the answers of a file', () => {
    const file = JSON.stringify({ answers: { categories: { simple: 'base' }, malicious: true } });
    const run = tocsin(['law', 'severity', '--from', '-', ...SEED, '--malicious', 'no', '-o', 'json'], file);
    assert.deepEqual(JSON.parse(run.stdout).inputs, { dpc: 2, ei: 1, cb: 0.5 });
  });

  it('explains every question', () => {
    const { stdout } = tocsin(['law', 'severity', '--questions']);
    for (const code of ['intimateInference', 'sensitiveProfile', 'customerOnly', 'almostNothing', 'codeWithList'])
      assert.match(stdout, new RegExp(`  ${code} +\\S+ +\\w`));
  });

  it('refuses answers on no list, missing ones, and nothing at all, by field', () => {
    assert.equal(refusal(65, 'law', 'severity', '--data', 'simple').code, 'ENISA_ANSWER');
    assert.equal(refusal(65, 'law', 'severity', '--data', 'simple=base,simple=base').code, 'ENISA_ANSWER');
    assert.match(refusal(65, 'law', 'severity', ...SEED, '--identifier', 'shoe').message, /identifiers\.2/);
    assert.match(refusal(65, 'law', 'severity', '--malicious', 'no').message, /categories, identifiers, confidential/);
    assert.equal(refusal(65, 'law', 'severity', ...SEED, '--general-step', '1').code, 'ENISA_CONTRADICTORY');
    assert.equal(refusal(64, 'law', 'severity').code, 'SEVERITY_INPUT');
  });

  it('refuses steps that are none and numbers with a comma', () => {
    assert.equal(refusal(65, 'law', 'severity', '--dpc', '2', '--ei', '0.3', '--cb', '1').code, 'SEVERITY_INPUT');
    assert.equal(refusal(65, 'law', 'severity', '--dpc', '2', '--ei', '0,75', '--cb', '1').code, 'NUMBER_FORM');
  });
});

describe('tocsin law assess', () => {
  const said = (...pairs: string[]): string[] => pairs.flatMap((pair) => ['--answer', pair]);

  it('answers by the questions given, says whose questions they are, and what the result hangs on', () => {
    const breach = said('controller=yes', 'securityFailed=yes', 'personalData=yes', 'competent=yes');
    const got = answer('law', 'assess', ...breach, ...said('seen=yes', 'readable=yes')) as Record<string, unknown>;
    assert.deepEqual([got['authority'], got['people']], ['insufficientData', 'cannotBeDetermined']);
    assert.deepEqual((got['answers'] as Record<string, string>)['harmBySeeing'], 'unknown');
    const { stdout } = tocsin(['law', 'assess', ...breach, ...said('seen=yes', 'readable=yes')]);
    assert.match(stdout, /Doubt means notify/);
    assert.match(stdout, /harmBySeeing +Could that harm/);
    assert.match(stdout, /Our own questions, not the tools of the AEPD/);
    const file = JSON.stringify({ controller: 'no' });
    const read = tocsin(['law', 'assess', '--from', '-', '--answer', 'controller=yes', '-o', 'json'], file);
    assert.equal(JSON.parse(read.stdout).answers.controller, 'yes');
    assert.equal((answer('law', 'assess', '--questions') as object[]).length, 14);
  });

  it('refuses questions and answers there are not, and no answers at all', () => {
    assert.equal(refusal(65, 'law', 'assess', ...said('mood=yes')).code, 'QUESTION_UNKNOWN');
    assert.equal(refusal(65, 'law', 'assess', ...said('seen=maybe')).code, 'QUESTION_ANSWER');
    assert.equal(refusal(64, 'law', 'assess').code, 'USAGE');
  });
});

describe('tocsin law cases', () => {
  interface Compared {
    features: object;
    notKnown: string[];
    cases: { number: number; shared: string[]; different: object[] }[];
    caution: string;
  }

  it('T-6E-03 lists the examples, shows one, and compares by features', () => {
    assert.equal((answer('law', 'cases') as object[]).length, 18);
    assert.equal((answer('law', 'cases', '3') as { tellPeople: boolean }).tellPeople, true);
    const features = ['--feature', 'attack=ransomware', '--feature', 'backup=yes', '--feature', 'sensitive=yes'];
    const compared = answer('law', 'cases', ...features) as Compared;
    assert.equal(compared.cases.length, 5);
    assert.deepEqual([compared.cases[0]?.number, compared.cases[0]?.different], [3, []]);
    assert.ok(compared.notKnown.includes('encrypted') && !compared.notKnown.includes('backup'));
    assert.match(compared.caution, /decide nothing/);
    assert.equal((answer('law', 'cases', '--all', ...features) as Compared).cases.length, 18);
  });

  it('puts the caution and the doubt about its facts beside every text', () => {
    for (const args of [[], ['8'], ['--feature', 'used=yes']]) {
      const { stdout } = tocsin(['law', 'cases', ...args]);
      assert.match(stdout, /changing one fact may change the result/);
      assert.match(stdout, /from memory: verify before use/);
    }
    assert.match(tocsin(['law', 'cases', '--features']).stdout, /restored +hours days never/);
  });

  it('refuses examples and features there are not', () => {
    assert.equal(refusal(65, 'law', 'cases', '19').code, 'EDPB_CASE_UNKNOWN');
    assert.equal(refusal(65, 'law', 'cases', '--feature', 'mood=bad').code, 'FEATURE_UNKNOWN');
    assert.equal(refusal(65, 'law', 'cases', '--feature', 'backup=maybe').code, 'FEATURE_VALUE');
    assert.equal(refusal(64, 'law', 'cases', '--feature', 'backup').code, 'USAGE');
  });
});

describe('the variants of the Mixpanel case', () => {
  const clocks = (...args: string[]) => answer('law', 'clocks', ...args) as Record<string, string>;

  it('T-8-2 one instant for thirty authorities: a date alone begins in the easternmost of their zones', () => {
    // T-3-19: 00:00 in Athens; the same instant for all.
    const { conservative } = clocks('--aware', '2025-11-25T00:00:00+02:00', '--authority', 'ES');
    assert.equal(Date.parse(conservative ?? ''), Date.parse('2025-11-27T22:00:00Z'));
  });

  it('T-8-3 initial by 24:00 of 27 November in Madrid; completion by 27 December or 14 January', () => {
    const { operational } = clocks('--aware', '2025-11-25', '--precision', 'date', '--authority', 'ES');
    assert.equal(operational, '2025-11-28T00:00:00+01:00');
    const completion = answer('law', 'completion', '--filed', '2025-11-27', '--authority', 'ES');
    assert.deepEqual(completion, { calendar30: '2025-12-27', working30: '2026-01-14', alarm: '2025-12-27' });
  });

  it('T-8-4 runs from the moment the Spanish controller was told', () => {
    const { awareAt, conservative, reg1182 } = clocks('--aware', '2025-11-27T08:15:00+01:00', '--authority', 'ES');
    assert.deepEqual(
      [awareAt, conservative, reg1182],
      ['2025-11-27T08:15:00+01:00', '2025-11-30T08:15:00+01:00', '2025-11-30T09:00:00+01:00'],
    );
  });
});

describe('tocsin law route', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'tocsin-law-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const file = (text: string): string => {
    const path = join(folder, 'scope.json');
    writeFileSync(path, text);
    return path;
  };
  const spanish = {
    role: 'controller',
    establishments: ['ES'],
    crossBorder: true,
    affected: { ES: 1200, PT: 3, FR: null },
  };

  it('T-1-1 reads a scope from a file', () => {
    const routing = answer('law', 'route', '--from', file(JSON.stringify(spanish)));
    assert.deepEqual(routing, {
      authorities: [
        { code: 'ES', role: 'lead', why: 'The only establishment is in ES (Art. 56(1), single establishment)' },
      ],
      listed: ['PT', 'FR'],
      outside: [],
      questions: [],
      filer: 'controller',
    });
  });

  const group = { role: 'controller', mainEstablishment: { country: 'IE', evidenced: true }, crossBorder: true };

  it('T-8-1 the real-world reading: the Irish authority alone, Spain listed as affected', () => {
    const scope = { ...group, establishments: ['IE', 'ES'], affected: { IE: 10, ES: 40 } };
    const routing = answer('law', 'route', '--from', file(JSON.stringify(scope))) as Record<string, unknown>;
    const codes = (routing['authorities'] as { code: string; role: string }[]).map(({ code, role }) => [code, role]);
    assert.deepEqual([codes, routing['listed']], [[['IE', 'lead']], ['ES']]);
  });

  it('T-8-2 no decisions in Ireland: every authority with affected people, the AEPD among them', () => {
    const affected = { IE: 10, ES: 40, FR: 5, DE: null };
    const scope = { role: 'controller', establishments: [], mainEstablishment: null, crossBorder: true, affected };
    const routing = answer('law', 'route', '--from', file(JSON.stringify(scope))) as Record<string, unknown>;
    const codes = (routing['authorities'] as { code: string }[]).map(({ code }) => code);
    assert.deepEqual(codes.sort(), ['DE', 'ES', 'FR', 'IE']);
  });

  it('reads standard input', () => {
    const run = tocsin(['law', 'route', '--from', '-', '-o', 'jsonl'], `\uFEFF${JSON.stringify(spanish)}`);
    assert.equal(JSON.parse(run.stdout).authorities[0].code, 'ES');
  });

  it('refuses what is missing, no JSON, or no scope', () => {
    const from = (text: string) => refusal(65, 'law', 'route', '--from', file(text)).code;
    assert.equal(refusal(65, 'law', 'route', '--from', join(folder, 'none.json')).code, 'FILE_UNREADABLE');
    assert.equal(from('{'), 'JSON_FORM');
    assert.equal(from(JSON.stringify({ ...spanish, establishments: [], affected: {} })), 'GDPR_NOT_APPLICABLE');
  });
});

describe('tocsin law authorities and regimes', () => {
  it('show confidence and the day of verification', () => {
    const list = tocsin(['law', 'authorities']).stdout;
    assert.match(list, /^CODE .*CONFIDENCE +VERIFIED/);
    assert.match(list, /\nES +AEPD +es +Europe\/Madrid +portal +A +2026-11-22 +Agencia Española/);
    const { abbr, verifiedAt } = answer('law', 'authorities', 'EL') as Record<string, unknown>;
    assert.deepEqual([abbr, verifiedAt], ['HDPA', '2026-11-22']);
  });

  it('T-7-2 show the proposal as disabled and leave it out of what applies', () => {
    assert.match(tocsin(['law', 'regimes']).stdout, /GDPR-OMNIBUS-2025 .*\(disabled\)/);
    const rows = answer('law', 'regimes', '--aware', '2026-10-23T18:00:00+02:00') as { id: string }[];
    assert.ok(rows.some(({ id }) => id === 'GDPR-33-1') && !rows.some(({ id }) => id === 'GDPR-OMNIBUS-2025'));
  });
});

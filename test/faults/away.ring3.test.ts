import assert from 'node:assert/strict';
import { readFileSync, renameSync, statSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { readStackFile } from '../../worker/stack-file.ts';
import { onRing } from '../support/ring.ts';
import { type Answered, ORGANISATION, runningStack, until } from './running-stack.ts';

const { base: stack, options } = await onRing(runningStack);

/** Nobody listens on a port this low. */
const TEMPORAL_AWAY = { TEMPORAL_ADDRESS: '127.0.0.1:1' };

const codeOf = ({ stdout }: Answered): string => JSON.parse(stdout).error?.code;
const propose = (at: string) => [
  ...['awareness', 'propose', stack.drill, '--at', at, '--kind', 'press', '--what', 'Secretum'],
  ...['--as', 'diego', '--no-input', '-o', 'json'],
];

describe('a service that is away (ring 3)', options, () => {
  let openedOn: string;
  before(async () => {
    openedOn = (await stack.entries(stack.drill))[0]?.at.slice(0, 10) ?? '';
  });
  after(() => stack.down());

  it('keeps what is said while Temporal is away, says so, and lets it take effect by itself, in order', async () => {
    const at = ['01', '02', '03'].map((minute) => `${openedOn}T00:${minute}:00+01:00`);
    const [first, ...rest] = at;
    process.kill(stack.pidOf('worker'), 'SIGSTOP'); // its courier would deliver what the command could not
    const answered = await stack.tocsin(propose(first ?? ''), TEMPORAL_AWAY);
    assert.deepEqual([answered.status, codeOf(answered)], [75, 'SAVED_WAITING']);
    assert.doesNotMatch(answered.stdout + answered.stderr, /Secretum/);
    for (const moment of rest) {
      const body = { at: moment, precision: 'instant', kind: 'press', certain: false };
      const said = stack.say('diego', { kind: 'awareness.propose', caseId: stack.drill, body }, TEMPORAL_AWAY);
      await assert.rejects(said, /Saved for case/);
    }
    process.kill(stack.pidOf('worker'), 'SIGCONT');
    const proposed = await until('the courier to deliver all three', 30, async () => {
      const found = (await stack.entries(stack.drill)).filter(({ kind }) => kind === 'awareness.propose');
      return found.length >= 3 && found.map(({ body }) => Date.parse(String(body['at'])));
    });
    assert.deepEqual(
      proposed.slice(-3),
      at.map((moment) => Date.parse(moment)),
    );
    const waiting = await stack.tocsin(['statement', 'list', '--waiting', '-o', 'json']);
    assert.deepEqual(JSON.parse(waiting.stdout), []);
  });

  it('keeps a new case in a file while PostgreSQL is away; the file opens it once', async () => {
    const learnedAt = new Date(Date.now() - 60_000).toISOString();
    const open = ['case', 'open', '--org', ORGANISATION, '--as', 'ana', '--drill', '--no-input', '-o', 'json'];
    const answers = [
      '--learned-at',
      learnedAt,
      '--learned-from',
      'confirmation',
      '--what',
      'Secretum',
      '--people',
      '40',
    ];
    const away = await stack.tocsin([...open, ...answers], {
      TOCSIN_DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
    });
    assert.deepEqual([away.status, codeOf(away)], [75, 'KEPT_IN_FILE']);
    const file = /'(\/[^']+\.json)'/.exec(away.stdout)?.[1] ?? assert.fail(away.stdout);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal(JSON.parse(readFileSync(file, 'utf8')).what, 'Secretum');

    const copy = readFileSync(file, 'utf8');
    const opened = await stack.tocsin([...open, '--from', file]);
    assert.equal(opened.status, 0, opened.stdout + opened.stderr);
    const { caseId } = JSON.parse(opened.stdout);
    const [entry] = await stack.entries(caseId);
    assert.deepEqual(
      [entry?.kind, entry?.body['peopleApprox'], entry?.body['learnedAt']],
      ['case.open', 40, learnedAt],
    );
    assert.throws(() => statSync(file), 'the words lie in no file once they are sealed');

    // Said again from a copy: the same statement, the same case.
    const again = await stack.tocsin([...open, '--from', stack.keep('copy.json', copy)]);
    assert.deepEqual([again.status, JSON.parse(again.stdout).caseId], [0, caseId]);
  });

  it('stops the worker within ten seconds of being asked', async (t) => {
    const back = await stack.kill('worker', 'SIGTERM');
    const since = performance.now();
    await stack.says(/Worker ended/);
    t.diagnostic(`stopped after ${Math.round(performance.now() - since)} ms`);
    assert.match(stack.words.join('\n'), /Worker ended \(exit 0\)/);
    assert.match(stack.log('worker'), /"msg":"worker stopped"/);
    await back();
  });

  it('puts no empty register in the place of one that has vanished, and says so', async () => {
    const { postgres } = readStackFile(stack.file('.'))?.processes ?? {};
    const said = stack.says(/are gone/);
    renameSync(postgres?.mark ?? '', `${postgres?.mark}-away`);
    process.kill(postgres?.pid ?? 0, 'SIGKILL');
    await said;
    renameSync(`${postgres?.mark}-away`, postgres?.mark ?? '');
    await stack.says(/PostgreSQL is back/);
    assert.ok((await stack.entries(stack.drill)).length > 0);
  });
});

import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { onRing } from '../support/ring.ts';
import type { Run } from './desk-fixture.ts';
import { liveDesk } from './live-desk.ts';

const { base: desk, options } = await onRing(liveDesk);
after(() => desk?.close());

const run = (args: string, ...more: string[]): Promise<Run> => desk.tocsin([...args.split(' '), ...more]);
const json = (args: string, ...more: string[]): Promise<Run> => run(args, ...more, '-o', 'json');

let caseId: string;

describe('a case opened and described from the command line', options, () => {
  it('T-8-3 opens with its number, its clock and the next command', async () => {
    const opened = await json(
      'case open --learned-at 2025-11-25 --processor vendor --detected-at 2025-11-09 --people 1200 --as carla',
      '--what',
      'Export of analytics data',
    );
    assert.equal(opened.status, 0, opened.stdout + opened.stderr);
    const { awareAt, dutyId, dueAt, awaitsSecondPerson, seq } = opened.json;
    caseId = String(opened.json['caseId']);
    assert.deepEqual(
      { awareAt, dutyId, dueAt, awaitsSecondPerson, isNumber: typeof seq },
      {
        awareAt: '2025-11-25T00:00:00+01:00',
        dutyId: 'authority/ES/initial',
        dueAt: '2025-11-28T00:00:00+01:00',
        awaitsSecondPerson: false,
        isNumber: 'number',
      },
    );
  });

  it('says the same in words', async () => {
    const opened = await run('case open --learned-at 2025-11-25T08:15 --learned-from confirmation --drill --as carla');
    const [first, aware, due] = opened.stdout.split('\n');
    assert.match(first ?? '', /^DRILL · breach-\d{4}-9\d{3} is open\.$/);
    assert.equal(aware, 'Aware since Tue 25 Nov 2025 08:15 Madrid (UTC+01:00)');
    assert.match(due ?? '', /^Due next: Notify ES, .* late, until Fri 28 Nov 2025 08:15 Madrid \(UTC\+01:00\)$/);
    assert.match(opened.stderr, /Next: tocsin case show breach-/);
  });

  it('says at once when a new fact contradicts an older one', async () => {
    const first = await run(`case facts ${caseId} --set cKind=exfiltrated --source processor --as carla`);
    assert.deepEqual([first.status, first.stdout.includes('contradict')], [0, false], first.stderr);
    const second = await run(`case facts ${caseId} --set cKind=unassessable --source press --as carla`);
    assert.match(second.stdout, /Sources contradict each other on cKind/);
    const chosen = await run(
      `case facts ${caseId} --set cKind=exfiltrated --choose --as diego`,
      '--reason',
      'The vendor has the logs',
    );
    assert.doesNotMatch(chosen.stdout, /contradict/);
    assert.match((await run(`case facts ${caseId}`)).stdout, /cKind {2}"exfiltrated" .* chosen/);
  });

  it('answers a scope with the authorities it leads to, and what is still to be asked', async () => {
    const scope = await json(`case scope ${caseId} --affected ES=1200,PT=40 --as carla`);
    assert.equal(scope.status, 0, scope.stdout);
    const { authorities, listed } = scope.json;
    assert.deepEqual(authorities, [{ code: 'ES', role: 'lead' }]);
    assert.deepEqual(listed, ['PT']);
  });

  it('waits for a second person before it is no breach, and shows who may say so', async () => {
    const gate = await run(`case gate ${caseId} --outcome notABreach --as diego`, '--reason', 'Test data');
    assert.match(gate.stdout, /It does not count yet: it waits for a second person/);
    const seq = /entry (\d+)/.exec(gate.stdout)?.[1];
    assert.match(gate.stderr, new RegExp(`Next: tocsin confirm ${caseId} ${seq} --as ANOTHER`));
    const { pending, stage } = (await json(`case show ${caseId}`)).json;
    assert.deepEqual([pending, stage], [[{ seq: Number(seq), kind: 'case.decideGate', by: 'diego' }], 'aware']);
  });

  it('refuses to close with the list of what is owed, and keeps the refusal', async () => {
    const refused = await json(`case close ${caseId} --reason done --as elena`);
    assert.deepEqual([refused.status, refused.code], [65, 'CASE_NOT_FINISHED']);
    const kept = (await json(`statement list --refused --case ${caseId}`)).json as unknown as { kind: string }[];
    assert.deepEqual(
      kept.map(({ kind }) => kind),
      ['case.close'],
    );
  });

  it('changes the organisation while a case is open', async () => {
    const changed = await json('organisation set --cooling-minutes 5 --as diego');
    assert.equal(changed.status, 0, changed.stdout);
  });
});

import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { describe, it } from 'node:test';
import { Stopped, terminalQuestioner } from '../../cli/ask.ts';
import { askOpening, type Surroundings } from '../../cli/commands/case-open-questions.ts';
import type { Typed } from '../../cli/kept-answers.ts';
import { person } from './scripted-person.ts';

const AROUND: Surroundings = {
  zones: ['Europe/Madrid', 'Atlantic/Canary'],
  processors: ['mixpanel'],
  now: new Date('2026-10-26T12:00:00Z'),
};

describe('askOpening', () => {
  it('needs five questions, and one more when a processor told us', async () => {
    const { ask, questions } = person('Laptop stolen', '2026-10-26T09:00', 'suspicion', 'Staff', '');
    const typed = await askOpening(ask, {}, AROUND, () => {});
    assert.equal(questions.length, 5);
    assert.deepEqual(typed, {
      what: 'Laptop stolen',
      learnedAt: '2026-10-26T09:00',
      from: 'suspicion',
      whose: 'Staff',
    });
    const told = person('Export', '2026-10-25', 'processorMaybe', 'mixpanel', 'Customers', '1200');
    assert.deepEqual(await askOpening(told.ask, {}, AROUND, () => {}), {
      what: 'Export',
      learnedAt: '2026-10-25',
      from: 'processor_notice',
      certain: false,
      processorId: 'mixpanel',
      whose: 'Customers',
      peopleApprox: 1200,
    });
  });

  it('asks again after a time that cannot be meant, and says why', async () => {
    const times = [
      '',
      '25/10/2026',
      '2026-10-25T02:30',
      '2026-03-29T02:30',
      '1970-01-01',
      '2027-01-01',
      '2026-10-25T02:30+02:00',
    ];
    const { ask, complaints } = person('x', ...times, 'press', '', 'many', '12');
    const typed = await askOpening(ask, {}, AROUND, () => {});
    assert.deepEqual([typed['learnedAt'], typed['peopleApprox']], ['2026-10-25T02:30+02:00', 12]);
    assert.equal(complaints.length, 7);
    assert.match(complaints[1] ?? '', /Write 2026-10-25/);
    assert.match(complaints[2] ?? '', /shows? this time twice.*\+02:00.*\+01:00/);
    assert.match(complaints[3] ?? '', /never show it/);
    assert.equal(complaints[5], 'This lies in the future');
  });

  it('asks nothing that is known, and keeps every answer before the next question', async () => {
    const kept: Typed[] = [];
    const known = { what: 'Known', from: 'press' };
    const { ask, questions } = person('2026-10-26');
    await assert.rejects(
      askOpening(ask, known, AROUND, (typed) => kept.push(typed)),
      Stopped,
    );
    assert.deepEqual(questions, ['When did you learn of it?', 'Whose data?']);
    assert.deepEqual(kept, [{ ...known, learnedAt: '2026-10-26' }]);
  });
});

describe('terminalQuestioner', () => {
  it('puts its question, shows a complaint, takes the corrected answer, and stops at Ctrl-C', async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    const replies: [after: string, keys: string][] = [
      ['How many?', 'x\r'],
      ['a number please', '\u007f7\r'],
      ['Which?', '\u0003'],
    ];
    let shown = '';
    output.setEncoding('utf8').on('data', (text: string) => {
      shown += text;
      const [reply] = replies;
      if (!reply || !shown.includes(reply[0])) return;
      replies.shift();
      shown = '';
      setImmediate(() => input.write(reply[1]));
    });
    const ask = terminalQuestioner(output as never, input as never);
    const check = (text: string): string | undefined => (/^\d+$/.test(text) ? undefined : 'a number please');
    assert.equal(await ask.text('How many?', 'a count', check), '7');
    await assert.rejects(ask.choose('Which?', [{ value: 'a', label: 'A' }]), Stopped);
    assert.deepEqual(replies, []);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openQuestions } from '../../desk/open-questions.ts';
import { CASE, CaseBook, HIGH, list, openCase, opening, RISK, submission, UNLIKELY } from '../domain/case/case-book.ts';

const commands = (book: CaseBook): string[] =>
  openQuestions(book.facts).map(({ command }) => command.replace('tocsin ', '').split(` ${CASE}`)[0] ?? '');
const scope = { role: 'controller', establishments: ['ES'], mainEstablishment: null, publicAuthority: null };
const SCOPE = { ...scope, representative: null, crossBorder: false, affected: { ES: 12 } };

describe('openQuestions', () => {
  it('asks of an alert only whether it is a breach, and where', () => {
    const book = new CaseBook();
    book.say('security', 'case.open', opening('2026-03-10T09:00:00+01:00', { certain: false, from: 'suspicion' }));
    assert.deepEqual(commands(book), ['awareness decide', 'case scope']);
  });

  it('asks what an aware controller must answer, awareness first', () => {
    assert.deepEqual(commands(openCase()), ['awareness decide', 'risk assess', 'case scope', 'filing draft']);
  });

  it('puts what waits for a second person before all else', () => {
    const book = openCase();
    book.say('dpo', 'risk.assess', UNLIKELY, { words: ['reasons'] });
    assert.equal(openQuestions(book.facts)[0]?.command, `tocsin confirm ${CASE} 2 --as ANOTHER`);
  });

  it('asks to choose where sources contradict each other', () => {
    const book = openCase();
    const claim = (source: string, value: string) => ({ claims: [{ key: 'cKind', value, source }] });
    book.say('handler', 'case.recordFacts', claim('processor', 'exfiltrated'));
    assert.ok(!commands(book).includes('case facts'));
    book.say('handler', 'case.recordFacts', claim('press', 'unassessable'));
    assert.ok(commands(book).includes('case facts'));
  });

  it('follows a case to its end: lists, notices, completion, closing', () => {
    const book = openCase();
    book.say('dpo', 'awareness.decide', { at: '2026-03-10T10:00:00+01:00', precision: 'instant', reasonCode: 'other' });
    book.say('handler', 'case.setScope', SCOPE);
    book.say('dpo', 'risk.assess', HIGH);
    assert.deepEqual(commands(book), ['filing draft', 'recipients import']);
    const incomplete = submission('2026-03-10T10:00:00+01:00', { subtype: 'incomplete' });
    book.say('handler', 'filing.recordSubmission', incomplete);
    book.say('handler', 'recipients.import', list(1));
    assert.deepEqual(commands(book), ['filing draft', 'notice release-channel', 'notice preview']);
    book.say('dpo', 'notice.releaseChannel', { channel: 'email', because: 'notHit' }, { words: ['reason'] });
    assert.deepEqual(commands(book), ['filing draft', 'notice preview']);
    book.say('handler', 'filing.recordSubmission', { ...incomplete, phase: 'final', registryNumber: 'N2' });
    book.act('wave.complete', { wave: 1, counts: { sent: 20 }, merkleRoot: '' });
    assert.deepEqual(commands(book), ['case close']);
    book.say('owner', 'case.close', {}, { words: ['reason'] });
    assert.deepEqual(commands(book), []);
  });

  it('asks for the reasons of a late filing', () => {
    const book = openCase().at('2026-03-13T12:00:00Z');
    book.say('dpo', 'risk.assess', RISK);
    book.say('handler', 'filing.recordSubmission', submission('2026-03-13T12:30:00+01:00'));
    assert.ok(commands(book).includes('filing delay'));
  });

  it('R-2-9 asks to withdraw from an authority what was no breach, and to decide anew when an alert follows', () => {
    const book = openCase();
    book.say('handler', 'filing.recordSubmission', submission('2026-03-10T09:30:00+01:00'));
    const seq = book.say('dpo', 'case.decideGate', { outcome: 'notABreach' }, { words: ['reason'] });
    book.say('owner', 'confirm', { seq, outcome: 'confirm' });
    assert.deepEqual(commands(book), ['filing withdraw']);
    book.say(
      'owner',
      'filing.withdraw',
      { authority: 'ES', submittedAt: '2026-03-10T09:50:00+01:00' },
      { words: ['reason'] },
    );
    assert.deepEqual(commands(book), ['case close']);
    book.say('dpo', 'awareness.propose', { at: '2026-03-10T09:50:00+01:00', precision: 'instant', kind: 'press' });
    assert.deepEqual(commands(book), ['case gate']);
  });

  it('R-33-2 asks a processor to name and tell its controllers, and nothing of authorities', () => {
    const book = openCase({ role: 'processor' });
    assert.deepEqual(commands(book), ['awareness decide', 'controller add']);
    book.say('handler', 'controller.add', { controllerId: 'client' }, { words: ['name'] });
    assert.deepEqual(commands(book), ['awareness decide', 'controller tell', 'controller told']);
  });
});

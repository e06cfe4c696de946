import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countdownOf } from '../../desk/countdown.ts';
import { countdownInWords, countdownSentence } from '../../templates/countdown-in-words.ts';
import { CaseBook, openCase, opening, RISK, submission, UNLIKELY } from '../domain/case/case-book.ts';

const said = (book: CaseBook): string => countdownSentence(countdownInWords(countdownOf(book.facts, book.now)));

describe('countdownOf', () => {
  it('T-3-12 runs for 72 hours across the end of summer time, and no hour longer', () => {
    const book = new CaseBook().at('2026-10-25T12:00:00Z');
    book.say('dpo', 'case.open', opening('2026-10-23T18:00:00+02:00'));
    assert.equal(said(book), '28 h left: until Monday 26 October 2026, 17:00 (Madrid, UTC+1).');
    assert.equal(
      said(book.at('2026-10-26T16:30:00Z')),
      '30 min late, say why in the filing; it was due Monday 26 October 2026, 17:00 (Madrid, UTC+1).',
    );
  });

  it('runs to the earlier reading where clocks are put forward, and is missed after the later one', () => {
    const book = new CaseBook().at('2027-03-28T01:48:00Z');
    book.say('dpo', 'case.open', opening('2027-03-26T11:00:00+01:00'));
    assert.equal(said(book), '31 h 12 min left: until Monday 29 March 2027, 11:00 (Madrid, UTC+2).');
    assert.equal(
      said(book.at('2027-03-29T09:20:00Z')),
      '20 min over: by the earlier reading it ended Monday 29 March 2027, 11:00 (Madrid, UTC+2); missed only after Monday 29 March 2027, 12:00 (Madrid, UTC+2): file now.',
    );
    assert.match(said(book.at('2027-03-29T14:00:00Z')), /^4 h late, say why in the filing; it was due .* 12:00/);
  });

  it('says of a filing when it was made and how timely', () => {
    const book = openCase().at('2026-03-11T10:00:00Z');
    book.say('handler', 'filing.recordSubmission', submission('2026-03-11T09:00:00Z'));
    const { filed, others } = countdownOf(book.facts, book.now);
    assert.deepEqual([filed, others], [{ at: '2026-03-11T09:00:00Z', status: 'ON_TIME' }, 0]);
    assert.match(said(book), /^Filed, in time: Wednesday 11 March 2026, 10:00 .*; 48 h before the end/);
  });

  it('R-33-5 has no clock where a risk is held unlikely, nor while nobody is aware', () => {
    const book = openCase();
    const seq = book.say('dpo', 'risk.assess', UNLIKELY, { words: ['reasons', 'reason'] });
    book.say('second', 'confirm', { seq, outcome: 'confirm' });
    assert.match(said(book), /no authority has to be notified/);
    const suspected = new CaseBook();
    suspected.say('dpo', 'case.open', opening('2026-03-10T10:00:00+01:00', { certain: false }));
    assert.match(said(suspected), /nobody is aware of a breach yet/);
  });

  it('names the authority that presses most, and how many there are besides', () => {
    const book = openCase().at('2026-03-10T12:00:00Z');
    const scope = {
      role: 'controller',
      establishments: ['ES'],
      mainEstablishment: null,
      publicAuthority: null,
      representative: null,
      crossBorder: false,
      affected: { ES: 10 },
      outside: { UK: 5, CH: 7 },
    };
    book.say('handler', 'case.setScope', scope);
    book.say('handler', 'risk.assess', RISK);
    const { authority, others } = countdownOf(book.facts, book.now);
    assert.deepEqual([authority, others], ['ES', 1]);
  });
});

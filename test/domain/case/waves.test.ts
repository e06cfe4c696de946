import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { actsOf } from '../../../domain/case/acts.ts';
import { approval, type CaseBook, HIGH, list, openCase } from './case-book.ts';

const reason = { words: ['reason'] };
const START = { wave: 1, campaignId: 'breach-2026-0042/people/1' };

/** A case whose people must be told, with wave 1 listed and approved. */
function approved(policy: Parameters<typeof openCase>[0] = {}): CaseBook {
  const book = openCase(policy);
  book.say('dpo', 'risk.assess', HIGH);
  book.say('handler', 'recipients.import', list(1));
  book.say('owner', 'notice.approve', approval(1));
  return book;
}

function sending(): CaseBook {
  const book = approved();
  book.act('wave.start', START);
  return book;
}

const startOwed = (book: CaseBook): boolean => actsOf(book.facts).some(({ actId }) => actId === 'start/people/1');

describe('waves of notices', () => {
  it('T2 many small waves take a second person like one large one, completed ones included', () => {
    const book = openCase();
    book.say('dpo', 'risk.assess', HIGH);
    for (const wave of [1, 2, 3, 4, 5]) {
      book.say('dpo', 'recipients.import', list(wave));
      book.say('dpo', 'notice.approve', approval(wave));
    }
    book.act('wave.start', START);
    book.act('wave.complete', { wave: 1, counts: { sent: 20 }, merkleRoot: '' });
    book.say('dpo', 'recipients.import', list(6));
    assert.equal(book.refusal('dpo', 'notice.approve', approval(6)), 'SECOND_PERSON_REQUIRED');
    assert.equal(book.refusal('owner', 'notice.approve', approval(6)), null);
  });

  it('counts a cancelled wave towards no threshold', () => {
    const book = openCase();
    book.say('dpo', 'risk.assess', HIGH);
    book.say('dpo', 'recipients.import', list(1, { count: 100 }));
    book.say('dpo', 'notice.approve', approval(1, { count: 100 }));
    book.say('dpo', 'notice.cancel', { wave: 1 });
    book.say('dpo', 'recipients.import', list(2));
    assert.equal(book.refusal('dpo', 'notice.approve', approval(2)), null);
  });

  it('B6-3 tells people that they are not affected only for a reason', () => {
    const book = openCase();
    book.say('dpo', 'risk.assess', HIGH);
    book.say('handler', 'recipients.import', list(1));
    book.say('handler', 'recipients.import', list(1, { audience: 'notAffected', count: 4000 }));
    const both = approval(1, { count: 4020, audiences: ['affected', 'notAffected'] });
    const decision = book.hear('owner', 'notice.approve', both, reason);
    assert.ok(!decision.accepted);
    assert.equal(decision.refusal.code, 'REASON_FOR_EVERYONE');
    assert.match(decision.refusal.message, /4000 people that they are NOT affected/);
    assert.equal(book.refusal('owner', 'notice.approve', both, { words: ['reasonForEveryone'] }), null);
  });

  it('a wave that is not as approved loses its approval, says why, and is approved anew', () => {
    const book = approved();
    assert.equal(startOwed(book), true);
    book.act('wave.block', { wave: 1, reason: 'TEXT_CHANGED' });
    assert.equal(startOwed(book), false);
    assert.equal(book.facts.waves[1]?.halted?.reason, 'TEXT_CHANGED');
    assert.equal(book.duty('people/1')?.state, 'open');
    book.say('owner', 'notice.approve', approval(1, { textHash: 'e'.repeat(64) }));
    assert.equal(book.facts.waves[1]?.halted, null);
    assert.equal(startOwed(book), true);
  });

  it('R-34-1 a mailing that stands still is owed to those who can mend it, once for each stand-still, until it goes on', () => {
    const book = sending();
    assert.equal(book.duty('people/1/standstill'), undefined);
    book.act('wave.stall', { wave: 1, reason: 'MAIL_LOGIN_REFUSED', code: 'EAUTH' });
    const duty = book.duty('people/1/standstill');
    assert.equal(duty?.state, 'open');
    assert.match(duty?.why ?? '', /refuses our log-in/);
    const owed = () => actsOf(book.facts).filter(({ actId }) => actId === 'remind/people/1/standstill').length;
    assert.equal(owed(), 1);
    book.act('reminder.send', { duties: [{ dutyId: 'people/1/standstill', rung: '0h', dueAt: null }] });
    assert.equal(owed(), 0);
    book.act('wave.goOn', { wave: 1, reason: 'MAIL_LOGIN_REFUSED' });
    assert.equal(book.duty('people/1/standstill'), undefined);
    book.act('wave.stall', { wave: 1, reason: 'MAIL_TLS_CHANGED', code: null });
    assert.match(book.duty('people/1/standstill')?.why ?? '', /certificate/);
    book.say('owner', 'notice.cancel', { wave: 1 });
    assert.equal(book.duty('people/1/standstill'), undefined);
  });

  it('R-2-9 a confirmed "not a breach" pauses a mailing, and it does not go on by itself when the gate turns back', () => {
    const book = sending();
    assert.deepEqual(book.warnings('dpo', 'case.decideGate', { outcome: 'notABreach' }, reason), ['MAILING_HALTED']);
    assert.equal(book.facts.waves[1]?.paused, false);
    const seq = book.entries.length;
    assert.deepEqual(book.warnings('second', 'confirm', { seq, outcome: 'confirm' }), ['MAILING_HALTED']);
    assert.equal(book.facts.waves[1]?.paused, true);
    assert.equal(book.facts.waves[1]?.halted?.reason, 'NOT_A_BREACH');
    assert.equal(book.refusal('dpo', 'notice.resume', { wave: 1 }), 'NOT_A_BREACH');
    book.say('dpo', 'case.decideGate', { outcome: 'breach' });
    assert.equal(book.facts.waves[1]?.paused, true);
    book.say('dpo', 'notice.resume', { wave: 1 });
    assert.deepEqual([book.facts.waves[1]?.paused, book.facts.waves[1]?.halted], [false, null]);
  });

  it('R-2-9 a refused "not a breach" leaves a mailing alone; a confirmed one voids what has not begun', () => {
    const book = approved();
    book.say('dpo', 'case.decideGate', { outcome: 'notABreach' }, reason);
    book.say('second', 'confirm', { seq: book.entries.length, outcome: 'refuse' });
    assert.equal(startOwed(book), true);
    book.say('dpo', 'case.decideGate', { outcome: 'incidentOnly' }, reason);
    book.say('second', 'confirm', { seq: book.entries.length, outcome: 'confirm' });
    book.say('dpo', 'case.decideGate', { outcome: 'breach' });
    assert.equal(startOwed(book), false);
  });

  it('R-34-3 an exemption claimed while a mailing runs pauses it; whoever tells the people all the same resumes it', () => {
    const book = sending();
    assert.deepEqual(book.warnings('dpo', 'notice.claimExemption', { letter: 'b' }, reason), ['MAILING_HALTED']);
    assert.equal(book.facts.waves[1]?.paused, true);
    assert.equal(book.refusal('dpo', 'notice.resume', { wave: 1 }), null);
  });

  it('B6-6 tells nobody through a channel the breach hit, until a person says why it may be used', () => {
    const book = sending();
    book.say('handler', 'recipients.import', list(2));
    assert.deepEqual(book.warnings('security', 'notice.blockChannel', { channel: 'email' }), ['MAILING_HALTED']);
    assert.equal(book.facts.waves[1]?.halted?.reason, 'CHANNEL_COMPROMISED');
    assert.equal(book.refusal('dpo', 'notice.resume', { wave: 1 }), 'CHANNEL_COMPROMISED');
    assert.equal(book.refusal('owner', 'notice.approve', approval(2)), 'CHANNEL_COMPROMISED');
    assert.equal(book.refusal('security', 'notice.blockChannel', { channel: 'email' }), 'CHANNEL_BLOCKED_ALREADY');
    const release = { channel: 'email', because: 'otherDomain' };
    assert.equal(book.refusal('security', 'notice.releaseChannel', release, reason), 'ROLE_NOT_ALLOWED');
    assert.throws(() => book.refusal('dpo', 'notice.releaseChannel', { channel: 'email', because: 'whim' }, reason));
    book.say('dpo', 'notice.releaseChannel', release, reason);
    assert.equal(book.facts.waves[1]?.paused, true);
    assert.equal(book.refusal('owner', 'notice.approve', approval(2)), null);
    assert.equal(book.refusal('dpo', 'notice.resume', { wave: 1 }), null);
  });

  it('R-34-3 the duty stays owed to those e-mail did not reach, until letters or the public reach them', () => {
    const book = sending();
    const counts = { sent: 13, refused: 5, expired: 2 };
    const notReached = { affected: 4, possiblyAffected: 2, notAffected: 1 };
    book.act('wave.complete', { wave: 1, counts, merkleRoot: '', notReached });
    assert.equal(book.duty('people/1')?.state, 'open');
    assert.equal(book.duty('people/1')?.label, 'Reach 6 people of wave 1 by another channel');
    assert.match(book.duty('people/1')?.why ?? '', /did not reach 6 of the people .*Art\. 34\(3\)\(c\)/);
    const posted = { wave: 1, postedAt: '2026-03-10T08:00:00Z' };
    assert.equal(book.refusal('handler', 'notice.recordPosted', { ...posted, count: 21 }), 'POSTED_TOO_MANY');
    book.say('handler', 'notice.recordPosted', { ...posted, count: 4 });
    assert.equal(book.duty('people/1')?.label, 'Reach 2 people of wave 1 by another channel');
    book.say('handler', 'notice.recordPublication', { publishedAt: '2026-03-10T08:30:00Z', notReached: 3 });
    assert.equal(book.duty('people/1')?.state, 'met');
    assert.equal(book.facts.publishedForPeople, 3);
  });

  it('owes nothing further where the people were told by choice, or everybody was reached', () => {
    const book = openCase();
    book.say('dpo', 'risk.assess', { risk: 'risk', conclusion33: 'notify', conclusion34: 'voluntary' });
    book.say('handler', 'recipients.import', list(1));
    book.say('owner', 'notice.approve', approval(1));
    book.act('wave.start', START);
    book.act('wave.complete', { wave: 1, counts: { refused: 20 }, merkleRoot: '', notReached: { affected: 20 } });
    assert.equal(book.duty('people/1')?.state, 'met');
  });

  it('brings to a stand what goes out again like what goes out for the first time, and owes no second telling for it', () => {
    const book = sending();
    const counts = { sent: 18, unknownHeld: 2 };
    book.act('wave.complete', { wave: 1, counts, merkleRoot: '', notReached: { affected: 2 } });
    const completedAt = book.facts.waves[1]?.completedAt;
    assert.equal(book.refusal('dpo', 'notice.pause', { wave: 1 }), 'WAVE_COMPLETED');
    book.held = 2;
    const resend = { wave: 1, outcome: 'resend', count: 2 };
    book.say('handler', 'notice.settleHeld', resend, reason);
    assert.equal(startOwed(book), true);
    book.at('2026-03-12T09:00:00Z').act('wave.sendAgain', START);
    assert.equal(startOwed(book), false);
    assert.equal(book.refusal('dpo', 'notice.cancel', { wave: 1 }), 'WAVE_COMPLETED');
    book.say('dpo', 'notice.blockChannel', { channel: 'email' });
    assert.equal(book.facts.waves[1]?.paused, true);
    assert.equal(book.refusal('dpo', 'notice.settleHeld', resend, reason), 'CHANNEL_COMPROMISED');
    book.say('dpo', 'notice.releaseChannel', { channel: 'email', because: 'restored' }, reason);
    book.say('dpo', 'notice.resume', { wave: 1 });
    book.act('wave.complete', { wave: 1, counts: { sent: 20 }, merkleRoot: '', notReached: {} });
    const wave = book.facts.waves[1];
    assert.deepEqual([wave?.completedAt, wave?.resend, wave?.notReached], [completedAt, null, {}]);
    assert.equal(book.duty('people/1')?.state, 'met');
  });

  it('sends nothing again of a wave not begun, or whose case was decided to be no breach', () => {
    const book = approved();
    book.held = 1;
    const resend = { wave: 1, outcome: 'resend', count: 1 };
    assert.equal(book.refusal('dpo', 'notice.settleHeld', resend, reason), 'NOTHING_HELD');
    book.act('wave.start', START);
    book.say('dpo', 'notice.settleHeld', resend, reason);
    assert.equal(startOwed(book), true);
    const gate = book.say('dpo', 'case.decideGate', { outcome: 'notABreach' }, reason);
    book.say('second', 'confirm', { seq: gate, outcome: 'confirm' });
    assert.equal(startOwed(book), false);
    assert.equal(book.refusal('dpo', 'notice.settleHeld', resend, reason), 'NOT_A_BREACH');
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CaseView, caseView } from '../../desk/case-view.ts';
import { nextDuty } from '../../domain/case/snapshot.ts';
import {
  approval,
  CaseBook,
  HIGH,
  list,
  openCase,
  opening,
  RISK,
  submission,
  UNLIKELY,
} from '../domain/case/case-book.ts';

const reason = { words: ['reasons', 'reason'] };

/** The story of the vendor that took sixteen days, as seen by a Spanish controller. */
function story(): CaseBook {
  const book = new CaseBook().at('2025-11-26T12:00:00Z');
  book.say('dpo', 'case.open', {
    ...opening('2025-11-24T23:00:00Z', { precision: 'date', from: 'processor_notice' }),
    processorId: 'mixpanel',
    detectedAt: '2025-11-08T23:00:00Z',
    detectedPrecision: 'date',
  });
  return book;
}

const view = (book: CaseBook): CaseView => caseView(book.facts, book.now);
const state = (book: CaseBook, code = 'ES'): string | undefined =>
  view(book).authorities.find((authority) => authority.code === code)?.state;

describe('caseView', () => {
  it('T-8-3 shows the 16 days of the vendor, awareness of the 25th, and the end of the 27th', () => {
    const { awareness, processorHops, duties } = view(story());
    assert.deepEqual(awareness, { at: '2025-11-25T00:00:00+01:00', precision: 'date', status: 'proposed' });
    assert.deepEqual(processorHops, [
      {
        processor: 'mixpanel',
        detectedAt: '2025-11-09T00:00:00+01:00',
        knownToUsAt: null,
        noticedAt: '2025-11-25T00:00:00+01:00',
        delay: 'P16D',
        contractHours: 48,
        exceeded: true,
      },
    ]);
    const initial = duties.find(({ dutyId }) => dutyId === 'authority/ES/initial');
    assert.equal(initial?.dueAt, '2025-11-28T00:00:00+01:00');
    assert.equal(initial?.leftSeconds, 35 * 3600);
    assert.equal(initial?.state, 'running');
  });

  it('says late once the time is up and nothing is filed', () => {
    const book = story();
    assert.equal(state(book.at('2025-11-27T23:00:00Z')), 'open');
    assert.equal(state(book.at('2025-11-27T23:00:01Z')), 'late');
    assert.equal(view(book).duties.find(({ rule }) => rule === 'R-33-1')?.leftSeconds, -1);
  });

  it('says filed, completed, withdrawn; a late filing is filed and its phase says LATE', () => {
    const book = openCase().at('2026-03-13T11:30:00Z');
    book.say('handler', 'filing.recordSubmission', submission('2026-03-13T12:30:00+01:00', { subtype: 'incomplete' }));
    assert.equal(state(book), 'filed');
    assert.deepEqual(view(book).authorities[0]?.phases, [
      {
        phase: 'initial',
        submittedAt: '2026-03-13T12:30:00+01:00',
        registryNumber: 'REGAGE26e00000000001',
        status: 'LATE',
        statusToday: 'LATE',
      },
    ]);
    book.say('handler', 'filing.recordSubmission', {
      ...submission('2026-03-13T12:30:00+01:00', { phase: 'final', registryNumber: 'REGAGE26e00000000002' }),
    });
    assert.equal(state(book), 'completed');
    book.say('owner', 'filing.withdraw', { authority: 'ES', submittedAt: '2026-03-13T12:30:00+01:00' }, reason);
    assert.equal(state(book), 'withdrawn');
  });

  it("shows how timely a filing was when it was recorded, and how timely it is by today's awareness", () => {
    const book = openCase().at('2026-03-13T08:30:00Z');
    book.say('handler', 'filing.recordSubmission', submission('2026-03-13T09:30:00+01:00'));
    // Aware at 08:00 instead of 10:00: the 72 hours ended at 08:00, the hour of Regulation 1182/71 at 09:00.
    const earlier = { at: '2026-03-10T08:00:00+01:00', precision: 'instant', reasonCode: 'reasonable_certainty' };
    book.say('dpo', 'awareness.decide', earlier);
    const [initial] = view(book).authorities[0]?.phases ?? [];
    assert.deepEqual([initial?.status, initial?.statusToday], ['ON_TIME', 'LATE']);
  });

  it('says notRequired once a second person has confirmed that a risk is unlikely', () => {
    const book = openCase();
    const seq = book.say('dpo', 'risk.assess', UNLIKELY, reason);
    assert.deepEqual(view(book).pending, [{ seq, kind: 'risk.assess', by: 'dpo' }]);
    assert.equal(state(book), 'open');
    book.say('second', 'confirm', { seq, outcome: 'confirm' });
    assert.equal(state(book), 'notRequired');
    assert.deepEqual(view(book).pending, []);
  });

  it('holds a processor to its contract while it is still silent', () => {
    const book = openCase().at('2026-03-12T08:00:00Z');
    const detectedAt = '2026-03-10T09:00:00+01:00';
    book.say('handler', 'processor.recordDetection', { processorId: 'mixpanel', detectedAt, precision: 'instant' });
    assert.deepEqual([view(book).processorHops[0]?.exceeded, view(book).processorHops[0]?.delay], [false, null]);
    assert.equal(view(book.at('2026-03-12T08:00:01Z')).processorHops[0]?.exceeded, true);
  });

  it('counts the people of a wave: those listed, then what became of each notice', () => {
    const book = openCase();
    book.say('dpo', 'risk.assess', HIGH);
    book.say('handler', 'recipients.import', list(1));
    book.say('handler', 'recipients.import', list(1, { audience: 'possiblyAffected', count: 5 }));
    assert.deepEqual(view(book).people, [{ wave: 1, state: 'imported', counts: { listed: 25 } }]);
    book.act('wave.start', { wave: 1, campaignId: 'breach-2026-0042/people/1' });
    const sending = caseView(book.facts, book.now, { 1: { sent: 7, waiting: 18 } });
    assert.deepEqual(sending.people, [{ wave: 1, state: 'sending', counts: { listed: 25, sent: 7, waiting: 18 } }]);
    book.act('wave.complete', { wave: 1, counts: { sent: 24, refused: 1 }, merkleRoot: 'c'.repeat(64) });
    assert.deepEqual(view(book).people, [
      { wave: 1, state: 'completed', counts: { listed: 25, sent: 24, refused: 1 } },
    ]);
  });

  it('says when a wave begins, why it stands still, and whom nothing reached', () => {
    const book = openCase();
    book.say('dpo', 'risk.assess', HIGH);
    book.say('handler', 'recipients.import', list(1));
    book.say('owner', 'notice.approve', approval(1));
    assert.equal(view(book).people[0]?.startsAt, '2026-03-10T10:10:00+01:00');
    book.act('wave.start', { wave: 1, campaignId: 'breach-2026-0042/people/1' });
    book.say('security', 'notice.blockChannel', { channel: 'email' });
    assert.deepEqual([view(book).people[0]?.halted, view(book).mailChannel], ['CHANNEL_COMPROMISED', 'blocked']);
    const notReached = { affected: 3 };
    book.act('wave.complete', { wave: 1, counts: { sent: 17, refused: 3 }, merkleRoot: 'c'.repeat(64), notReached });
    book.say('handler', 'notice.recordPosted', { wave: 1, postedAt: '2026-03-10T09:00:00Z', count: 2 });
    assert.deepEqual([view(book).people[0]?.posted, view(book).people[0]?.notReached], [2, 1]);
  });
});

describe('nextDuty', () => {
  it('puts what the law dates before a target of our own that is long past', () => {
    const book = story();
    assert.equal(book.duty('processor/1/answers')?.state, 'open');
    assert.equal(nextDuty(book.facts)?.dutyId, 'authority/ES/initial');
  });

  it('falls back to our own targets when nothing else is dated', () => {
    const book = openCase();
    book.say('dpo', 'risk.assess', { ...RISK, conclusion34: 'communicate' });
    book.say('handler', 'filing.recordSubmission', submission('2026-03-10T10:00:00+01:00'));
    assert.equal(nextDuty(book.facts)?.dutyId, 'people/1');
  });
});

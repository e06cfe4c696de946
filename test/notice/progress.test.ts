import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  barCells,
  expectedEnd,
  PROGRESS_PARTS,
  type ProgressCounts,
  progressOf,
  reasonWords,
} from '../../domain/notice/progress.ts';
import { renderCampaignSvg } from '../../templates/campaign-svg.ts';

const seed = Number(process.env['TOCSIN_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
const people = fc.oneof(fc.constant(0), fc.nat(3), fc.nat(1_000_000));
const counts = fc.record(
  Object.fromEntries(PROGRESS_PARTS.map(({ part }) => [part, people])),
) as unknown as fc.Arbitrary<ProgressCounts>;
const none = progressOf({}, 0, 0);

describe(`the progress of a wave (TOCSIN_TEST_SEED=${seed})`, () => {
  it('puts every person of the ledger into exactly one part', () => {
    const ledger = { sent: 90, waiting: 30, claimed: 8, refused: 5, expired: 2, suppressed: 3, 'unknown-held': 1 };
    const progress = progressOf(ledger, 12, 4);
    assert.deepEqual(progress, {
      reached: 86,
      bounced: 4,
      beingSent: 8,
      waiting: 18,
      deferred: 12,
      refused: 5,
      expired: 2,
      unknownHeld: 1,
      suppressed: 3,
    });
    assert.equal(
      Object.values(progress).reduce((sum, count) => sum + count, 0),
      Object.values(ledger).reduce((sum, count) => sum + count, 0),
    );
  });

  it('draws a bar that is always full, in which one person among a million is seen', () => {
    fc.assert(
      fc.property(counts, fc.constantFrom(24, 50, 608), (progress, cells) => {
        const bar = barCells(progress, cells);
        const present = PROGRESS_PARTS.filter(({ part }) => progress[part] > 0);
        assert.deepEqual(
          bar.map(({ part }) => part),
          present.map(({ part }) => part),
        );
        assert.ok(bar.every((piece) => piece.cells >= 1));
        if (bar.length > 0)
          assert.equal(
            bar.reduce((sum, piece) => sum + piece.cells, 0),
            cells,
          );
      }),
      { seed },
    );
  });

  it('expects the end from those not tried yet, and says nothing when nothing goes out', () => {
    const now = new Date('2026-11-02T09:00:00Z');
    const sending = { ...none, waiting: 590, beingSent: 10, deferred: 50 };
    assert.equal(expectedEnd(sending, 60, now)?.toISOString(), '2026-11-02T09:10:00.000Z');
    assert.equal(expectedEnd(sending, 0, now), null);
    assert.equal(expectedEnd({ ...none, deferred: 50 }, 60, now), null);
  });

  for (const [code, words] of [
    ['550 5.1.1', 'there is no such mailbox'],
    ['552 5.2.2', 'the mailbox is full'],
    ['451 4.7.1', 'the other server wants it later (greylisting, or too many at once)'],
    ['550 5.7.1', 'the other server does not want it, by its policy'],
    ['5.1.2', 'there is no such mail domain'],
    ['421', 'the other server could not take it at that time'],
    ['554', 'the other server refused it'],
    ['LOST_AFTER_DOT', 'the connection broke at the very end; it may have arrived'],
    ['LOST_BEFORE_DATA', 'the connection broke before the message was complete'],
    ['ALREADY_TOLD', 'told so in an earlier wave'],
    ['', 'no reason was given'],
  ] as const) {
    it(`says '${code}' in plain words`, () => assert.equal(reasonWords(code), words));
  }
});

describe('renderCampaignSvg', () => {
  it('says the same in its description as it draws, each part with a pattern of its own', () => {
    const wave = {
      wave: 1,
      state: 'sending',
      people: 12,
      progress: { ...none, reached: 9, refused: 2, waiting: 1 },
      failures: [{ code: '550 5.1.1', count: 2, words: 'there is no such <mailbox>' }],
      bounces: [],
      perMinute: 3,
      expectedEndAt: '2026-11-02T23:00:00Z',
      zone: 'Europe/Madrid',
    };
    const svg = renderCampaignSvg('breach-2026-0042', [wave]);
    assert.match(svg, /Wave 1: sending, 12 people: 9 sent; 1 waiting; 2 refused\./);
    for (const part of ['reached', 'waiting', 'refused']) {
      assert.equal(svg.split(`url(#campaign-breach-2026-0042-${part})`).length, 3, part);
    }
    assert.match(svg, /Everybody tried once by Mon 2 Nov 2026 24:00 Madrid \(UTC\+01:00\), at this rate/);
    assert.match(svg, /there is no such &lt;mailbox&gt; \(550 5\.1\.1\)/);
    assert.match(renderCampaignSvg('breach-2026-0042', []), /No list of people was imported for this case yet/);
  });
});

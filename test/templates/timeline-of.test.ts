import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CaseFacts, emptyFacts } from '../../domain/case/facts.ts';
import { type TimelineContext, timelineOf } from '../../templates/timeline-of.ts';
import { timelineTable } from '../../templates/timeline-table.ts';

const context: TimelineContext = {
  title: 'A case',
  zone: 'Europe/Madrid',
  language: 'en',
  processorNames: { mixpanel: 'Mixpanel' },
  controllerName: 'Controller',
  aware: { at: '2025-11-24T23:00:00Z', precision: 'date' },
  deadlines: [{ label: '72 h end', at: '2025-11-27T23:00:00Z' }],
  now: '2025-11-26T18:00:00Z',
};

const facts: CaseFacts = {
  ...emptyFacts('controladora', 'breach-2025-9001'),
  hops: [
    {
      number: 1,
      processorId: 'mixpanel',
      detectedAt: '2025-11-08T23:00:00Z',
      detectedPrecision: 'date',
      knownToUsAt: null,
      noticedAt: '2025-11-24T23:00:00Z',
      noticedPrecision: 'date',
      certain: true,
      contractHours: 48,
      sameGroup: false,
      answered: [],
      gaveUpAt: null,
    },
  ],
};

describe('timelineOf', () => {
  it('R-33-2 shows the sixteen days between detection and notice', () => {
    const { gaps, lanes } = timelineOf(facts, context);
    assert.deepEqual([gaps.map(({ label }) => label), lanes.processor], [['16 days'], 'Mixpanel']);
  });

  it('tells the case in the order of time, with the deadline at 24:00', () => {
    assert.deepEqual(
      timelineTable(timelineOf(facts, context)).map(({ label, time }) => `${time} ${label}`),
      [
        'Sun 9 Nov 2025 Mixpanel detects',
        'Tue 25 Nov 2025 Mixpanel tells us',
        'Tue 25 Nov 2025 Aware',
        'Wed 26 Nov 2025 19:00 +01:00 now',
        'Thu 27 Nov 2025 24:00 +01:00 72 h end',
      ],
    );
  });

  it('shows a case nobody has said anything about', () => {
    const unknown = { ...context, aware: null, deadlines: [], now: null };
    assert.deepEqual(timelineOf(emptyFacts('controladora', 'breach-2025-0042'), unknown).events, []);
  });
});

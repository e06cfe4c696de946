import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CaseFacts, emptyFacts } from '../../../domain/case/facts.ts';
import { type CaseTimeline, timelineOf } from '../../../domain/case/timeline.ts';

const AWARE = '2025-11-24T23:00:00.000Z';
const view = { processorNames: { mixpanel: 'Mixpanel' }, controllerName: 'Controller', authority: null, now: null };

const hop: CaseFacts['hops'][number] = {
  number: 1,
  processorId: 'mixpanel',
  detectedAt: '2025-11-08T23:00:00.000Z',
  detectedPrecision: 'date',
  knownToUsAt: null,
  noticedAt: AWARE,
  noticedPrecision: 'date',
  certain: true,
  contractHours: 48,
  sameGroup: false,
  answered: [],
  gaveUpAt: null,
};

const file = (code: string): CaseFacts['authorities'][string] => ({
  code,
  role: 'competent',
  releasedAt: null,
  phases: [],
  packs: [],
  approval: null,
  delay: null,
  withdrawnAt: null,
  withdrawal: null,
  factsSeq: 0,
  dismissedSeq: null,
  refile: false,
});

/** A case with its vendor, awareness, and so many authorities. */
const caseWith = (...codes: string[]): CaseFacts => ({
  ...emptyFacts('controladora', 'breach-2025-9001'),
  opened: { at: AWARE, by: 'ana', seq: 1 },
  decision: { at: AWARE, precision: 'date', seq: 2 },
  hops: [hop],
  authorities: Object.fromEntries(codes.map((code) => [code, file(code)])),
});

const told = ({ facts }: CaseTimeline): string[] => facts.map(({ at, kind, of }) => [at, kind, ...of].join(' '));

describe('timelineOf', () => {
  it('R-33-2 keeps the sixteen days between detection and notice', () => {
    const { silences, processors } = timelineOf(caseWith('ES'), view);
    assert.deepEqual([silences, processors], [[{ from: '2025-11-08T23:00:00.000Z', to: AWARE }], ['Mixpanel']]);
  });

  it('T-3-18 ends the 72 hours of the story on 27 November at 24:00 Madrid', () => {
    assert.deepEqual(told(timelineOf(caseWith('ES'), view)), [
      '2025-11-08T23:00:00.000Z detected Mixpanel',
      '2025-11-24T23:00:00.000Z told Mixpanel',
      '2025-11-24T23:00:00.000Z aware',
      '2025-11-27T23:00:00.000Z initial ES',
    ]);
  });

  it('puts authorities of one instant together, and keeps to one where it is asked', () => {
    const facts = caseWith('ES', 'FR', 'DE-BE');
    const deadlines = (authority: string | null): string[][] =>
      timelineOf(facts, { ...view, authority })
        .facts.filter(({ kind }) => kind === 'initial')
        .map(({ of }) => of);
    assert.deepEqual(deadlines(null).flat().sort(), ['DE-BE', 'ES', 'FR']);
    assert.ok(deadlines(null).length < 3);
    assert.deepEqual(deadlines('FR'), [['FR']]);
  });

  it('shows filings, orders and waves', () => {
    const facts = caseWith('ES');
    facts.orders.push({
      authority: 'ES',
      number: 1,
      orderedAt: '2025-12-01T09:00:00.000Z',
      dueAt: '2025-12-05T09:00:00.000Z',
      what: 'communicate',
      answeredAt: null,
      seq: 9,
    });
    const kinds = told(timelineOf(facts, view));
    assert.ok(kinds.includes('2025-12-01T09:00:00.000Z ordered ES'));
    assert.ok(kinds.includes('2025-12-05T09:00:00.000Z order ES'));
  });

  it('shows a case nobody has said anything about', () => {
    assert.deepEqual(timelineOf(emptyFacts('controladora', 'breach-2025-0042'), view).facts, []);
  });
});

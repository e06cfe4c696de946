import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  type Candidate,
  contractHoursExceeded,
  hopDelay,
  type ProcessorHop,
  processorAwareness,
  processorNoticeDue,
  proposeAwareness,
  suspicionCheckpoints,
} from '../../../domain/clocks/awareness.ts';
import { bundleOf } from '../../../domain/clocks/bundle.ts';
import { dateOnlyAt } from '../../../domain/clocks/read-local-time.ts';
import { rfc3339InZone } from '../../../domain/clocks/show-time.ts';

const MADRID = 'Europe/Madrid';
const shown = (at: string): string => rfc3339InZone(at, MADRID);
const dateIn = (date: string) => ({ at: dateOnlyAt(date, [MADRID]), precision: 'date' as const });
const instant = (at: string) => ({ at, precision: 'instant' as const });
const proposedAt = (candidates: Candidate[]): string | null => {
  const chosen = proposeAwareness(candidates);
  return chosen && shown(chosen.at);
};

describe('proposeAwareness', () => {
  it('T-2-1 takes the confirmation after a short investigation', () => {
    const alert: Candidate = { ...instant('2026-03-02T09:00:00+01:00'), kind: 'suspicion' };
    const confirmed: Candidate = { ...instant('2026-03-02T15:00:00+01:00'), kind: 'confirmation' };
    assert.equal(proposedAt([alert, confirmed]), '2026-03-02T15:00:00+01:00');
    assert.equal(hopDelay(alert, confirmed, MADRID), 'PT6H');
    const { decideBy } = suspicionCheckpoints(alert.at);
    assert.ok(Date.parse(confirmed.at) < Date.parse(decideBy));
  });

  it('T-2-2 flags an alert left open at 24 and 48 hours and keeps both candidates for a person to choose', () => {
    const candidates: Candidate[] = [
      { ...instant('2026-03-02T09:00:00+01:00'), kind: 'suspicion' },
      { ...instant('2026-03-05T10:00:00+01:00'), kind: 'confirmation' },
    ];
    const { decideBy, flagAt } = suspicionCheckpoints('2026-03-02T09:00:00+01:00');
    assert.equal(shown(decideBy), '2026-03-03T09:00:00+01:00');
    assert.equal(shown(flagAt), '2026-03-04T09:00:00+01:00');
    assert.equal(proposedAt(candidates), '2026-03-05T10:00:00+01:00');
    assert.equal(candidates.length, 2);
    assert.equal(candidates[0]?.kind, 'suspicion');
  });

  it('T-2-3 is aware when an unencrypted carrier is noticed missing', () => {
    const loss: Candidate = {
      ...instant('2026-03-02T18:20:00+01:00'),
      kind: 'confirmation',
      what: 'unencrypted USB stick missing, contents known',
    };
    assert.equal(proposedAt([loss]), '2026-03-02T18:20:00+01:00');
  });

  it('T-2-4 is aware when a third party proves it received the data', () => {
    const proof: Candidate = { ...instant('2026-03-02T11:05:00+01:00'), kind: 'data_subject', reasonablyCertain: true };
    assert.equal(proposedAt([proof]), '2026-03-02T11:05:00+01:00');
    assert.equal(proposedAt([{ ...proof, reasonablyCertain: false }]), null);
  });

  it('T-2-5 takes the confirmation in the logs, not the ransom mail', () => {
    const candidates: Candidate[] = [
      { ...instant('2026-03-02T08:00:00+01:00'), kind: 'attacker_contact' },
      { ...instant('2026-03-02T12:40:00+01:00'), kind: 'confirmation' },
    ];
    assert.equal(proposedAt(candidates), '2026-03-02T12:40:00+01:00');
  });

  it("T-2-6 takes the day of the processor's notice and flags its 16 days", () => {
    const hop: ProcessorHop = {
      detected: dateIn('2025-11-09'),
      noticed: dateIn('2025-11-25'),
      contractHours: null,
      sameGroup: false,
    };
    const { candidates, findings } = processorAwareness(hop, MADRID);
    assert.equal(proposedAt(candidates), '2025-11-25T00:00:00+01:00');
    assert.equal(hopDelay(hop.detected, hop.noticed, MADRID), 'P16D');
    assert.deepEqual(
      findings.map(({ code, source }) => [code, source]),
      [['PROCESSOR_DELAY', 'Art. 33(2)']],
    );
    assert.match(findings[0]?.sentence ?? '', /P16D/);
  });

  it('T-2-7 counts from the first person who was certain, not from the DPO', () => {
    const candidates: Candidate[] = [
      { ...instant('2026-03-09T09:00:00+01:00'), kind: 'confirmation', source: 'dpo' },
      { ...instant('2026-03-06T17:00:00+01:00'), kind: 'confirmation', source: 'employee' },
    ];
    assert.equal(proposedAt(candidates), '2026-03-06T17:00:00+01:00');
  });

  it('T-2-8 offers, never preselects, the moment a processor of the same group should have told', () => {
    const hop: ProcessorHop = {
      detected: instant('2026-03-02T10:00:00+01:00'),
      noticed: instant('2026-03-06T12:00:00+01:00'),
      contractHours: 24,
      sameGroup: true,
    };
    const { candidates, findings } = processorAwareness(hop, MADRID);
    assert.deepEqual(
      candidates.map(({ at, kind }) => [shown(at), kind]),
      [
        ['2026-03-06T12:00:00+01:00', 'processor_notice'],
        ['2026-03-03T10:00:00+01:00', 'constructive'],
      ],
    );
    assert.equal(proposedAt(candidates), '2026-03-06T12:00:00+01:00');
    assert.ok(
      findings.some(({ code, severity }) => code === 'PROCESSOR_CONTRACT_HOURS_EXCEEDED' && severity === 'warning'),
    );
  });

  it('T-2-8 only warns of an unrelated processor that exceeded its contract hours', () => {
    const hop: ProcessorHop = {
      detected: instant('2026-03-02T10:00:00+01:00'),
      noticed: instant('2026-03-06T12:00:00+01:00'),
      contractHours: 24,
      sameGroup: false,
    };
    const { candidates, findings } = processorAwareness(hop, MADRID);
    assert.equal(candidates.length, 1);
    assert.ok(findings.some(({ code }) => code === 'PROCESSOR_CONTRACT_HOURS_EXCEEDED'));
  });

  it('T-2-10 is aware when the processor told it, after two hops of two days and one', () => {
    const [sub, processor, controller] = [dateIn('2026-03-01'), dateIn('2026-03-03'), dateIn('2026-03-04')];
    assert.equal(proposedAt([{ ...controller, kind: 'processor_notice' }]), '2026-03-04T00:00:00+01:00');
    assert.equal(hopDelay(sub, processor, MADRID), 'P2D');
    assert.equal(hopDelay(processor, controller, MADRID), 'P1D');
  });

  it('proposes nothing while there are only alerts', () =>
    assert.equal(
      proposedAt([
        { ...instant('2026-03-02T08:00:00+01:00'), kind: 'press' },
        { ...instant('2026-03-02T09:00:00+01:00'), kind: 'constructive', reasonablyCertain: true },
      ]),
      null,
    ));

  it('leaves the order of the candidates alone', () => {
    const candidates: Candidate[] = [
      { ...instant('2026-03-05T10:00:00+01:00'), kind: 'confirmation' },
      { ...instant('2026-03-02T09:00:00+01:00'), kind: 'confirmation' },
    ];
    proposeAwareness(candidates);
    assert.equal(candidates[0]?.at, '2026-03-05T10:00:00+01:00');
  });
});

describe('bundleOf', () => {
  const parcel = (awareAt: string) => ({ awareAt, dataTypes: ['basic', 'contact'], how: 'mail_lost_or_opened' });
  const monday = parcel('2026-03-02T09:00:00+01:00');
  const tuesday = parcel('2026-03-03T09:00:00+01:00');
  const wednesday = parcel('2026-03-04T09:00:00+01:00');

  it('T-2-9 bundles three lost parcels under the awareness of the first', () => {
    const bundle = bundleOf([wednesday, monday, tuesday]);
    assert.equal(bundle.allowed, true);
    assert.equal(shown(bundle.awareAt), '2026-03-02T09:00:00+01:00');
  });

  it('separates other data, another way, and a long time', () => {
    const codes = (...members: (typeof monday)[]) => bundleOf(members).findings.map(({ code }) => code);
    assert.deepEqual(codes(monday, { ...tuesday, dataTypes: ['health'] }), ['BUNDLE_DIFFERENT_DATA']);
    assert.deepEqual(codes(monday, { ...tuesday, how: 'phishing' }), ['BUNDLE_DIFFERENT_WAY']);
    assert.deepEqual(codes(monday, parcel('2026-03-09T09:00:01+01:00')), ['BUNDLE_TOO_LONG']);
    assert.deepEqual(codes(monday, { ...tuesday, dataTypes: ['contact', 'basic'] }), []);
  });
});

describe('hopDelay', () => {
  it('T-8-4 counts 16 days and 2 days along the chain of the seed case', () => {
    const [vendor, processor] = [dateIn('2025-11-09'), dateIn('2025-11-25')];
    const controller = instant('2025-11-27T08:15:00+01:00');
    assert.equal(hopDelay(vendor, processor, MADRID), 'P16D');
    assert.equal(hopDelay(processor, controller, MADRID), 'P2D');
  });

  it('counts elapsed time between instants, and whole days where it is', () => {
    const from = instant('2026-10-24T18:00:00+02:00');
    assert.equal(hopDelay(from, instant('2026-10-25T18:00:00+01:00'), MADRID), 'PT25H');
    assert.equal(hopDelay(from, instant('2026-10-25T17:00:00+01:00'), MADRID), 'P1D');
    assert.equal(hopDelay(from, instant('2026-10-24T19:30:59+02:00'), MADRID), 'PT1H30M');
  });
});

describe('processorNoticeDue', () => {
  it('ends the contract hours after detection, and knows no hours by law', () => {
    assert.equal(shown(processorNoticeDue('2026-10-24T18:00:00+02:00', 24) ?? ''), '2026-10-25T17:00:00+01:00');
    assert.equal(processorNoticeDue('2026-10-24T18:00:00+02:00', null), null);
  });

  it('is exceeded only after the last of them', () => {
    const hop = (noticedAt: string): ProcessorHop => ({
      detected: instant('2026-03-02T10:00:00Z'),
      noticed: instant(noticedAt),
      contractHours: 24,
      sameGroup: false,
    });
    assert.equal(contractHoursExceeded(hop('2026-03-03T10:00:00Z')), false);
    assert.equal(contractHoursExceeded(hop('2026-03-03T10:00:00.001Z')), true);
  });
});

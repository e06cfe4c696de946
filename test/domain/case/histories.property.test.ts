import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { actsOf } from '../../../domain/case/acts.ts';
import { awarenessOf } from '../../../domain/case/awareness.ts';
import type { StatementKind } from '../../../domain/case/bodies.ts';
import { nextReminder } from '../../../domain/case/duties/duty.ts';
import { dutiesOf } from '../../../domain/case/duties/index.ts';
import type { CaseFacts } from '../../../domain/case/facts.ts';
import { ROLES_OF } from '../../../domain/case/roles-of.ts';
import { snapshotOf } from '../../../domain/case/snapshot.ts';
import { approval, CaseBook, HIGH, list, opening, PEOPLE, RISK, submission, UNLIKELY } from './case-book.ts';

const SEED = Number(process.env['FAST_CHECK_SEED'] ?? Date.now() % 2 ** 31);
const RUNS = Number(process.env['FAST_CHECK_RUNS'] ?? 300);
console.log(`seed ${SEED}: repeat with FAST_CHECK_SEED=${SEED}`);

interface Command {
  /** Which of those who may say it; every tenth time somebody who may not. */
  speaker: number;
  kind: StatementKind;
  body: Record<string, unknown>;
  /** Which of the statements that could be corrected; null: none. */
  corrects: number | null;
  /** Minutes that pass before it. */
  later: number;
}

const START = Date.parse('2026-03-10T09:00:00Z');
const past = fc
  .integer({ min: -30 * 24 * 60, max: 24 * 60 })
  .map((minutes) => new Date(START + minutes * 60_000).toISOString());
const precision = fc.constantFrom('instant', 'hour', 'date');
const authority = fc.constantFrom('ES', 'ES', 'ES', 'FR', 'DE-BY');
const processorId = fc.constantFrom('mixpanel', 'mixpanel', 'sister');
const wave = fc.constantFrom(1, 1, 2);
const choice = fc.nat({ max: 99 });
const codes = fc.uniqueArray(fc.constantFrom('a1', 'a2', 'a3', 'a4', 'a5', 'b', 'c', 'd'), { minLength: 1 });
const candidateKind = fc.constantFrom('suspicion', 'processor_notice', 'confirmation', 'press', 'data_subject');
const phase = fc.constantFrom('initial', 'initial', 'complementary', 'final');
const role = fc.constantFrom('controller', 'controller', 'controller', 'jointController', 'processor');
const number = fc.nat({ max: 9 }).map((digit) => `REGAGE26e0000000001${digit}`);
const audience = fc.constantFrom('affected', 'affected', 'possiblyAffected');
const count = fc.constantFrom(20, 20, 150);

const BODIES_BY_KIND: Partial<Record<StatementKind, fc.Arbitrary<Record<string, unknown>>>> = {
  'case.open': fc.record({ learnedAt: past, precision, from: candidateKind, certain: fc.boolean(), role }),
  'case.recordFacts': fc
    .record({
      key: fc.constantFrom('count', 'crossBorder'),
      value: fc.integer({ min: 0, max: 9 }),
      source: fc.constantFrom('logs', 'vendor'),
    })
    .map((claim) => ({ claims: [claim] })),
  'case.setScope': fc.record({
    role,
    establishments: fc.subarray(['ES', 'FR']),
    mainEstablishment: fc.constantFrom(null, { country: 'ES', evidenced: true }),
    publicAuthority: fc.constant(null),
    representative: fc.constantFrom(null, 'ES'),
    crossBorder: fc.boolean(),
    affected: fc.constantFrom({ ES: 3 }, { FR: 2, ES: null }, { DE: 4 }),
    regions: fc.constant({ DE: 'BY' }),
  }),
  'case.decideGate': fc.record({ outcome: fc.constantFrom('breach', 'notABreach', 'incidentOnly') }),
  'case.close': fc.constant({}),
  'case.reopen': fc.constant({}),
  'case.hold': fc.constant({}),
  'case.release': fc.constant({}),
  'processor.recordDetection': fc.record({ processorId, detectedAt: past, precision }),
  'processor.recordNotice': fc.record({
    processorId,
    noticedAt: past,
    precision,
    certain: fc.boolean(),
    contains: codes,
  }),
  'processor.recordAnswer': fc.record({ processorId, codes }),
  'processor.giveUp': fc.record({ processorId }),
  'awareness.propose': fc.record({
    at: past,
    precision,
    kind: candidateKind,
    certain: fc.constantFrom(null, true, false),
  }),
  'awareness.decide': fc.record({ at: past, precision, reasonCode: fc.constant('other') }),
  'awareness.stillUncertain': fc.constant({}),
  'risk.assess': fc.constantFrom(RISK, UNLIKELY, HIGH),
  'filing.recordSubmission': fc
    .record({
      authority,
      phase,
      subtype: fc.constantFrom('complete', 'incomplete'),
      submittedAt: past,
      registryNumber: number,
    })
    .map((body) => submission(body.submittedAt, body)),
  'filing.withdraw': fc.record({ authority, submittedAt: past }),
  'filing.dismissChange': fc.record({ authority }),
  'filing.explainDelay': fc.record({ authority, reasonCode: fc.constant('other') }),
  'filing.recordOrder': fc.record({
    authority,
    orderedAt: past,
    dueAt: past,
    what: fc.constantFrom('communicate', 'inform'),
  }),
  'filing.recordCorrespondence': fc.record({
    authority,
    direction: fc.constantFrom('in', 'out'),
    receivedAt: past,
    answersOrder: fc.constantFrom(null, 1, 2),
  }),
  'recipients.import': fc.record({ wave, audience, count }).map((body) => list(body.wave, body)),
  'notice.approve': fc.record({ wave, count }).map((body) => approval(body.wave, body)),
  'notice.cancel': fc.record({ wave }),
  'notice.pause': fc.record({ wave }),
  'notice.settleHeld': fc.record({ wave, outcome: fc.constantFrom('resend', 'giveUp'), count: fc.constantFrom(1, 2) }),
  'notice.limit': fc.record({ wave, perMinute: fc.constantFrom(null, 600), domains: fc.constant({}) }),
  'notice.resume': fc.record({ wave }),
  'notice.prove': fc.record({ personKey: fc.constant('f'.repeat(64)), waves: fc.constant([1]) }),
  'notice.recordReports': fc.record({
    wave,
    files: count,
    filesHash: fc.constant('f'.repeat(64)),
    actions: fc.constant({ failed: 1 }),
    statuses: fc.constant({ '5.1.1': 1 }),
  }),
  'notice.recordPublication': fc.record({ publishedAt: past }),
  'notice.claimExemption': fc.record({ letter: fc.constantFrom('a', 'b', 'c') }),
  'controller.add': fc.record({
    controllerId: fc.constantFrom('first', 'other'),
    contractHours: fc.constantFrom(null, 24),
  }),
  'controller.recordNotice': fc.record({ controllerId: fc.constantFrom('first', 'other'), noticedAt: past }),
  'deadline.acknowledge': fc.record({
    dutyId: fc.constantFrom('authority/ES/initial', 'people/1', 'suspicion/decide'),
  }),
  confirm: fc.record({ seq: choice, outcome: fc.constantFrom('confirm', 'refuse') }),
};

const later = fc.integer({ min: 0, max: 2 * 24 * 60 });

const command: fc.Arbitrary<Command> = fc.oneof(
  ...Object.entries(BODIES_BY_KIND).map(([kind, body]) =>
    fc.record({
      speaker: choice,
      kind: fc.constant(kind as StatementKind),
      body,
      corrects: fc.option(choice, { freq: 4, nil: null }),
      later,
    }),
  ),
);
const history = fc.array(command, { minLength: 5, maxLength: 40, size: 'max' });
type Beginning = 'alert' | 'aware' | 'prepared' | 'closed';
const beginning = fc.constantFrom<Beginning>('alert', 'aware', 'prepared', 'closed');

function opened(from: Beginning): CaseBook {
  const book = new CaseBook();
  const how = from === 'alert' ? { certain: false, from: 'suspicion' } : {};
  book.say('reporter', 'case.open', opening('2026-03-10T10:00:00+01:00', how));
  if (from === 'alert' || from === 'aware') return book;
  book.say('dpo', 'risk.assess', RISK);
  book.say('handler', 'filing.recordSubmission', submission('2026-03-10T09:30:00+01:00'));
  if (from === 'prepared') book.say('handler', 'recipients.import', list(1));
  else book.say('owner', 'case.close');
  return book;
}

const pick = <T>(choices: readonly T[], at: number): T | undefined => choices[at % choices.length];

function speakerOf({ kind, speaker }: Command): string {
  if (speaker % 10 === 9) return 'auditor';
  const allowed = ROLES_OF[kind];
  const may = Object.keys(PEOPLE).filter(
    (person) => allowed === 'any' || PEOPLE[person]?.some((role) => allowed.includes(role)),
  );
  return pick(may, speaker) ?? 'auditor';
}

/** What is corrected or confirmed is chosen from what is there, if anything is. */
function aimed({ facts }: CaseBook, { kind, body, corrects }: Command) {
  const waiting = Object.keys(facts.pending).map(Number);
  const said = Object.keys(facts.said).map(Number);
  const same = said.filter((seq) => facts.said[seq] === kind);
  const corrected = corrects === null ? undefined : pick(same.length > 0 ? same : said, corrects);
  return {
    body: kind === 'confirm' ? { ...body, seq: pick(waiting, Number(body['seq'])) ?? 99 } : body,
    manner: { words: ['reason', 'reasons', 'name'], ...(corrected === undefined ? {} : { corrects: corrected }) },
  };
}

/** Makes a statement, with every text it may want; yields whether it was accepted. */
function make(book: CaseBook, one: Command): boolean {
  book.now = new Date(book.now.getTime() + one.later * 60_000);
  const { body, manner } = aimed(book, one);
  return book.hear(speakerOf(one), one.kind, body, manner).accepted;
}

/** How much a case knows of each thing that may only ever grow. */
const sizes = (facts: CaseFacts): Record<string, number> => ({
  candidates: facts.candidates.length,
  claims: Object.values(facts.claims).flat().length,
  hops: facts.hops.length,
  authorities: Object.keys(facts.authorities).length,
  filings: Object.values(facts.authorities).flatMap(({ phases }) => phases).length,
  packs: Object.values(facts.authorities).flatMap(({ packs }) => packs).length,
  assessments: facts.assessments.length,
  orders: facts.orders.length,
  waves: Object.keys(facts.waves).length,
  controllers: facts.controllers.length,
  uncertainties: facts.uncertainties.length,
  said: Object.keys(facts.said).length,
});

const check = (property: fc.IProperty<unknown>): void => fc.assert(property, { seed: SEED, numRuns: RUNS });

/** Nothing a case knew is gone (R13). */
function assertGrown(before: CaseFacts, after: CaseFacts, kind: string): void {
  const [known, now] = [sizes(before), sizes(after)];
  for (const [what, size] of Object.entries(known)) assert.ok((now[what] ?? 0) >= size, `${kind}: ${what} shrank`);
}

/** T-9-5: later, or away, only on a second person's word. */
function assertAwarenessHeld(before: CaseFacts, after: CaseFacts, kind: string): void {
  const [was, is] = [awarenessOf(before)?.at, awarenessOf(after)?.at];
  const later = was !== undefined && (is === undefined || Date.parse(is) > Date.parse(was));
  if (later) assert.equal(kind, 'confirm', `${kind} moved awareness from ${was} to ${is}`);
}

/** Every duty once, each open one with a reminder ahead; every act once; nothing throws. */
function assertTold(facts: CaseFacts, now: Date): void {
  const duties = dutiesOf(facts);
  assert.equal(new Set(duties.map(({ dutyId }) => dutyId)).size, duties.length);
  for (const duty of duties) {
    assert.equal(nextReminder(facts, duty) !== null, duty.state === 'open' && duty.actBy !== null, duty.dutyId);
  }
  const acts = actsOf(facts).map(({ actId }) => actId);
  assert.equal(new Set(acts).size, acts.length);
  snapshotOf(facts, now, { summary: '', details: '' });
}

describe('any history of a case', () => {
  it('removes no fact, lets refusals leave no trace, holds awareness and can always be told (R13, T-9-5)', () => {
    const [accepted, refused] = [new Set<StatementKind>(), new Set<StatementKind>()];
    check(
      fc.property(beginning, history, (from, made) => {
        const book = opened(from);
        for (const one of made) {
          const before = book.facts;
          const { manner } = aimed(book, one);
          const counts = make(book, one);
          (counts ? accepted : refused).add(one.kind);
          if (!counts) assert.deepEqual(book.facts, before);
          else if (!('corrects' in manner)) assertGrown(before, book.facts, one.kind);
          assertAwarenessHeld(before, book.facts, one.kind);
          assertTold(book.facts, book.now);
        }
      }),
    );
    // Guards the guard: histories that refuse everything would prove nothing.
    assert.ok(accepted.size > 25, `only ${[...accepted].join()} were ever accepted`);
    assert.ok(refused.size > 25, `only ${[...refused].join()} were ever refused`);
  });

  it('is folded the same again, and one more entry that says nothing changes nothing', () => {
    check(
      fc.property(beginning, history, (from, made) => {
        const book = opened(from);
        for (const one of made) make(book, one);
        const before = book.facts;
        assert.deepEqual(book.facts, before);
        book.act('watch.restart', { what: 'case' });
        assert.deepEqual({ ...book.facts, version: before.version }, before);
      }),
    );
  });

  it('statements of independent things come to the same duties in any order', () => {
    const independent: Command[] = [
      ['awareness.propose', { at: '2026-03-09T10:00:00+01:00', precision: 'instant', kind: 'confirmation' }],
      ['awareness.propose', { at: '2026-03-08T10:00:00+01:00', precision: 'hour', kind: 'suspicion' }],
      ['awareness.propose', { at: '2026-03-07T10:00:00+01:00', precision: 'hour', kind: 'suspicion' }],
      ['risk.assess', HIGH],
      [
        'processor.recordNotice',
        { processorId: 'mixpanel', noticedAt: '2026-03-09T12:00:00+01:00', precision: 'instant' },
      ],
      ['filing.recordSubmission', submission('2026-03-10T09:30:00+01:00', { subtype: 'incomplete' })],
      [
        'filing.recordOrder',
        { authority: 'FR', orderedAt: '2026-03-10T09:00:00+01:00', dueAt: '2026-04-01T00:00:00Z', what: 'inform' },
      ],
      ['case.recordFacts', { claims: [{ key: 'count', value: 3, source: 'logs' }] }],
      ['case.hold', {}],
    ].map(([kind, body]) => ({
      speaker: 0,
      kind: kind as StatementKind,
      body: body as Record<string, unknown>,
      corrects: null,
      later: 0,
    }));
    const told = (order: readonly Command[]) => {
      const book = opened('aware');
      for (const one of order) assert.ok(make(book, one), one.kind);
      return dutiesOf(book.facts).sort((a, b) => a.dutyId.localeCompare(b.dutyId));
    };
    const usual = told(independent);
    check(
      fc.property(fc.shuffledSubarray(independent, { minLength: independent.length }), (order) => {
        assert.deepEqual(told(order), usual);
      }),
    );
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nextReminder } from '../../../domain/case/duties/duty.ts';
import { dutiesOf } from '../../../domain/case/duties/index.ts';
import { foldCase } from '../../../domain/case/fold.ts';
import { organisationProfile } from '../../../domain/law/profile.ts';
import { CASE, CaseBook, openCase, opening } from './case-book.ts';

/** A case of an organisation under these regimes, aware since 10:00 in Madrid on 10 March 2026. */
const caseUnder = (regimes: object, clauses: object[] = []) =>
  openCase({ profile: organisationProfile.parse({ regimes, clauses }) });
const NIS2_IT = { NIS2: { country: 'IT', entity: 'essential' } };
const filed = (regimeId: string, step: string, submittedAt: string, over: object = {}) => ({
  regimeId,
  step,
  submittedAt,
  ...over,
});
const regimeDuties = (book: CaseBook) => dutiesOf(book.facts).filter(({ dutyId }) => dutyId.startsWith('regime/'));
const REASON = { words: ['reason'] };

describe('duties beside the GDPR', () => {
  it('are none without a profile, also in entries from before there were profiles', () => {
    const book = openCase();
    assert.deepEqual(regimeDuties(book), []);
    const first = book.entries[0] ?? assert.fail();
    const { profile: _, ...older } = first.body['policy'] as Record<string, unknown>;
    const entries = [{ ...first, body: { ...first.body, policy: older } }];
    const facts = foldCase('acme', CASE, entries);
    assert.deepEqual(facts.policy.profile, { regimes: {}, clauses: [] });
    assert.equal(dutiesOf(facts).length, 1);
  });

  it('R-7-NIS2 show the steps of Italy, and filing the early warning moves the notification', () => {
    const book = caseUnder(NIS2_IT);
    assert.deepEqual(
      regimeDuties(book).map(({ dutyId, dueAt }) => [dutyId, dueAt]),
      [
        ['regime/NIS2/earlyWarning', '2026-03-11T09:00:00.000Z'],
        ['regime/NIS2/notification', '2026-03-14T09:00:00.000Z'],
        ['regime/NIS2/finalReport', null],
      ],
    );
    assert.match(book.duty('regime/NIS2/earlyWarning')?.why ?? '', /Nobody has decided yet .*significant incident/);
    assert.match(book.duty('regime/NIS2/earlyWarning')?.why ?? '', /Verify before use: confidence medium.*2026-09-03/);
    book.at('2026-03-10T18:00:00Z');
    const seq = book.say('handler', 'regime.recordStep', filed('NIS2', 'earlyWarning', '2026-03-10T16:00:00Z'));
    assert.equal(book.duty('regime/NIS2/earlyWarning')?.state, 'met');
    assert.equal(book.duty('regime/NIS2/notification')?.dueAt, '2026-03-13T16:00:00.000Z');
    const corrected = filed('NIS2', 'earlyWarning', '2026-03-10T17:30:00Z');
    book.say('handler', 'regime.recordStep', corrected, { corrects: seq });
    assert.equal(book.duty('regime/NIS2/notification')?.dueAt, '2026-03-13T17:30:00.000Z');
  });

  it('R-7-DORA run from awareness until somebody classifies, and a correction moves them back', () => {
    const book = caseUnder({ DORA: { systemic: true } }).at('2026-03-10T12:00:00Z');
    assert.equal(book.duty('regime/DORA/initial')?.dueAt, '2026-03-11T09:00:00.000Z');
    const classified = { regimeId: 'DORA', anchor: 'classifiedAt', at: '2026-03-10T10:00:00Z', precision: 'instant' };
    const seq = book.say('security', 'regime.recordMoment', classified);
    assert.equal(book.duty('regime/DORA/initial')?.dueAt, '2026-03-10T14:00:00.000Z');
    assert.equal(book.refusal('security', 'regime.recordMoment', classified), 'MOMENT_KNOWN');
    book.say('security', 'regime.recordMoment', { ...classified, at: '2026-03-10T11:30:00Z' }, { corrects: seq });
    assert.equal(book.duty('regime/DORA/initial')?.dueAt, '2026-03-10T15:30:00.000Z');
  });

  it('T-7-1 DORA ends on a Sunday, and an entity that is not systemic may file until Monday noon', () => {
    const filedThursday = filed('DORA', 'initial', '2026-08-06T11:00:00Z');
    const whyOf = (systemic: boolean) => {
      const profile = organisationProfile.parse({ regimes: { DORA: { systemic } } });
      const book = new CaseBook({ profile }).at('2026-08-06T12:00:00Z');
      book.say('reporter', 'case.open', opening('2026-08-06T08:00:00Z'));
      book.say('handler', 'regime.recordStep', filedThursday);
      const duty = book.duty('regime/DORA/intermediate');
      assert.equal(duty?.dueAt, '2026-08-09T11:00:00.000Z');
      return duty?.why ?? '';
    };
    assert.match(whyOf(false), /may be filed until Mon 10 Aug 2026 12:00 Madrid/);
    assert.doesNotMatch(whyOf(true), /may be filed until/);
    assert.match(whyOf(true), /tell the authority before it ends, with the reasons/);
  });

  it('DORA again owes an intermediate report when normal activity is back, without a date', () => {
    const book = caseUnder({ DORA: {} }).at('2026-04-20T12:00:00Z');
    book.say('handler', 'regime.recordStep', filed('DORA', 'initial', '2026-03-10T12:00:00Z'));
    book.say('handler', 'regime.recordStep', filed('DORA', 'intermediate', '2026-03-12T12:00:00Z'));
    assert.equal(book.duty('regime/DORA/final')?.dueAt, '2026-04-12T11:00:00.000Z');
    assert.equal(book.duty('regime/DORA/intermediateAgain'), undefined);
    const back = { regimeId: 'DORA', anchor: 'normalActivityAt', at: '2026-03-20T12:00:00Z', precision: 'instant' };
    book.say('handler', 'regime.recordMoment', back);
    const again = book.duty('regime/DORA/intermediateAgain');
    assert.deepEqual([again?.state, again?.dueAt, again?.actBy], ['open', null, null]);
    book.say('handler', 'regime.recordStep', filed('DORA', 'intermediateAgain', '2026-03-21T12:00:00Z'));
    assert.equal(book.duty('regime/DORA/final')?.dueAt, '2026-04-21T11:00:00.000Z');
  });

  it('DORA takes the place of NIS2, and the GDPR stands beside both', () => {
    const book = caseUnder({ ...NIS2_IT, DORA: {} });
    const warning = book.duty('regime/NIS2/earlyWarning');
    assert.equal(warning?.state, 'superseded');
    assert.match(warning?.why ?? '', /DORA takes the place of NIS2/);
    assert.equal(book.duty('regime/DORA/initial')?.state, 'open');
    assert.equal(book.duty('authority/ES/initial')?.state, 'open');
  });

  it('T-7-3 apply by awareness: the CRA began on 11 September 2026', () => {
    const under = (learnedAt: string, now: string) => {
      const book = new CaseBook({ profile: organisationProfile.parse({ regimes: { CRA: {} } }) }).at(now);
      book.say('reporter', 'case.open', opening(learnedAt));
      return book.duty('regime/CRA/earlyWarning');
    };
    const before = under('2026-09-10T23:00:00Z', '2026-09-12T10:00:00Z');
    assert.equal(before?.state, 'notRequired');
    assert.match(before?.why ?? '', /in force from 2026-09-11/);
    assert.equal(under('2026-09-11T08:00:00Z', '2026-09-12T10:00:00Z')?.state, 'open');
  });

  it('the British telecom rule changed from 24 to 72 hours on 20 August 2025', () => {
    const due = (learnedAt: string) => {
      const book = new CaseBook({ profile: organisationProfile.parse({ regimes: { 'UK-PECR': {} } }) });
      book.say('reporter', 'case.open', opening(learnedAt));
      const at = new Date(learnedAt).toISOString();
      if (learnedAt < '2025-08-20') {
        const detected = { regimeId: 'UK-PECR', anchor: 'detectedAt', at, precision: 'instant' };
        book.say('handler', 'regime.recordMoment', detected);
      }
      return book.duty('regime/UK-PECR/notification')?.dueAt;
    };
    assert.equal(due('2025-08-19T10:00:00Z'), '2025-08-20T10:00:00.000Z');
    assert.equal(due('2025-08-20T10:00:00Z'), '2025-08-23T10:00:00.000Z');
  });

  it('a country where NIS2 is not in force owes nothing, and says so', () => {
    const warning = caseUnder({ NIS2: { country: 'IE', entity: 'essential' } }).duty('regime/NIS2/earlyWarning');
    assert.equal(warning?.state, 'notRequired');
    assert.match(warning?.why ?? '', /not in force, as last looked at on 2026-09-03/);
  });

  it('no date is made up: undated steps and moments nobody recorded are brought to mind instead', () => {
    const book = caseUnder({ 'MAR-17': {}, NIS2: { country: 'FI', entity: 'important' } });
    for (const dutyId of ['regime/MAR-17/disclosure', 'regime/NIS2/earlyWarning']) {
      const duty = book.duty(dutyId) ?? assert.fail(dutyId);
      assert.deepEqual([duty.state, duty.dueAt, duty.actBy], ['open', null, null]);
      assert.equal(nextReminder(book.facts, duty)?.at, '2026-03-10T13:00:00.000Z');
    }
    assert.match(book.duty('regime/NIS2/earlyWarning')?.why ?? '', /No date yet: it runs from detection/);
    const final = book.duty('regime/NIS2/finalReport') ?? assert.fail();
    assert.equal(nextReminder(book.facts, final), null);
  });

  it('an alert alone gives targets of ours, and none under laws on personal data', () => {
    const book = new CaseBook({ profile: organisationProfile.parse({ regimes: { ...NIS2_IT, EUDPR: {} } }) });
    book.say('reporter', 'case.open', opening('2026-03-10T08:00:00Z', { from: 'suspicion', certain: false }));
    const warning = book.duty('regime/NIS2/earlyWarning');
    assert.deepEqual([warning?.dueAt, warning?.actBy], [null, '2026-03-11T08:00:00.000Z']);
    assert.equal(book.duty('regime/EUDPR/initial'), undefined);
  });

  it('no personal data breach ends what asks for one, and nothing else', () => {
    const book = caseUnder({ EUDPR: {}, CER: {} });
    const gate = book.say('dpo', 'case.decideGate', { outcome: 'incidentOnly' }, REASON);
    book.say('second', 'confirm', { seq: gate, outcome: 'confirm' });
    assert.equal(book.duty('regime/EUDPR/initial')?.state, 'superseded');
    assert.equal(book.duty('regime/CER/initial')?.state, 'open');
  });

  it('clauses count hours or days from awareness or detection', () => {
    const book = caseUnder({}, [
      { clauseId: 'acme-insurance', kind: 'insurance', hours: 24 },
      { clauseId: 'big-client', kind: 'customer', days: 2, anchor: 'detectedAt' },
    ]);
    assert.equal(book.duty('regime/CONTRACT/acme-insurance')?.dueAt, '2026-03-11T09:00:00.000Z');
    assert.equal(book.duty('regime/CONTRACT/big-client')?.dueAt, null);
    const detected = { regimeId: 'CONTRACT', anchor: 'detectedAt', at: '2026-03-09T20:00:00Z', precision: 'instant' };
    book.say('handler', 'regime.recordMoment', detected);
    assert.equal(book.duty('regime/CONTRACT/big-client')?.dueAt, '2026-03-11T20:00:00.000Z');
  });
});

describe('judging an incident', () => {
  it('as nothing to report ends the steps, with a reason in words, and newer words bring them back', () => {
    const book = caseUnder(NIS2_IT);
    book.say('dpo', 'regime.judge', { regimeId: 'NIS2', applies: 'no' }, REASON);
    assert.equal(book.duty('regime/NIS2/earlyWarning')?.state, 'notRequired');
    book.say('dpo', 'regime.judge', { regimeId: 'NIS2', applies: 'unknown' }, REASON);
    assert.match(book.duty('regime/NIS2/earlyWarning')?.why ?? '', /It is not known yet whether/);
    book.say('dpo', 'regime.judge', { regimeId: 'NIS2', applies: 'yes' }, REASON);
    assert.doesNotMatch(book.duty('regime/NIS2/earlyWarning')?.why ?? '', /whether this is one/);
  });

  it('brings a regime into scope that the profile does not have', () => {
    const book = openCase();
    book.say('dpo', 'regime.judge', { regimeId: 'CER', applies: 'yes' }, REASON);
    assert.equal(book.duty('regime/CER/initial')?.dueAt, '2026-03-11T09:00:00.000Z');
  });

  it('by category shows the steps of that category; one alternative filed ends the others', () => {
    const book = caseUnder({ 'ENS-ES': {} });
    const detected = { regimeId: 'ENS-ES', anchor: 'detectedAt', at: '2026-03-10T08:00:00Z', precision: 'instant' };
    book.say('handler', 'regime.recordMoment', detected);
    assert.deepEqual(
      regimeDuties(book).map(({ dueAt }) => dueAt),
      ['2026-03-10T09:00:00.000Z', '2026-03-10T14:00:00.000Z', '2026-03-11T08:00:00.000Z'],
    );
    assert.match(book.duty('regime/ENS-ES/high')?.why ?? '', /only if it is judged 'high'/);
    const other = caseUnder({ 'ENS-ES': {} });
    other.say('handler', 'regime.recordStep', filed('ENS-ES', 'veryHigh', '2026-03-10T08:55:00Z'));
    assert.equal(other.duty('regime/ENS-ES/critical')?.state, 'superseded');
    book.say('dpo', 'regime.judge', { regimeId: 'ENS-ES', applies: 'yes', category: 'high' }, REASON);
    assert.deepEqual(
      regimeDuties(book).map(({ dutyId }) => dutyId),
      ['regime/ENS-ES/high'],
    );
  });

  it('as lasting asks NIS2 for a progress report and a final one after handling', () => {
    const book = caseUnder(NIS2_IT).at('2026-05-01T08:00:00Z');
    book.say('dpo', 'regime.judge', { regimeId: 'NIS2', applies: 'yes', category: 'lasting' }, REASON);
    book.say('handler', 'regime.recordStep', filed('NIS2', 'notification', '2026-03-12T09:00:00Z'));
    assert.equal(book.duty('regime/NIS2/finalReport'), undefined);
    assert.equal(book.duty('regime/NIS2/progressReport')?.dueAt, '2026-04-12T08:00:00.000Z');
    assert.equal(book.duty('regime/NIS2/finalReportLasting')?.dueAt, null);
    const handled = { regimeId: 'NIS2', anchor: 'resolvedAt', at: '2026-04-20T08:00:00Z', precision: 'instant' };
    book.say('handler', 'regime.recordMoment', handled);
    assert.equal(book.duty('regime/NIS2/finalReportLasting')?.dueAt, '2026-05-20T08:00:00.000Z');
  });

  it('of one step ends that step alone; the second notice is owed only after an incomplete first', () => {
    const book = caseUnder({ 'EPRIV-611': {} });
    book.say('dpo', 'regime.judge', { regimeId: 'EPRIV-611', step: 'subscribers', applies: 'no' }, REASON);
    assert.equal(book.duty('regime/EPRIV-611/subscribers')?.state, 'notRequired');
    assert.equal(book.duty('regime/EPRIV-611/secondNotice'), undefined);
    const first = filed('EPRIV-611', 'notification', '2026-03-10T08:30:00Z', { complete: false });
    book.say('handler', 'regime.recordStep', first);
    assert.equal(book.duty('regime/EPRIV-611/secondNotice')?.dueAt, '2026-03-13T08:30:00.000Z');
  });
});

describe('what is refused or warned of', () => {
  const at = '2026-03-10T08:30:00Z';
  const moment = (regimeId: string, anchor: string) => ({ regimeId, anchor, at, precision: 'instant' });
  const REFUSED: [kind: 'regime.judge' | 'regime.recordMoment' | 'regime.recordStep', body: object, code: string][] = [
    ['regime.judge', { regimeId: 'NIS3', applies: 'yes' }, 'REGIME_UNKNOWN'],
    ['regime.judge', { regimeId: 'UK-GDPR', applies: 'yes' }, 'REGIME_UNKNOWN'],
    ['regime.judge', { regimeId: 'NIS2', step: 'constructor', applies: 'no' }, 'STEP_UNKNOWN'],
    ['regime.judge', { regimeId: 'NIS2', applies: 'yes', category: 'huge' }, 'CATEGORY_UNKNOWN'],
    ['regime.judge', { regimeId: 'DORA', applies: 'yes', category: 'major' }, 'CATEGORY_UNKNOWN'],
    ['regime.recordMoment', moment('DORA', 'fixAvailableAt'), 'MOMENT_UNUSED'],
    ['regime.recordMoment', { ...moment('DORA', 'classifiedAt'), at: '2026-03-11T08:30:00Z' }, 'TIME_IN_FUTURE'],
    ['regime.recordStep', filed('CONTRACT', 'nobody', at), 'STEP_UNKNOWN'],
    ['regime.recordStep', filed('NIS2', 'initial', at), 'STEP_UNKNOWN'],
  ];
  for (const [kind, body, code] of REFUSED) {
    it(`refuses ${kind} ${JSON.stringify(body)} as ${code}`, () => {
      assert.equal(caseUnder(NIS2_IT).refusal('dpo', kind, { ...body }, REASON), code);
    });
  }

  it('a report is recorded once, a late one with a warning and frozen as late', () => {
    const book = caseUnder(NIS2_IT).at('2026-03-12T10:00:00Z');
    const late = filed('NIS2', 'earlyWarning', '2026-03-12T09:00:00Z');
    assert.deepEqual(book.warnings('handler', 'regime.recordStep', late), ['STEP_LATE']);
    const [made] = book.facts.regimes['NIS2']?.made ?? [];
    assert.deepEqual([made?.late, made?.dueAt], [true, '2026-03-11T09:00:00.000Z']);
    assert.equal(book.refusal('handler', 'regime.recordStep', late), 'STEP_ALREADY_FILED');
  });

  it('warns of a report whose earlier one is missing, and of one out of scope', () => {
    const book = openCase();
    const warned = book.warnings('handler', 'regime.recordStep', filed('DORA', 'final', '2026-03-10T08:59:00Z'));
    assert.deepEqual(warned, ['REGIME_NOT_IN_SCOPE', 'EARLIER_STEP_MISSING']);
  });
});

describe('the ladder beside the GDPR', () => {
  it('stands within the period: at once for 24 hours, from 4 hours for the shortest', () => {
    const rungsOf = (book: CaseBook, dutyId: string) => {
      const duty = book.duty(dutyId) ?? assert.fail(dutyId);
      const first = nextReminder(book.facts, duty);
      return [duty.ladder, first?.key, first?.at];
    };
    const book = caseUnder({ CER: {}, DORA: {} });
    assert.deepEqual(rungsOf(book, 'regime/CER/initial'), ['regime/day', '-24h', '2026-03-10T09:00:00.000Z']);
    const classified = { regimeId: 'DORA', anchor: 'classifiedAt', at: '2026-03-10T09:00:00Z', precision: 'instant' };
    book.say('security', 'regime.recordMoment', classified);
    assert.deepEqual(rungsOf(book, 'regime/DORA/initial'), ['regime/hours', '-4h', '2026-03-10T09:00:00.000Z']);
    assert.deepEqual(rungsOf(book, 'regime/CER/detailedReport'), ['regime/weeks', '-336h', '2026-03-27T08:00:00.000Z']);
  });
});

import { loadFacts } from '../../../database/case.ts';
import { saveDocument } from '../../../database/document.ts';
import { filingInputOf } from '../../../database/filing-input.ts';
import { readWords } from '../../../database/narrative.ts';
import { readNotice } from '../../../database/notice-content.ts';
import { hashOfLists } from '../../../database/recipients.ts';
import { entriesOfCase } from '../../../database/register.ts';
import { inSnapshot, inTransaction } from '../../../database/transaction.ts';
import { verifyRegister } from '../../../database/verify.ts';
import { importRecipients } from '../../../desk/recipients-import.ts';
import { dutiesOf } from '../../../domain/case/duties/index.ts';
import type { Audience, CaseFacts } from '../../../domain/case/facts.ts';
import { stageOf } from '../../../domain/case/stage.ts';
import { hopDelay } from '../../../domain/clocks/awareness.ts';
import { checkFiling } from '../../../domain/filing/check.ts';
import { packOf } from '../../../domain/filing/pack.ts';
import { noticeTextHash } from '../../../domain/notice/content.ts';
import { noticeTemplateSources } from '../../../templates/notice.ts';
import type { Chapter, Expectation, Scene, Story } from '../rehearsal.ts';
import { ASSESSMENT } from './assessment.ts';
import { storyChoices } from './contradictions.ts';
import type { StoryDates } from './dates.ts';
import { storyClaims } from './facts.ts';
import { LATER_CHOICES, LATER_CLAIMS } from './later-facts.ts';
import { CONTROLLER, VENDOR } from './organisations.ts';
import { FIRST_AFFECTED, NOT_AFFECTED, SECOND_AFFECTED } from './recipients.ts';
import { choiceSaying, claimSayings, noticeSaying, organisationSayings } from './say-story.ts';

// The story of 9 November 2025, played six years later: the calendar of 2031 equals that of 2025, so every literal is
// the law tables' plus six years.

const DATES: StoryDates = { detectedOn: '2031-11-09', toldOn: '2031-11-25', plannedOn: '2031-11-28' };
const DETECTED_AT = '2031-11-09T00:00:00+01:00';
const TOLD_AT = '2031-11-25T00:00:00+01:00';
const SUBMITTED_AT = '2031-11-27T18:05:00+01:00';
const RECEIPT = Buffer.from('%PDF-1.4\n% Justificante de registro (simulacro)\n%%EOF\n');

const ours = (scene: Scene, actor: string) => ({
  organisationId: CONTROLLER.organisationId,
  actor,
  caseId: scene.cases.get('controller') ?? null,
});
const theirs = (scene: Scene, actor: string) => ({
  organisationId: VENDOR.organisationId,
  actor,
  caseId: scene.cases.get('vendor') ?? null,
});

const factsOf = (scene: Scene, side: 'controller' | 'vendor'): Promise<CaseFacts> => {
  const organisationId = side === 'controller' ? CONTROLLER.organisationId : VENDOR.organisationId;
  return inSnapshot(scene.engine.pool, (tx) => loadFacts(tx, organisationId, scene.cases.get(side) ?? ''));
};

/** Instants to the second: the test server's clock is some milliseconds past the instant it was asked for. */
const inSeconds = (value: string | null): string | null => value?.replace(/\.\d{3}Z$/, 'Z') ?? null;

async function expectDuty(
  scene: Scene,
  side: 'controller' | 'vendor',
  dutyId: string,
  expected: object,
  source: string,
): Promise<void> {
  const duty = dutiesOf(await factsOf(scene, side)).find((each) => each.dutyId === dutyId);
  const actual = Object.fromEntries(
    Object.keys(expected).map((field) => [field, inSeconds(duty?.[field as 'dueAt'] ?? null)]),
  );
  scene.expect({ source, what: `${dutyId}`, expected, actual });
}

const describeOrganisations: Chapter = {
  at: '2031-11-09T08:00:00+01:00',
  play: async (scene) => {
    for (const saying of organisationSayings(CONTROLLER, { blockYears: 3 }))
      await scene.say({ ...ours(scene, 'diego'), caseId: null }, saying);
    for (const saying of organisationSayings(VENDOR))
      await scene.say({ ...theirs(scene, 'tess'), caseId: null }, saying);
  },
};

const vendorDetects: Chapter = {
  at: '2031-11-09T09:00:00+01:00',
  play: async (scene) => {
    const body = {
      learnedAt: DETECTED_AT,
      precision: 'date',
      from: 'confirmation',
      certain: true,
      drill: true,
      role: 'processor',
    };
    const words = { what: 'Unauthorised access to part of our infrastructure; an analytics data set was exported' };
    const { caseId } = await scene.say({ ...theirs(scene, 'rita'), caseId: null }, { kind: 'case.open', body, words });
    scene.cases.set('vendor', caseId ?? '');
    for (const { controllerId, contractHours, words: named } of VENDOR.controllers) {
      await scene.say(theirs(scene, 'sam'), {
        kind: 'controller.add',
        body: { controllerId, contractHours },
        words: named,
      });
    }
    // R-33-2: the law names no hours for a processor; the contracts say 48 and 24.
    await expectDuty(
      scene,
      'vendor',
      'controller/1/notice',
      { dueAt: '2031-11-10T23:00:00Z', state: 'open' },
      'R-33-2',
    );
    await expectDuty(
      scene,
      'vendor',
      'controller/2/notice',
      { dueAt: '2031-11-09T23:00:00Z', state: 'open' },
      'R-33-2',
    );
  },
};

const vendorTells: Chapter = {
  at: '2031-11-25T09:00:00+01:00',
  play: async (scene) => {
    for (const { controllerId } of VENDOR.controllers) {
      const body = { controllerId, noticedAt: '2031-11-25T09:00:00+01:00' };
      await scene.say(theirs(scene, 'sam'), {
        kind: 'controller.recordNotice',
        body,
        words: { what: 'Formal notice with the affected data set' },
      });
    }
    await expectDuty(scene, 'vendor', 'controller/1/notice', { state: 'met' }, 'R-33-2');
  },
};

const controllerOpens: Chapter = {
  at: '2031-11-25T09:30:00+01:00',
  play: async (scene) => {
    const body = {
      learnedAt: TOLD_AT,
      precision: 'date',
      from: 'processor_notice',
      certain: true,
      processorId: 'mixpanel',
      detectedAt: DETECTED_AT,
      detectedPrecision: 'date',
      drill: true,
    };
    const words = {
      what: 'El encargado comunica la exportación de un conjunto de datos de analítica',
      whose: 'Titulares de cuentas de la API',
    };
    const { caseId } = await scene.say({ ...ours(scene, 'ana'), caseId: null }, { kind: 'case.open', body, words });
    scene.cases.set('controller', caseId ?? '');
    await expectDuty(
      scene,
      'controller',
      'authority/ES/initial',
      { dueAt: '2031-11-27T23:00:00Z', actBy: '2031-11-27T23:00:00Z', state: 'open' },
      'T-3-18, T-8-3',
    );
    await expectHop(scene);
  },
};

async function expectHop(scene: Scene): Promise<void> {
  const [hop] = (await factsOf(scene, 'controller')).hops;
  const known = (at: string | null | undefined) => ({ at: at ?? TOLD_AT, precision: 'date' as const });
  const actual = hopDelay(known(hop?.detectedAt), known(hop?.noticedAt), CONTROLLER.zone);
  scene.expect({ source: 'T-2-6', what: 'delay of the processor', expected: 'P16D', actual });
}

const factsRecorded: Chapter = {
  at: '2031-11-25T12:00:00+01:00',
  play: async (scene) => {
    const carla = ours(scene, 'carla');
    for (const saying of claimSayings(storyClaims(DATES))) await scene.say(carla, saying);
    await scene.say(carla, choiceSaying(storyChoices(DATES)));
    const contact = `${CONTROLLER.words.email}, ${CONTROLLER.words.phone}`;
    for (const locale of ['es', 'fr', 'en'] as const) await scene.say(carla, noticeSaying(locale, DATES, contact));
    const body = { at: TOLD_AT, precision: 'date', reasonCode: 'processor_informed' };
    await scene.say(ours(scene, 'diego'), {
      kind: 'awareness.decide',
      body,
      words: { reason: 'El encargado informó el 25; la hora no consta, cuenta desde las 00:00 (R-2-8)' },
    });
    await expectDuty(scene, 'controller', 'authority/ES/initial', { dueAt: '2031-11-27T23:00:00Z' }, 'T-3-18');
  },
};

const processorAnswers: Chapter = {
  at: '2031-11-26T10:00:00+01:00',
  play: async (scene) => {
    const body = { processorId: 'mixpanel', codes: ['a1', 'a2', 'a4', 'c', 'd'] };
    await scene.say(ours(scene, 'carla'), {
      kind: 'processor.recordAnswer',
      body,
      words: { answer: 'Naturaleza, categorías, consecuencias y medidas; los recuentos siguen pendientes' },
    });
  },
};

const riskAssessed: Chapter = {
  at: '2031-11-26T16:00:00+01:00',
  play: async (scene) => {
    const { method, inputs, lenientInputs, risk, conclusion33, conclusion34, dpoAdvice, reasons } = ASSESSMENT;
    const body = { method, inputs, lenient: lenientInputs, risk, conclusion33, conclusion34, dpoAdvice };
    await scene.say(ours(scene, 'diego'), { kind: 'risk.assess', body, words: { reasons } });
    await expectPack(scene);
  },
};

/** The seed's pack: valid as incomplete, with exactly three open codes, and not valid as complete. */
async function expectPack(scene: Scene): Promise<void> {
  const facts = await factsOf(scene, 'controller');
  const now = await scene.engine.now();
  const input = (subtype: 'complete' | 'incomplete') =>
    inSnapshot(scene.engine.pool, (tx) =>
      filingInputOf(tx, scene.engine.desk.vault, facts, { authority: 'ES', phase: 'initial', subtype, now }),
    );
  const incomplete = await input('incomplete');
  const errors = (found: ReturnType<typeof checkFiling>) =>
    found.findings.filter(({ severity }) => severity === 'error').length;
  const pack = packOf(incomplete);
  const picked = ['controllerAwareAt', 'otherPartyToldOn', 'discoveredBy', 'riskOutcome', 'method', 'status'];
  const expectations: Expectation[] = [
    {
      source: 'T-8-3',
      what: 'codes left open in the initial filing',
      expected: ['a3', 'a5', 'start'],
      actual: [...pack.openCodes].sort(),
    },
    { source: 'T-8-3', what: 'errors as an incomplete filing', expected: 0, actual: errors(checkFiling(incomplete)) },
    {
      source: 'T-8-3',
      what: 'may be filed as complete',
      expected: false,
      actual: errors(checkFiling(await input('complete'))) === 0,
    },
    {
      source: 'T-8-3',
      what: 'fields of the pack',
      expected: {
        controllerAwareAt: TOLD_AT,
        otherPartyToldOn: '2031-11-25',
        discoveredBy: 'processor',
        riskOutcome: 'risk',
        method: 'ENISA 2013, SE 2.0-3.0, borderline',
        status: 'no_will_on_date',
      },
      actual: Object.fromEntries(picked.map((key) => [key, pack.annexA[key]])),
    },
  ];
  for (const expectation of expectations) scene.expect(expectation);
}

const filed: Chapter = {
  at: '2031-11-27T18:30:00+01:00',
  play: async (scene) => {
    await approveFiling(scene, 'initial');
    await submitFiling(scene, 'initial', 'incomplete', SUBMITTED_AT, 'REGAGE31e00090210001');
    const [phase] = (await factsOf(scene, 'controller')).authorities['ES']?.phases ?? [];
    scene.expect({ source: 'R-33-1', what: 'status of the filing', expected: 'ON_TIME', actual: phase?.status });
    // T-5-1: calendar 27 December, working days 14 January; the earlier one ends at 24:00 in Madrid.
    await expectDuty(
      scene,
      'controller',
      'authority/ES/completion',
      { dueAt: '2031-12-27T23:00:00Z', state: 'open' },
      'T-5-1',
    );
    await expectDuty(scene, 'controller', 'authority/ES/initial', { state: 'met' }, 'R-33-1');
  },
};

async function approveFiling(scene: Scene, phase: 'initial' | 'complementary'): Promise<void> {
  const pack = (await factsOf(scene, 'controller')).authorities['ES']?.packs.at(-1);
  const body = { authority: 'ES', phase, packHash: pack?.hash ?? '', dpoAdvice: 'agrees' };
  await scene.say(ours(scene, 'elena'), {
    kind: 'filing.approve',
    body,
    words: { dpoAdvice: 'El DPD aconseja notificar' },
  });
}

async function submitFiling(
  scene: Scene,
  phase: string,
  subtype: string,
  submittedAt: string,
  registryNumber: string,
): Promise<void> {
  const belonging = { organisationId: CONTROLLER.organisationId, caseId: scene.cases.get('controller') ?? '' };
  const receipt = { ...belonging, mediaType: 'application/pdf', fileName: `${registryNumber}.pdf`, bytes: RECEIPT };
  const { documentId, sha256 } = await inTransaction(scene.engine.desk.pool, (tx) =>
    saveDocument(tx, scene.engine.desk.vault, receipt),
  );
  const body = { authority: 'ES', phase, subtype, submittedAt, registryNumber, documentId, receiptSha256: sha256 };
  await scene.say(ours(scene, 'carla'), { kind: 'filing.recordSubmission', body });
}

async function importList(scene: Scene, wave: number, audience: Audience, csv: string): Promise<void> {
  const caseId = scene.cases.get('controller') ?? '';
  const form = { delimiter: ',', encoding: 'utf8' as const, columns: {}, locales: { standard: 'es', fallback: {} } };
  const request = { organisationId: CONTROLLER.organisationId, caseId, wave, audience, form };
  const { summary } = await importRecipients(scene.engine.importer, request, one(csv));
  await scene.say(ours(scene, 'carla'), { kind: 'recipients.import', body: { ...summary } });
}

async function* one(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

async function approveWave(scene: Scene, number: number): Promise<void> {
  const facts = await factsOf(scene, 'controller');
  const imports = facts.waves[number]?.imports ?? [];
  const body = await inSnapshot(scene.engine.pool, async (tx) => ({
    wave: number,
    textHash: noticeTextHash(
      noticeTemplateSources(),
      (await readNotice(tx, scene.engine.desk.vault, facts, null)).content,
    ),
    listHash: await hashOfLists(
      tx,
      imports.map(({ importId }) => importId),
    ),
    count: imports.reduce((sum, { count }) => sum + count, 0),
    audiences: imports.map(({ audience }) => audience),
  }));
  const words = { reasonForEveryone: 'También se informa a quienes no están afectados, para atajar la suplantación' };
  await scene.say(ours(scene, 'elena'), { kind: 'notice.approve', body, words });
}

const peopleTold: Chapter = {
  at: '2031-11-28T09:00:00+01:00',
  play: async (scene) => {
    await importList(scene, 1, 'affected', FIRST_AFFECTED);
    await importList(scene, 1, 'notAffected', NOT_AFFECTED);
    await approveWave(scene, 1);
  },
};

const firstWaveDone: Chapter = {
  at: '2031-11-28T12:00:00+01:00',
  play: async (scene) => {
    const wave = (await factsOf(scene, 'controller')).waves[1];
    scene.expect({
      source: 'R-9-14',
      what: 'people told in wave 1',
      expected: { sent: 10, done: true },
      actual: { sent: wave?.counts['sent'], done: wave?.completedAt != null },
    });
    const claims = [
      { key: 'status', value: 'yes', source: 'controller', confidence: 'confirmed', chosen: true },
      { key: 'startedOn', value: '2031-11-28', source: 'controller', confidence: 'confirmed', chosen: true },
      { key: 'means', value: 'individual', source: 'controller', confidence: 'confirmed', chosen: true },
      { key: 'informed', value: 'all', source: 'controller', confidence: 'confirmed', chosen: true },
    ];
    await scene.say(ours(scene, 'carla'), { kind: 'case.recordFacts', body: { claims } });
  },
};

const widerScope: Chapter = {
  at: '2031-12-19T10:00:00+01:00',
  play: async (scene) => {
    const carla = ours(scene, 'carla');
    for (const saying of claimSayings(LATER_CLAIMS)) await scene.say(carla, saying);
    await scene.say(carla, choiceSaying(LATER_CHOICES));
    const body = { processorId: 'mixpanel', codes: ['a3', 'a5'] };
    await scene.say(carla, { kind: 'processor.recordAnswer', body, words: { answer: 'Recuentos definitivos' } });
    // R-33-4: a wider scope is a complementary filing, not a new clock.
    await expectDuty(
      scene,
      'controller',
      'authority/ES/initial',
      { dueAt: '2031-11-27T23:00:00Z', state: 'met' },
      'R-33-4',
    );
    await importList(scene, 2, 'affected', SECOND_AFFECTED);
    await approveWave(scene, 2);
  },
};

const completed: Chapter = {
  at: '2031-12-19T16:00:00+01:00',
  play: async (scene) => {
    const counts = (await factsOf(scene, 'controller')).waves[2]?.counts ?? {};
    // One of the four was told on 28 November that she is affected: she is not told again; one was told she is not.
    scene.expect({
      source: 'T-9-4',
      what: 'people told in wave 2',
      expected: { sent: 3, suppressed: 1 },
      actual: { sent: counts['sent'], suppressed: counts['suppressed'] },
    });
    await approveFiling(scene, 'complementary');
    await submitFiling(scene, 'complementary', 'complete', '2031-12-19T15:40:00+01:00', 'REGAGE31e00090210002');
    await expectDuty(scene, 'controller', 'authority/ES/completion', { state: 'met' }, 'R-33-4');
  },
};

const closed: Chapter = {
  at: '2032-01-12T10:00:00+01:00',
  play: async (scene) => {
    const { cases } = scene;
    await scene.say(ours(scene, 'elena'), {
      kind: 'case.close',
      body: {},
      words: { reason: 'Notificada, completada y comunicada' },
    });
    await scene.say(theirs(scene, 'ulla'), {
      kind: 'case.close',
      body: {},
      words: { reason: 'Every controller was told' },
    });
    scene.expect({
      source: 'Annex B',
      what: `stage of ${cases.get('controller')}`,
      expected: 'closed',
      actual: stageOf(await factsOf(scene, 'controller')),
    });
    // R-9-5..7 from 12 January 2032, 10:00 Madrid: 90 days lie in summer time.
    await expectDuty(scene, 'controller', 'retention/recipients', { actBy: '2032-04-11T08:00:00Z' }, 'R-9-7');
    await expectDuty(scene, 'controller', 'retention/file', { actBy: '2037-01-12T09:00:00Z' }, 'R-9-6');
  },
};

const blocked: Chapter = {
  at: '2032-04-12T12:00:00+02:00',
  play: async (scene) => {
    const { recipientsBlockedAt } = await factsOf(scene, 'controller');
    scene.expect({ source: 'R-9-7', what: 'recipients blocked', expected: true, actual: recipientsBlockedAt !== null });
    await expectDuty(scene, 'controller', 'retention/recipients', { actBy: '2035-01-12T09:00:00Z' }, 'R-9-5');
  },
};

const erased: Chapter = {
  at: '2035-01-13T12:00:00+01:00',
  play: async (scene) => {
    const left = await inSnapshot(scene.engine.pool, async (tx) => {
      const { rows } = await tx.query<{ count: number }>('select count(*)::int as count from recipient');
      return rows[0]?.count;
    });
    scene.expect({ source: 'R-9-5', what: 'recipients left', expected: 0, actual: left });
  },
};

const keyDestroyed: Chapter = { at: '2037-01-13T12:00:00+01:00', play: async () => {} };

/** T-9-2: no word of a case can be read any more, and the chain goes on verifying. */
async function finish(scene: Scene): Promise<void> {
  const { engine, cases } = scene;
  const { readable, entries } = await inSnapshot(engine.pool, async (tx) => {
    const words = (await entriesOfCase(tx, cases.get('controller') ?? '')).flatMap(({ body }) =>
      Object.entries(body.words ?? {}),
    );
    const read = await readWords(
      tx,
      engine.desk.vault,
      Object.fromEntries(words.map(([, ref], index) => [String(index), ref])),
    );
    return { readable: Object.values(read).filter((text) => text !== null).length, entries: words.length };
  });
  scene.expect({
    source: 'T-9-2',
    what: 'words of the case still readable',
    expected: { readable: 0, some: true },
    actual: { readable, some: entries > 0 },
  });
  for (const organisationId of [CONTROLLER.organisationId, VENDOR.organisationId]) {
    const { ok } = await inSnapshot(engine.pool, (tx) => verifyRegister(tx, organisationId));
    scene.expect({ source: 'R-33-5', what: `register of ${organisationId} verifies`, expected: true, actual: ok });
  }
  scene.expect({
    source: 'engine',
    what: 'activities that had to be tried again',
    expected: [],
    actual: engine.retries,
  });
}

export const MIXPANEL: Story = {
  name: 'mixpanel',
  zone: CONTROLLER.zone,
  yearsAhead: 6,
  chapters: [
    describeOrganisations,
    vendorDetects,
    vendorTells,
    controllerOpens,
    factsRecorded,
    processorAnswers,
    riskAssessed,
    filed,
    peopleTold,
    firstWaveDone,
    widerScope,
    completed,
    closed,
    blocked,
    erased,
    keyDestroyed,
  ],
  finish,
};

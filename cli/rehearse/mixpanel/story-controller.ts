import { filingInputOf } from '../../../database/filing-input.ts';
import { inSnapshot } from '../../../database/transaction.ts';
import { hopDelay } from '../../../domain/clocks/awareness.ts';
import { checkFiling } from '../../../domain/filing/check.ts';
import { packOf } from '../../../domain/filing/pack.ts';
import type { Chapter, Expectation, Scene } from '../rehearsal.ts';
import { ASSESSMENT } from './assessment.ts';
import { storyChoices } from './contradictions.ts';
import { storyClaims } from './facts.ts';
import { CONTROLLER } from './organisations.ts';
import { choiceSaying, claimSayings, noticeSaying } from './say-story.ts';
import { DATES, DETECTED_AT, expectDuty, factsOf, ours, TOLD_AT } from './story-stage.ts';

export const controllerOpens: Chapter = {
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
    // The policy's 24 hours run beside the 72, from the same moment.
    await expectDuty(
      scene,
      'controller',
      'regime/CONTRACT/ciberseguro',
      { dueAt: '2031-11-25T23:00:00Z', state: 'open' },
      'R-7-CONTRACT',
    );
  },
};

export const insurerTold: Chapter = {
  at: '2031-11-25T17:00:00+01:00',
  play: async (scene) => {
    const body = { regimeId: 'CONTRACT', step: 'ciberseguro', submittedAt: '2031-11-25T16:40:00+01:00' };
    await scene.say(ours(scene, 'carla'), { kind: 'regime.recordStep', body, words: { note: 'Parte por correo' } });
    await expectDuty(scene, 'controller', 'regime/CONTRACT/ciberseguro', { state: 'met' }, 'R-7-CONTRACT');
  },
};

async function expectHop(scene: Scene): Promise<void> {
  const [hop] = (await factsOf(scene, 'controller')).hops;
  const known = (at: string | null | undefined) => ({ at: at ?? TOLD_AT, precision: 'date' as const });
  const actual = hopDelay(known(hop?.detectedAt), known(hop?.noticedAt), CONTROLLER.zone);
  scene.expect({ source: 'T-2-6', what: 'delay of the processor', expected: 'P16D', actual });
}

export const factsRecorded: Chapter = {
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

export const processorAnswers: Chapter = {
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

export const riskAssessed: Chapter = {
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

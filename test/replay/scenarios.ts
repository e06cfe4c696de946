import { randomUUID } from 'node:crypto';
import { acceptStatement } from '../../activities/accept-statement.ts';
import { storeStatement } from '../../database/statement.ts';
import { inTransaction } from '../../database/transaction.ts';
import { startCase } from '../../desk/delivery.ts';
import type { BODIES } from '../../domain/case/bodies.ts';
import { Refusal } from '../../domain/refusal.ts';
import { noticeCampaignId } from '../../workflows/notice-campaign.messages.ts';
import { type CaseStory, ORGANISATION } from '../support/case-story.ts';
import { approveWave, importPeople, listOf, recordNoticeTexts } from '../support/people-to-tell.ts';

type Kind = keyof typeof BODIES;

/** A course of events whose workflow history is kept; yields the workflow's id. */
export type Play = (scene: Scene) => Promise<string>;

const HOUR_MS = 3_600_000;
const RISK = { risk: 'risk', conclusion33: 'notify', conclusion34: 'notRequired' };
const HIGH = { risk: 'high', conclusion33: 'notify', conclusion34: 'communicate' };
const UNLIKELY = { risk: 'unlikely', conclusion33: 'document', conclusion34: 'notRequired' };
const WORDS = { reason: 'For the record', reasons: 'For the record' };
const SCOPE = {
  role: 'controller',
  establishments: [],
  mainEstablishment: null,
  publicAuthority: null,
  representative: 'ES',
  crossBorder: true,
  affected: { ES: 10, FR: 5 },
};

/** The engine, with the few verbs scenarios are told in. */
export class Scene {
  readonly story: CaseStory;
  #filings = 0;

  constructor(story: CaseStory) {
    this.story = story;
  }

  async #hoursFromNow(hours: number): Promise<string> {
    return new Date((await this.story.now()).getTime() + hours * HOUR_MS).toISOString();
  }

  async open(over: Record<string, unknown> = {}): Promise<string> {
    const learnedAt = await this.#hoursFromNow(0);
    const body = { learnedAt, precision: 'instant', from: 'confirmation', certain: true, ...over };
    return (await this.story.tell('carla', { kind: 'case.open', caseId: null, body })).caseId ?? '';
  }

  async tell(caseId: string, actor: string, kind: Kind, body: Record<string, unknown> = {}): Promise<number> {
    const words =
      kind === 'risk.assess'
        ? { reasons: WORDS.reasons }
        : kind.startsWith('case.') || kind.startsWith('awareness.')
          ? { reason: WORDS.reason }
          : {};
    return (await this.story.tell(actor, { kind, caseId, body, words })).seq;
  }

  async refused(caseId: string, actor: string, kind: Kind, body: Record<string, unknown> = {}): Promise<void> {
    await this.tell(caseId, actor, kind, body).then(
      () => Promise.reject(new Error(`'${kind}' was accepted`)),
      (error) => {
        if (!(error instanceof Refusal)) throw error;
      },
    );
  }

  async confirm(caseId: string, seq: number): Promise<void> {
    await this.tell(caseId, 'olga', 'confirm', { seq, outcome: 'confirm' });
  }

  async file(caseId: string, over: Record<string, unknown> = {}): Promise<void> {
    this.#filings += 1;
    const body = {
      authority: 'ES',
      subtype: 'complete',
      submittedAt: await this.#hoursFromNow(0),
      registryNumber: `REGAGE${String(this.#filings).padStart(6, '0')}`,
      ...over,
    };
    await this.tell(caseId, 'carla', 'filing.recordSubmission', body);
  }

  async aware(caseId: string, hours: number): Promise<number> {
    const body = { at: await this.#hoursFromNow(hours), precision: 'instant', reasonCode: 'reasonable_certainty' };
    return this.tell(caseId, 'dpo', 'awareness.decide', body);
  }

  /** @throws unless the case has an entry of each kind: the history shows what its name says */
  async entered(caseId: string, ...kinds: string[]): Promise<void> {
    const known = new Set((await this.story.entriesOf(caseId)).map(({ kind }) => kind));
    const missing = kinds.filter((kind) => !known.has(kind));
    if (missing.length > 0) throw new Error(`'${caseId}' has no ${missing.join(', ')}`);
  }

  async pass(hours: number): Promise<void> {
    await this.story.sleepUntil(await this.#hoursFromNow(hours));
  }

  async instant(hours = 0): Promise<string> {
    return this.#hoursFromNow(hours);
  }

  /** A statement that becomes an entry while no workflow of the case runs. */
  async enterUnheard(caseId: string, kind: Kind, body: Record<string, unknown>): Promise<void> {
    const { desk, pool, now } = this.story;
    const statementId = randomUUID();
    await inTransaction(pool, async (tx) =>
      storeStatement(tx, {
        statementId,
        organisationId: ORGANISATION,
        caseId,
        kind,
        actor: 'dpo',
        assurance: 'claimed',
        saidAt: await now(),
        body,
        words: {},
        corrects: null,
      }),
    );
    const dependencies = { pool, vault: desk.vault, now, sendStaffMail: async () => {} };
    await acceptStatement(dependencies, { caseId, updateId: statementId, say: { statementId, kind } });
  }

  async closed(): Promise<string> {
    const caseId = await this.open();
    await this.tell(caseId, 'dpo', 'risk.assess', RISK);
    await this.file(caseId);
    await this.tell(caseId, 'elena', 'case.close');
    return caseId;
  }

  /** The newest pack made for an authority, by its hash. */
  async packOf(caseId: string, authority: string): Promise<string> {
    return (await this.story.factsOf(caseId)).authorities[authority]?.packs.at(-1)?.hash ?? '';
  }

  async wave(caseId: string, number: number, people: number): Promise<void> {
    await recordNoticeTexts(this.story, caseId);
    await importPeople(this.story, caseId, number, listOf(`p${caseId.slice(-4)}-`, people));
    await approveWave(this.story, caseId, number);
  }
}

async function overlooked(scene: Scene): Promise<string> {
  const detectedAt = await scene.instant(-16 * 24);
  const caseId = await scene.open({ from: 'processor_notice', processorId: 'mixpanel', detectedAt });
  await scene.pass(120);
  return caseId;
}

async function wholeCase(scene: Scene): Promise<string> {
  const caseId = await overlooked(scene);
  await scene.tell(caseId, 'dpo', 'risk.assess', HIGH);
  await scene.file(caseId, { subtype: 'incomplete' });
  await scene.tell(caseId, 'carla', 'filing.explainDelay', { authority: 'ES', reasonCode: 'processor_late' });
  await scene.wave(caseId, 1, 8);
  await scene.pass(1);
  await scene.file(caseId, { phase: 'final' });
  await scene.tell(caseId, 'carla', 'processor.giveUp', { processorId: 'mixpanel' }).catch(() => 0);
  const codes = ['a1', 'a2', 'a3', 'a4', 'a5', 'c', 'd'];
  await scene.tell(caseId, 'carla', 'processor.recordAnswer', { processorId: 'mixpanel', codes });
  await scene.tell(caseId, 'elena', 'case.close');
  await scene.pass(6 * 366 * 24);
  return caseId;
}

/** Several duties begin at once, of different kinds: only this shows that their order has changed. */
async function recovered(scene: Scene): Promise<string> {
  const { client, settle } = scene.story;
  const caseId = await scene.open({ certain: true, processorId: 'mixpanel', detectedAt: await scene.instant(-30) });
  await scene.tell(caseId, 'dpo', 'risk.assess', HIGH);
  await scene.pass(30);
  await client.workflow.getHandle(caseId).terminate('recorded');
  const order = {
    authority: 'ES',
    orderedAt: await scene.instant(-1),
    dueAt: await scene.instant(400),
    what: 'inform',
  };
  await scene.enterUnheard(caseId, 'filing.recordOrder', order);
  await scene.enterUnheard(caseId, 'case.setScope', { ...SCOPE, outside: {} });
  await startCase(client, caseId);
  await settle();
  await scene.pass(30);
  await scene.file(caseId);
  return caseId;
}

async function turnedOver(scene: Scene): Promise<string> {
  const caseId = await scene.open();
  const handle = scene.story.client.workflow.getHandle(caseId);
  for (let sent = 0; sent < 2_200; sent += 50) {
    await Promise.all(Array.from({ length: 50 }, () => handle.signal('lookAgain')));
  }
  await scene.story.settle();
  await scene.pass(50);
  return caseId;
}

async function fromTheUi(scene: Scene): Promise<string> {
  const caseId = await scene.open();
  const handle = scene.story.client.workflow.getHandle(caseId);
  const said = { kind: 'risk.assess', actor: 'dpo', body: { ...RISK, conclusion34: 'voluntary' } };
  await handle.executeUpdate('say', { args: [said] });
  await handle.executeUpdate('say', { args: [{ kind: 'nonsense', actor: 'dpo' }] }).catch(() => null);
  await scene.story.settle();
  return caseId;
}

async function openedFromTheUi(scene: Scene, workflowId: string, actor: string): Promise<string> {
  const body = { learnedAt: await scene.instant(), precision: 'instant', from: 'confirmation', certain: true };
  const handle = await scene.story.client.workflow.start('openCase', {
    taskQueue: 'cases',
    workflowId,
    args: [{ actor, body }],
  });
  await handle.result().catch(() => null);
  await scene.story.settle();
  return workflowId;
}

const EEA = 'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK'.split(' ');

/** Everywhere at once: one reminder for all of them, packs for each, and each filed with. */
async function everywhere(scene: Scene): Promise<string> {
  const caseId = await scene.open();
  const affected = Object.fromEntries(EEA.map((country) => [country, 3]));
  await scene.tell(caseId, 'carla', 'case.setScope', { ...SCOPE, affected, outside: { UK: 2, CH: 1 } });
  await scene.pass(30);
  const codes = Object.values((await scene.story.factsOf(caseId)).authorities).map(({ code }) => code);
  for (const authority of codes) if (authority !== 'CH') await scene.file(caseId, { authority });
  await scene.pass(50);
  return caseId;
}

/** The approved pack goes to the authority by mail; filed it is by its acknowledgement only. */
async function filedByMail(scene: Scene): Promise<string> {
  const caseId = await scene.open();
  await scene.tell(caseId, 'carla', 'case.setScope', { ...SCOPE, affected: { ES: 3, LV: 2 } });
  const approved = { authority: 'LV', packHash: await scene.packOf(caseId, 'LV') };
  await scene.tell(caseId, 'elena', 'filing.approve', { ...approved, dpoAdvice: 'agrees' });
  await scene.tell(caseId, 'elena', 'filing.send', { ...approved, phase: 'initial' });
  await scene.pass(30);
  await scene.file(caseId, { authority: 'LV', registryNumber: null });
  return caseId;
}

async function supplemented(scene: Scene): Promise<string> {
  const caseId = await scene.open();
  await scene.file(caseId);
  await scene.tell(caseId, 'dpo', 'risk.assess', RISK);
  const claims = [{ key: 'categories', value: ['customers'], source: 'controller', confidence: 'confirmed' }];
  await scene.tell(caseId, 'carla', 'case.recordFacts', { claims });
  await scene.pass(80);
  await scene.file(caseId, { phase: 'complementary' });
  return caseId;
}

async function withdrawn(scene: Scene): Promise<string> {
  const caseId = await scene.open();
  await scene.file(caseId, { subtype: 'incomplete' });
  await scene.confirm(caseId, await scene.tell(caseId, 'dpo', 'case.decideGate', { outcome: 'notABreach' }));
  await scene.pass(30);
  const body = { authority: 'ES', submittedAt: await scene.instant() };
  await scene.story.tell('elena', { kind: 'filing.withdraw', caseId, body, words: { reason: WORDS.reason } });
  await scene.pass(30);
  return caseId;
}

/** A clock of 24 hours beside the 72, judged to run, reminded, reported. */
async function besideTheGdpr(scene: Scene): Promise<string> {
  const caseId = await scene.open();
  const body = { regimeId: 'NIS2', applies: 'yes' };
  await scene.story.tell('dpo', { kind: 'regime.judge', caseId, body, words: { reason: WORDS.reason } });
  await scene.pass(23);
  const step = { regimeId: 'NIS2', step: 'earlyWarning', submittedAt: await scene.instant() };
  await scene.tell(caseId, 'carla', 'regime.recordStep', step);
  await scene.pass(60);
  return caseId;
}

/** A mailing whose server takes nothing from us: it stands still, its people are told by mail, and it goes on once mended. */
async function stoodStill(scene: Scene): Promise<string> {
  const { story } = scene;
  const caseId = await scene.open();
  await scene.tell(caseId, 'dpo', 'risk.assess', HIGH);
  await scene.wave(caseId, 1, 6);
  story.refuseMailTo(/@example\.test$/);
  // Nothing settles while it stands still: what is due waits for the server.
  await story.environment.sleep('25 minutes');
  story.refuseMailTo(null);
  await scene.pass(1);
  await scene.entered(caseId, 'wave.stall', 'reminder.send', 'wave.goOn', 'wave.complete');
  return caseId;
}

/** A text changed between approval and start: the approval is void, and the wave is blocked until it is approved again. */
async function blocked(scene: Scene): Promise<string> {
  const caseId = await scene.open();
  await scene.tell(caseId, 'dpo', 'risk.assess', HIGH);
  await scene.wave(caseId, 1, 4);
  const claims = [{ key: 'notice.es.measures', source: 'controller', confidence: 'confirmed' }];
  const words = { 'notice.es.measures': 'Hemos cerrado el acceso.' };
  await scene.story.tell('carla', { kind: 'case.recordFacts', caseId, body: { claims }, words });
  await scene.pass(1);
  await scene.entered(caseId, 'wave.block');
  await approveWave(scene.story, caseId, 1);
  await scene.pass(1);
  await scene.entered(caseId, 'wave.complete');
  return caseId;
}

/** A campaign started past the case's own way: it fails at once. */
async function campaignByHand(scene: Scene, workflowId: string, args: unknown[]): Promise<string> {
  const handle = await scene.story.client.workflow.start('noticeCampaign', { taskQueue: 'notices', workflowId, args });
  const ended = await handle.result().then(
    () => 'completed',
    () => 'failed',
  );
  if (ended !== 'failed') throw new Error(`'${workflowId}' ${ended}`);
  return workflowId;
}

/** Every scenario whose history is replayed against the workflows as they are now, by name. */
export const SCENARIOS: Readonly<Record<string, Play>> = {
  // Those that take years come first: every open case reminds every day.
  'whole-case': wholeCase,
  'held-and-let-go': async (scene) => {
    const caseId = await scene.closed();
    await scene.tell(caseId, 'fermin', 'case.hold');
    await scene.pass(6 * 366 * 24);
    await scene.tell(caseId, 'fermin', 'case.release');
    return caseId;
  },
  recovered,
  'turned-over': turnedOver,
  overlooked,
  'filed-and-completed': async (scene) => {
    const caseId = await scene.open();
    await scene.pass(25);
    await scene.file(caseId, { subtype: 'incomplete' });
    await scene.pass(18 * 24);
    await scene.file(caseId, { phase: 'final' });
    return caseId;
  },
  'awareness-earlier': async (scene) => {
    const caseId = await scene.open();
    await scene.pass(30);
    await scene.aware(caseId, -40);
    await scene.pass(30);
    return caseId;
  },
  'awareness-later-confirmed': async (scene) => {
    const caseId = await scene.open();
    await scene.pass(10);
    await scene.confirm(caseId, await scene.aware(caseId, -2));
    await scene.pass(50);
    return caseId;
  },
  'suspicion-became-breach': async (scene) => {
    const caseId = await scene.open({ certain: false, from: 'suspicion' });
    await scene.pass(25);
    await scene.tell(caseId, 'dpo', 'awareness.stillUncertain');
    await scene.pass(25);
    await scene.aware(caseId, -1);
    await scene.pass(30);
    return caseId;
  },
  'suspicion-no-breach': async (scene) => {
    const caseId = await scene.open({ certain: false, from: 'suspicion' });
    await scene.pass(13);
    await scene.confirm(caseId, await scene.tell(caseId, 'dpo', 'case.decideGate', { outcome: 'notABreach' }));
    await scene.tell(caseId, 'elena', 'case.close');
    return caseId;
  },
  'documented-only': async (scene) => {
    const caseId = await scene.open();
    await scene.confirm(caseId, await scene.tell(caseId, 'dpo', 'risk.assess', UNLIKELY));
    await scene.pass(100);
    return caseId;
  },
  'documented-then-risk': async (scene) => {
    const caseId = await scene.open();
    await scene.confirm(caseId, await scene.tell(caseId, 'dpo', 'risk.assess', UNLIKELY));
    await scene.pass(200);
    await scene.tell(caseId, 'dpo', 'risk.assess', RISK);
    await scene.pass(30);
    return caseId;
  },
  'wider-scope': async (scene) => {
    const caseId = await scene.open();
    await scene.pass(26);
    await scene.tell(caseId, 'carla', 'case.setScope', SCOPE);
    await scene.pass(26);
    await scene.file(caseId, { authority: 'FR' });
    return caseId;
  },
  'order-answered': async (scene) => {
    const caseId = await scene.open();
    const order = { authority: 'ES', orderedAt: await scene.instant(), dueAt: await scene.instant(96), what: 'inform' };
    await scene.tell(caseId, 'fermin', 'filing.recordOrder', order);
    await scene.pass(30);
    const answer = { authority: 'ES', direction: 'out', receivedAt: await scene.instant(), answersOrder: 1 };
    await scene.tell(caseId, 'fermin', 'filing.recordCorrespondence', answer);
    return caseId;
  },
  'wave-sent': async (scene) => {
    const caseId = await scene.open();
    await scene.tell(caseId, 'dpo', 'risk.assess', HIGH);
    await scene.wave(caseId, 1, 12);
    await scene.pass(1);
    return caseId;
  },
  'wave-cancelled': async (scene) => {
    const caseId = await scene.open();
    await scene.tell(caseId, 'dpo', 'risk.assess', HIGH);
    await scene.wave(caseId, 1, 3);
    await scene.tell(caseId, 'carla', 'notice.cancel', { wave: 1 });
    await scene.pass(30);
    return caseId;
  },
  'campaign-sent': async (scene) => {
    const caseId = await scene.open();
    await scene.tell(caseId, 'dpo', 'risk.assess', HIGH);
    await scene.wave(caseId, 1, 30);
    await scene.pass(1);
    return noticeCampaignId({ caseId, wave: 1 });
  },
  'campaign-paused': async (scene) => {
    const caseId = await scene.open();
    await scene.tell(caseId, 'dpo', 'risk.assess', HIGH);
    await scene.wave(caseId, 1, 4);
    await scene.tell(caseId, 'carla', 'notice.pause', { wave: 1 });
    await scene.pass(1);
    await scene.tell(caseId, 'olga', 'notice.resume', { wave: 1 });
    await scene.pass(1);
    return noticeCampaignId({ caseId, wave: 1 });
  },
  'campaign-limited': async (scene) => {
    const caseId = await scene.open();
    await scene.tell(caseId, 'dpo', 'risk.assess', HIGH);
    await scene.wave(caseId, 1, 9);
    await scene.tell(caseId, 'carla', 'notice.limit', { wave: 1, perMinute: 240, domains: { 'example.test': 180 } });
    await scene.pass(1);
    return noticeCampaignId({ caseId, wave: 1 });
  },
  'wave-stood-still': stoodStill,
  'campaign-stood-still': async (scene) => noticeCampaignId({ caseId: await stoodStill(scene), wave: 1 }),
  'wave-blocked': blocked,
  'campaign-of-another-id': (scene) =>
    campaignByHand(scene, 'recorded-campaign', [{ caseId: 'breach-2031-0001', wave: 1 }]),
  'campaign-of-no-case': (scene) => campaignByHand(scene, 'recorded-campaign-of-no-case', []),
  'processor-side': async (scene) => {
    const caseId = await scene.open({ role: 'processor' });
    const words = { name: 'A client' };
    for (const controllerId of ['first', 'other']) {
      const body = { controllerId, contractHours: 48 };
      await scene.story.tell('carla', { kind: 'controller.add', caseId, body, words });
    }
    await scene.pass(30);
    const noticedAt = await scene.instant();
    await scene.tell(caseId, 'carla', 'controller.recordNotice', { controllerId: 'first', noticedAt });
    await scene.pass(30);
    return caseId;
  },
  'closed-and-reopened': async (scene) => {
    const caseId = await scene.closed();
    await scene.pass(48);
    await scene.tell(caseId, 'elena', 'case.reopen');
    await scene.pass(48);
    return caseId;
  },
  'refused-statements': async (scene) => {
    const caseId = await scene.open();
    await scene.refused(caseId, 'carla', 'case.close');
    await scene.refused(caseId, 'elena', 'case.close');
    await scene.refused(caseId, 'dpo', 'filing.withdraw', { authority: 'ES', submittedAt: await scene.instant() });
    return caseId;
  },
  everywhere,
  'filed-by-mail': filedByMail,
  supplemented,
  withdrawn,
  'beside-the-gdpr': besideTheGdpr,
  'from-the-ui': fromTheUi,
  'open-case': (scene) => openedFromTheUi(scene, 'recorded-open-case', 'carla'),
  'open-case-refused': (scene) => openedFromTheUi(scene, 'recorded-open-case-refused', 'mallory'),
};

import assert from 'node:assert/strict';
import { saveDocument } from '../../database/document.ts';
import { readNotice } from '../../database/notice-content.ts';
import { createPool } from '../../database/pool.ts';
import { hashOfLists } from '../../database/recipients.ts';
import { inTransaction } from '../../database/transaction.ts';
import { createVault } from '../../database/vault.ts';
import { noticeToSend, storeNotice } from '../../desk/controller-notice.ts';
import { findRecipient } from '../../desk/find-recipient.ts';
import { proveNotices } from '../../desk/notice-proof.ts';
import { importRecipients } from '../../desk/recipients-import.ts';
import { say } from '../../desk/say.ts';
import type { StatementKind } from '../../domain/case/bodies.ts';
import { foldCase } from '../../domain/case/fold.ts';
import { sentAt } from '../../domain/case/letters.ts';
import { CLAIM_KEYS, isTextKey } from '../../domain/filing/model.ts';
import { noticeFields, noticeKey, noticeTextHash } from '../../domain/notice/content.ts';
import { Refusal } from '../../domain/refusal.ts';
import { noticeTemplateSources } from '../../templates/notice.ts';
import { type RunningStack, until } from '../faults/running-stack.ts';
import type { Markers } from './markers.ts';

const ORGANISATION = 'canaria';
const ROLES = {
  diego: ['dpo', 'operator'],
  carla: ['handler', 'security'],
  elena: ['decisionOwner'],
  fermin: ['legal', 'decisionOwner'],
};

export interface CanaryCase {
  caseId: string;
  accepted: StatementKind[];
  /** Every refusal met, whole, as a caller sees it. */
  refusals: string[];
}

/** One whole case, from the organisation to the closed file, a canary word in every field that takes words. */
export async function playCanaryCase(stack: RunningStack, markers: Markers): Promise<CanaryCase> {
  const played: CanaryCase = { caseId: '', accepted: [], refusals: [] };
  const hour = (ago: number): string => new Date(Date.now() - ago * 3_600_000).toISOString();

  const tell = async (
    actor: string,
    kind: StatementKind,
    body: object,
    words: Record<string, string> = {},
    caseId: string | null = played.caseId || null,
  ) => {
    const speaker = { organisationId: ORGANISATION, actor, assurance: 'claimed' } as const;
    try {
      const said = await stack.atDesk(({ desk }) => say(desk, speaker, { kind, caseId, body, words }));
      played.accepted.push(kind);
      return said;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      played.refusals.push(`${kind}: ${JSON.stringify(error.details)}`);
      return null;
    }
  };

  const describe = async (): Promise<void> => {
    const body = { country: 'ES', zone: 'Europe/Madrid', authority: 'ES', policy: { noticeCoolingMinutes: 0 } };
    await tell('diego', 'organisation.describe', body, {
      ...markers.fields('name', 'taxId', 'address', 'phone', 'activity'),
      email: markers.address(),
      alertAddress: markers.address(),
    });
    for (const [personId, roles] of Object.entries(ROLES)) {
      const words = { ...markers.fields('name', 'phone'), email: markers.address() };
      await tell('diego', 'person.add', { personId, roles, locale: 'es' }, words);
    }
    const processor = markers.fields('name', 'contact', 'taxId', 'service');
    await tell('diego', 'processor.describe', { processorId: 'vendor', contractHours: 48 }, processor);
  };

  const open = async (): Promise<void> => {
    const opening = { learnedAt: hour(80), precision: 'instant', from: 'processor_notice', certain: true, drill: true };
    const said = await tell(
      'carla',
      'case.open',
      { ...opening, processorId: 'vendor', detectedAt: hour(400) },
      markers.fields('what', 'whose'),
    );
    played.caseId = said?.caseId ?? '';
  };

  const claim = async (keys: string[]): Promise<void> => {
    const claims = keys.map((key) => ({ key, source: 'controller', confidence: 'confirmed' }));
    await tell('carla', 'case.recordFacts', { claims }, markers.fields(...keys, 'reason'));
  };

  const decide = async (): Promise<void> => {
    const scope = {
      role: 'controller',
      establishments: ['ES'],
      mainEstablishment: null,
      publicAuthority: null,
      representative: null,
      crossBorder: false,
      affected: { ES: 3 },
    };
    await tell('carla', 'case.setScope', scope, markers.fields('reason', 'evidence'));
    const codes = { processorId: 'vendor', codes: ['a1', 'a2', 'a3', 'a4', 'a5', 'c', 'd'] };
    await tell('carla', 'processor.recordAnswer', codes, markers.fields('answer'));
    const earlier = { at: hour(81), precision: 'instant', kind: 'press', certain: false };
    await tell('diego', 'awareness.propose', earlier, markers.fields('what', 'source'));
    const aware = { at: hour(80), precision: 'instant', reasonCode: 'processor_informed' };
    const moved = await tell('diego', 'awareness.decide', aware, markers.fields('reason'));
    await tell('elena', 'confirm', { seq: moved?.seq, outcome: 'confirm' }, markers.fields('reason'));
    const risk = { risk: 'high', conclusion33: 'notify', conclusion34: 'communicate', dpoAdvice: 'agrees' };
    await tell('diego', 'risk.assess', risk, markers.fields('reasons', 'dpoAdvice', 'facts', 'safeguards', 'impact'));
  };

  const factsNow = async (caseId = played.caseId) => foldCase(ORGANISATION, caseId, await stack.entries(caseId));

  const letterSent = (caseId?: string) =>
    until('the letter to be sent', 30, async () => (await factsNow(caseId)).letters.some((each) => sentAt(each)));

  const file = async (): Promise<void> => {
    const pack = await until('the pack', 20, async () => {
      const facts = await factsNow();
      const newest = facts.authorities['ES']?.packs.at(-1);
      return newest && newest.factsSeq >= facts.factsSeq ? newest : null;
    });
    const approval = { authority: 'ES', phase: 'initial', packHash: pack.hash, dpoAdvice: 'agrees' };
    await tell('elena', 'filing.approve', approval, markers.fields('dpoAdvice', 'reason'));
    const sending = { authority: 'ES', phase: 'initial', packHash: pack.hash, to: 'other', channelOverride: true };
    await tell('elena', 'filing.send', sending, { mailbox: markers.address(), ...markers.fields('reason') });
    await letterSent();
    const receipt = await stack.atDesk(({ desk }) =>
      inTransaction(desk.pool, (tx) =>
        saveDocument(tx, desk.vault, {
          organisationId: ORGANISATION,
          caseId: played.caseId,
          mediaType: 'text/plain',
          fileName: `${markers.next()}.txt`,
          bytes: Buffer.from(markers.next()),
        }),
      ),
    );
    const submission = { authority: 'ES', phase: 'initial', subtype: 'complete', submittedAt: hour(1) };
    const proof = { registryNumber: 'REGAGE-CANARY', documentId: receipt.documentId, receiptSha256: receipt.sha256 };
    await tell('carla', 'filing.recordSubmission', { ...submission, ...proof }, markers.fields('note'));
    const delay = { authority: 'ES', reasonCode: 'processor_late' };
    await tell('diego', 'filing.explainDelay', delay, markers.fields('reason'));
    const failure = { authority: 'ES', failedAt: hour(2), documentId: null, evidenceSha256: null };
    await tell('carla', 'filing.recordPortalFailure', failure, markers.fields('what'));
    const order = { authority: 'ES', orderedAt: hour(0.5), dueAt: hour(-100), what: 'inform' };
    await tell('carla', 'filing.recordOrder', order, markers.fields('what'));
    const letter = { authority: 'ES', direction: 'out', receivedAt: hour(0.1), answersOrder: 1 };
    await tell('carla', 'filing.recordCorrespondence', letter, markers.fields('what'));
  };

  const people: string[] = [];
  const importPeople = () =>
    stack.atDesk(async ({ config }) => {
      const pool = createPool(config.databaseUrl('importer'), 'canary importer', { max: 1 });
      people.push(...[1, 2, 3].map(() => markers.address()));
      const rows = people.map((address) => `${address},Señora ${markers.next()},${markers.next()}`);
      const form = {
        delimiter: ',',
        encoding: 'utf8' as const,
        columns: {},
        locales: { standard: 'es', fallback: {} },
      };
      const request = {
        organisationId: ORGANISATION,
        caseId: played.caseId,
        wave: 1,
        audience: 'affected' as const,
        form,
      };
      async function* bytes() {
        yield Buffer.from(`email,name,city\n${rows.join('\n')}\n`);
      }
      try {
        return (await importRecipients({ pool, vault: createVault(config.masterKey()) }, request, bytes())).summary;
      } finally {
        await pool.end();
      }
    });

  /** What is asked and done once the people were told, about one of them and about those whom mail did not reach. */
  const afterwards = async (): Promise<void> => {
    const [address = ''] = people;
    const found = await stack.atDesk(({ desk }) => findRecipient(desk, ORGANISATION, played.caseId, address));
    assert.deepEqual([found.held.length, found.notices.map(({ state }) => state)], [1, ['sent']]);
    const search = { person: found.addressKey, lines: 1, notices: 1 };
    await tell('diego', 'recipients.find', search, markers.fields('reason'));
    const proved = await stack.atDesk(({ desk }) => proveNotices(desk, played.caseId, { address }));
    const look = { personKey: proved.personKey, waves: proved.waves };
    await tell('diego', 'notice.prove', look, markers.fields('reason'));
    const taken = { wave: 1, form: 'csv', count: 1, fileSha256: 'd'.repeat(64) };
    await tell('carla', 'notice.takeOthers', taken, markers.fields('reason'));
    const posted = { wave: 1, postedAt: hour(0), count: 1 };
    await tell('carla', 'notice.recordPosted', posted, markers.fields('reason'));
  };

  const tellPeople = async (): Promise<void> => {
    const summary = await importPeople();
    await tell('carla', 'recipients.import', { ...summary }, markers.fields('reason'));
    const facts = await factsNow();
    const { textHash, listHash } = await stack.atDesk(({ desk, read }) =>
      read(async (tx) => ({
        textHash: noticeTextHash(noticeTemplateSources(), (await readNotice(tx, desk.vault, facts, null)).content),
        listHash: await hashOfLists(tx, [summary.importId]),
      })),
    );
    await tell('carla', 'notice.blockChannel', { channel: 'email' }, markers.fields('reason'));
    const release = { channel: 'email', because: 'otherDomain' };
    await tell('diego', 'notice.releaseChannel', release, markers.fields('reason'));
    await tell('carla', 'notice.limit', { wave: 1, perMinute: 6000, domains: {} }, markers.fields('reason'));
    const approval = { wave: 1, textHash, listHash, count: 3, audiences: ['affected'] };
    await tell('elena', 'notice.approve', approval, markers.fields('reason', 'reasonForEveryone'));
    await until('the people to be told', 45, async () => (await factsNow()).waves[1]?.completedAt);
    await afterwards();
    await tell('diego', 'notice.recordPublication', { publishedAt: hour(0) }, markers.fields('where'));
  };

  /** A case of its own, in which the organisation is a processor and tells its controller by mail. */
  const tellController = async (): Promise<void> => {
    const opening = { learnedAt: hour(80), precision: 'instant', from: 'confirmation', certain: true, drill: true };
    const processor = { ...opening, role: 'processor' };
    const caseId = (await tell('carla', 'case.open', processor, markers.fields('what', 'whose'), null))?.caseId ?? '';
    const client = { controllerId: 'client', contractHours: 24 };
    const mailbox = markers.address();
    await tell('carla', 'controller.add', client, { ...markers.fields('name'), contact: mailbox }, caseId);
    const request = { caseId, controllerId: 'client', to: undefined, locale: 'es', mailFrom: null } as const;
    const speaker = { organisationId: ORGANISATION, actor: 'carla', assurance: 'claimed' } as const;
    const body = await stack.atDesk(async ({ desk, read }) => {
      const notice = await read(async (tx) => noticeToSend(tx, desk.vault, { ...request, now: await desk.now() }));
      const documentId = await storeNotice(desk, speaker, caseId, notice);
      return { controllerId: 'client', locale: 'es', documentId, textSha256: notice.sha256 };
    });
    await tell('carla', 'controller.tell', body, { mailbox }, caseId);
    await letterSent(caseId);
  };

  const end = async (): Promise<void> => {
    await tell('fermin', 'case.hold', {}, markers.fields('reason'));
    await tell('fermin', 'case.release', {}, markers.fields('reason'));
    await tell('elena', 'case.close', {}, markers.fields('reason'));
    await tell('elena', 'case.reopen', {}, markers.fields('reason'));
  };

  /** What is refused, with words that must not come back in the refusal. */
  const fail = async (): Promise<void> => {
    await tell('nobody', 'case.hold', {}, markers.fields('reason'));
    await tell('carla', 'notice.cancel', { wave: 9 }, markers.fields('reason'));
    await tell('carla', 'processor.giveUp', { processorId: 'unknown' }, markers.fields('reason'));
    await tell('carla', 'filing.withdraw', { authority: 'FR', submittedAt: hour(1) }, markers.fields('reason'));
    for (const [key, value] of [
      ['cause', markers.next()],
      ['impactText', markers.next()],
      [markers.next(), 'x'],
      ['otherParties', [{ name: markers.next() }]],
    ] as const) {
      const claims = [{ key, value, source: 'controller', confidence: 'confirmed' }];
      await tell('carla', 'case.recordFacts', { claims });
    }
    const claims = [{ key: 'impact', value: ['fraud'], source: `Señor ${markers.next()}`, confidence: 'confirmed' }];
    await tell('carla', 'case.recordFacts', { claims });
  };

  await describe();
  await open();
  await claim(CLAIM_KEYS.filter(isTextKey));
  await claim(noticeFields.map((field) => noticeKey('es', field)));
  await decide();
  await file();
  await tellPeople();
  await tellController();
  await fail();
  await end();
  return played;
}

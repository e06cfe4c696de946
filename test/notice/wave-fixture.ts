import { randomUUID } from 'node:crypto';
import type { NoticeDependencies } from '../../activities/notice-campaign.ts';
import type { Sender } from '../../activities/sender.ts';
import { lockCase } from '../../database/case.ts';
import { enter } from '../../database/enter.ts';
import { saveWords } from '../../database/narrative.ts';
import { saveOrganisation } from '../../database/organisation.ts';
import { hashOfLists } from '../../database/recipients.ts';
import { inTransaction } from '../../database/transaction.ts';
import { type ImportResult, importRecipients } from '../../desk/recipients-import.ts';
import { BODIES } from '../../domain/case/bodies.ts';
import type { Audience } from '../../domain/notice/audiences.ts';
import { noticeKey, noticeTextHash } from '../../domain/notice/content.ts';
import { noticeTemplateSources } from '../../templates/notice.ts';
import { type RegisterFixture, registerFixture } from '../database/register-fixture.ts';
import type { TestDatabase } from '../support/postgres.ts';
import { sampleContent } from './sample-content.ts';

export const CASE = 'breach-2026-0042';
export const ORGANISATION = 'acme';
/** Where the organisation's mail comes from. */
export const ADDRESS = 'avisos@ejemplo.example';
const START = new Date('2026-11-02T09:00:00Z');

export interface WaveFixture extends RegisterFixture {
  /** What the engine and the desk take for now; tests move it. */
  clock: { now: Date };
  started: string[];
  enter: (kind: string, body: Record<string, unknown>, words?: Record<string, string>) => Promise<void>;
  /** The organisation's own address from now on. */
  tellAddress: (email: string) => Promise<void>;
  import: (wave: number, audience: Audience, csv: string) => Promise<ImportResult>;
  approve: (wave: number) => Promise<void>;
  dependencies: (sender: Sender | null) => NoticeDependencies;
}

/** A list of `count` people, `p1@example.test` and so on. */
export const csvOf = (count: number, from = 1): string =>
  `email,name\n${Array.from({ length: count }, (_, at) => `p${from + at}@example.test,Person ${from + at}`).join('\n')}\n`;

/** A migrated database with an organisation and an assessed case whose notice texts are recorded. */
export async function waveFixture(database?: TestDatabase): Promise<WaveFixture> {
  const fixture = await registerFixture(database);
  const clock = { now: START };
  const started: string[] = [];
  const imports = new Map<number, ImportResult['summary'][]>();
  const enterOne: WaveFixture['enter'] = (kind, body, words = {}) =>
    inTransaction(fixture.pool('worker'), async (tx) => {
      await lockCase(tx, CASE);
      const refs = await saveWords(tx, fixture.vault, { organisationId: ORGANISATION, caseId: CASE }, words);
      const [statementId, said] = [randomUUID(), Object.keys(refs).length > 0 ? { ...body, words: refs } : body];
      const by = { organisationId: ORGANISATION, caseId: CASE, actor: 'dpo', assurance: 'claimed' as const };
      await enter(tx, { ...by, at: clock.now, kind, statementId, body: said });
    });

  await describeOrganisation(fixture, ADDRESS);
  await enterOne('case.open', {
    learnedAt: START.toISOString(),
    precision: 'instant',
    from: 'confirmation',
    certain: true,
    processorId: null,
    detectedAt: null,
    detectedPrecision: 'date',
    peopleApprox: null,
    drill: false,
    role: 'controller',
  });
  await enterOne(...recordTexts());

  return {
    ...fixture,
    clock,
    started,
    enter: enterOne,
    tellAddress: (email) => describeOrganisation(fixture, email),
    import: async (wave, audience, csv) => {
      const form = {
        delimiter: ',',
        encoding: 'utf8' as const,
        columns: {},
        locales: { standard: 'es', fallback: {} },
      };
      const request = { organisationId: ORGANISATION, caseId: CASE, wave, audience, form };
      const result = await importRecipients(
        { pool: fixture.pool('importer'), vault: fixture.vault },
        request,
        lines(csv),
      );
      await enterOne('recipients.import', { ...result.summary });
      const others = (imports.get(wave) ?? []).filter((list) => list.audience !== audience);
      imports.set(wave, [...others, result.summary]);
      return result;
    },
    approve: async (wave) => {
      const lists = imports.get(wave) ?? [];
      const ids = lists.map(({ importId }) => importId);
      await enterOne('notice.approve', {
        wave,
        textHash: noticeTextHash(noticeTemplateSources(), sampleContent),
        listHash: await inTransaction(fixture.pool('desk'), (tx) => hashOfLists(tx, ids)),
        count: lists.reduce((sum, { count }) => sum + count, 0),
        audiences: lists.map(({ audience }) => audience),
      });
    },
    dependencies: (sender) => ({
      pool: fixture.pool('worker'),
      vault: fixture.vault,
      now: async () => clock.now,
      senderFor: () => sender,
      mailFrom: 'tocsin@ejemplo.example',
      startCampaign: async ({ caseId, wave }) => {
        started.push(`${caseId}/people/${wave}`);
      },
      nudgeCase: async () => {},
    }),
  };
}

async function* lines(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text);
}

async function describeOrganisation({ pool, vault }: RegisterFixture, email: string): Promise<void> {
  const body = BODIES['organisation.describe'].parse({ country: 'ES', zone: 'Europe/Madrid', authority: 'ES' });
  await inTransaction(pool('desk'), async (tx) => {
    const told = { name: sampleContent.controller, email };
    const words = await saveWords(tx, vault, { organisationId: ORGANISATION, caseId: null }, told);
    await saveOrganisation(tx, ORGANISATION, body, words, 1);
  });
}

function recordTexts(): Parameters<WaveFixture['enter']> {
  const words: Record<string, string> = {};
  for (const [locale, texts] of Object.entries(sampleContent.texts)) {
    for (const [field, text] of Object.entries(texts ?? {})) {
      words[noticeKey(locale, field as Parameters<typeof noticeKey>[1])] = text.text;
    }
  }
  const claims = Object.keys(words).map((key) => ({ key, source: 'dpo', confidence: 'confirmed', chosen: false }));
  return ['case.recordFacts', { claims }, words];
}

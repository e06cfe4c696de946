import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { CONTROLLER } from '../cli/rehearse/mixpanel/organisations.ts';
import type { StatementKind } from '../domain/case/bodies.ts';
import { type DecisionContext, decide } from '../domain/case/decide.ts';
import type { Entry } from '../domain/case/entry.ts';
import { foldCase } from '../domain/case/fold.ts';
import { parseBody } from '../domain/case/parse-statement.ts';
import { timelineOf } from '../domain/case/timeline.ts';
import { EMPTY_PROFILE } from '../domain/law/profile.ts';
import { timelineInWords } from '../templates/timeline-in-words.ts';
import { renderTimeline } from '../templates/timeline-svg.ts';

// Makes docs/timeline.svg: the rehearsed story, told to the same rules, fold, clocks and picture as any case. The
// instants are those of the rehearsal, in the story's own year.

const CASE = 'breach-2025-9001';

type Telling =
  | { at: string; kind: StatementKind; actor: string; body: Record<string, unknown> }
  | { at: string; act: 'wave.start' | 'wave.complete'; body: Record<string, unknown> };

const submitted = (phase: string, subtype: string, submittedAt: string, registryNumber: string) => ({
  authority: 'ES',
  phase,
  subtype,
  submittedAt,
  registryNumber,
});

const STORY: readonly Telling[] = [
  {
    at: '2025-11-25T09:30:00+01:00',
    kind: 'case.open',
    actor: 'ana',
    body: {
      learnedAt: '2025-11-25T00:00:00+01:00',
      precision: 'date',
      from: 'processor_notice',
      certain: true,
      processorId: 'mixpanel',
      detectedAt: '2025-11-09T00:00:00+01:00',
      detectedPrecision: 'date',
      drill: true,
    },
  },
  {
    at: '2025-11-27T18:30:00+01:00',
    kind: 'filing.recordSubmission',
    actor: 'carla',
    body: submitted('initial', 'incomplete', '2025-11-27T18:05:00+01:00', 'REGAGE25e00090210001'),
  },
  { at: '2025-11-28T09:10:00+01:00', act: 'wave.start', body: { wave: 1, campaignId: `${CASE}/people/1` } },
  { at: '2025-11-28T09:12:00+01:00', act: 'wave.complete', body: { wave: 1, counts: { sent: 10 }, merkleRoot: '' } },
  { at: '2025-12-19T10:10:00+01:00', act: 'wave.start', body: { wave: 2, campaignId: `${CASE}/people/2` } },
  {
    at: '2025-12-19T10:12:00+01:00',
    act: 'wave.complete',
    body: { wave: 2, counts: { sent: 3, suppressed: 1 }, merkleRoot: '' },
  },
  {
    at: '2025-12-19T16:00:00+01:00',
    kind: 'filing.recordSubmission',
    actor: 'carla',
    body: submitted('complementary', 'complete', '2025-12-19T15:40:00+01:00', 'REGAGE25e00090210002'),
  },
];

const { organisationId, country, zone, authority } = CONTROLLER;

const contextAt = (at: string, actor: string): DecisionContext => ({
  now: new Date(at),
  roles: CONTROLLER.people.find(({ personId }) => personId === actor)?.roles ?? [],
  policy: {
    country,
    zone,
    authority,
    role: 'controller',
    secondPerson: 'required',
    noticeSecondPersonAbove: 100,
    noticeCoolingMinutes: 10,
    recipientsDays: 90,
    blockYears: 3,
    fileYears: 5,
    profile: EMPTY_PROFILE,
  },
  processors: { mixpanel: { contractHours: 48, sameGroup: false } },
  registryNumberElsewhere: null,
  heldNotices: null,
});

/** What acceptance writes into the entry. @throws {Error} when the rules refuse a part of the story */
function accepted(entries: readonly Entry[], telling: Extract<Telling, { kind: string }>): Record<string, unknown> {
  const { at, kind, actor } = telling;
  const body = parseBody(kind, telling.body) as Record<string, unknown>;
  const said = { kind, body: body as never, words: [], actor, assurance: 'claimed' as const, corrects: null };
  const decision = decide(foldCase(organisationId, CASE, entries), said, contextAt(at, actor));
  if (!decision.accepted) throw new Error(`Cannot tell '${kind}': ${decision.refusal.code}`);
  return { ...body, ...decision.added };
}

function entryOf(entries: readonly Entry[], telling: Telling): Entry {
  const isStatement = 'kind' in telling;
  return {
    seq: entries.length + 1,
    organisationId,
    caseId: CASE,
    at: new Date(telling.at).toISOString(),
    actor: isStatement ? telling.actor : 'engine',
    assurance: isStatement ? 'claimed' : 'engine',
    kind: isStatement ? telling.kind : telling.act,
    statementId: null,
    body: isStatement ? accepted(entries, telling) : telling.body,
  };
}

/** The picture of the README; the same bytes each time. */
export function readmePicture(): string {
  const entries: Entry[] = [];
  for (const telling of STORY) entries.push(entryOf(entries, telling));
  const facts = foldCase(organisationId, CASE, entries);
  const view = { processorNames: { mixpanel: 'Mixpanel' }, controllerName: 'Controller', authority: null, now: null };
  const title = 'From the vendor’s detection to the complete filing';
  const setting = { caseId: CASE, drill: true, zone, language: 'en', title } as const;
  return renderTimeline(timelineInWords(timelineOf(facts, view), setting));
}

export const PICTURE = path.resolve(import.meta.dirname, '../docs/timeline.svg');

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(PICTURE, readmePicture());

import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { migrate } from '../../database/migrate.ts';
import { readWords } from '../../database/narrative.ts';
import { entriesOfOrganisation, organisationsInRegister } from '../../database/register.ts';
import { LOGIN_ROLES, type LoginRole, loginRole, prepareRoles } from '../../database/roles.ts';
import { inSnapshot } from '../../database/transaction.ts';
import { sentenceOf } from '../../desk/sentences.ts';
import type { Entry } from '../../domain/case/entry.ts';
import { rfc3339InZone } from '../../domain/clocks/show-time.ts';
import { workflowBundle } from '../../worker/bundle.ts';
import { startPostgres } from '../stack/postgres.ts';
import { temporalProgram } from '../stack/temporal-binary.ts';
import { type Expectation, isSame, type Scene, type Story, speak, storyInstant, storyWords } from './rehearsal.ts';
import { type StoryEngine, startStory } from './story-engine.ts';
import { withinReason } from './within-reason.ts';

/** One line of a rehearsal: what was said or done, or what the law tables say of it. */
export interface StoryEvent {
  /** Engine time, RFC 3339 in the story's zone. */
  at: string;
  /** The story's own time: the same calendar, some years earlier. */
  storyAt: string;
  actor: string;
  kind: string;
  caseId: string | null;
  sentence: string;
  source?: string;
  ok?: boolean;
  expected?: unknown;
  actual?: unknown;
}

export interface RehearsalSummary {
  story: string;
  entries: number;
  mails: number;
  checks: number;
  failed: number;
  seconds: number;
}

/** Tells a story while it is played. */
export interface Teller {
  step: (words: string) => void;
  event: (event: StoryEvent) => void;
}

/** A PostgreSQL of its own, in a folder that goes away with it. */
async function ownDatabase(): Promise<{ url: (role: LoginRole) => string; stop: () => Promise<void> }> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'tocsin-rehearsal-'));
  await chmod(directory, 0o755); // PostgreSQL's own account must be able to reach it
  const running = await startPostgres({
    directory,
    settings: ['fsync=off', 'synchronous_commit=off'],
    initdbFlags: ['--no-sync'],
  });
  const password = randomBytes(12).toString('hex');
  await migrate(running.adminUrl);
  await prepareRoles(
    running.adminUrl,
    Object.fromEntries(LOGIN_ROLES.map((role) => [role, password])) as Record<LoginRole, string>,
  );
  return {
    url: (role) => Object.assign(new URL(running.adminUrl), { username: loginRole(role), password }).href,
    stop: async () => {
      await running.stop();
      await rm(directory, { recursive: true, force: true });
      if (!running.data.startsWith(directory)) await rm(running.data, { recursive: true, force: true });
    },
  };
}

/** The words of an entry, read at once: years later its key is destroyed. */
async function told(engine: StoryEngine, story: Story, entry: Entry): Promise<StoryEvent> {
  const words = await inSnapshot(engine.pool, (tx) => readWords(tx, engine.desk.vault, entry.body.words ?? {}));
  const at = rfc3339InZone(entry.at, story.zone);
  const storyAt = storyInstant(at, story.yearsAhead);
  return {
    at,
    storyAt,
    actor: entry.actor,
    kind: entry.kind,
    caseId: entry.caseId,
    sentence: storyWords(sentenceOf(entry, words, story.zone), story.yearsAhead),
  };
}

/** Entries of every organisation since the last look, in the order they happened. */
async function newEntries(engine: StoryEngine, seen: Map<string, number>): Promise<Entry[]> {
  const fresh = await inSnapshot(engine.pool, async (tx) => {
    const entries: Entry[] = [];
    for (const organisationId of await organisationsInRegister(tx)) {
      const all = await entriesOfOrganisation(tx, organisationId);
      entries.push(...all.filter(({ seq }) => seq > (seen.get(organisationId) ?? 0)));
    }
    return entries;
  });
  for (const { organisationId, seq } of fresh) seen.set(organisationId, Math.max(seq, seen.get(organisationId) ?? 0));
  return fresh.sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.seq - b.seq);
}

/** Which entries are worth a line: clocks and other book-keeping of the engine stay in the register. */
const QUIET = new Set(['clock.compute', 'person.add', 'processor.describe']);

/**
 * Plays a story on the real engine, on skipped time: its own PostgreSQL, the time-skipping Temporal server, real
 * workflows, activities and mail. Legal instants are compared with the law's tables as the story types them.
 *
 * However it ends, its servers are stopped and their files removed.
 *
 * @param stop  raised by Ctrl-C
 * @throws {Refusal} `REHEARSAL_STOPPED`, `REHEARSAL_STUCK`, or when PostgreSQL or the test server cannot be had
 */
export async function play(story: Story, teller: Teller, stop: AbortSignal): Promise<RehearsalSummary> {
  const began = performance.now();
  teller.step('starting PostgreSQL, the time-skipping Temporal server and a worker');
  const { path: testServer } = await temporalProgram('temporal-test-server', process.env, teller.step);
  const [database, bundle] = await Promise.all([ownDatabase(), workflowBundle()]);
  try {
    const engine = await startStory({ databaseUrl: database.url, testServer, workflowBundle: bundle });
    try {
      const played = await playOn(engine, story, teller, stop);
      return { ...played, seconds: Math.round((performance.now() - began) / 100) / 10 };
    } finally {
      await engine.close();
    }
  } finally {
    await database.stop();
  }
}

async function playOn(
  engine: StoryEngine,
  story: Story,
  teller: Teller,
  stop: AbortSignal,
): Promise<Omit<RehearsalSummary, 'seconds'>> {
  const seen = new Map<string, number>();
  const checks: Expectation[] = [];
  let entries = 0;
  const tell = async (): Promise<void> => {
    for (const entry of await newEntries(engine, seen)) {
      entries += 1;
      if (!QUIET.has(entry.kind)) teller.event(await told(engine, story, entry));
    }
  };
  const check = async (): Promise<void> => {
    const at = rfc3339InZone((await engine.now()).toISOString(), story.zone);
    for (const expectation of checks.splice(0)) teller.event(checked(story, at, expectation));
  };
  let counted = 0;
  let failed = 0;
  const scene: Scene = {
    engine,
    cases: new Map(),
    say: (speaker, saying) => speak(engine, speaker, saying),
    expect: (expectation) => {
      counted += 1;
      if (!isSame(expectation)) failed += 1;
      checks.push(expectation);
    },
  };
  for (const chapter of story.chapters) {
    await withinReason(engine.sleepUntil(chapter.at), chapter.at, stop);
    await tell();
    await chapter.play(scene);
    await tell();
    await check();
  }
  await story.finish(scene);
  await tell();
  await check();
  return { story: story.name, entries, mails: engine.mails.length, checks: counted, failed };
}

function checked(story: Story, at: string, expectation: Expectation): StoryEvent {
  const ok = isSame(expectation);
  const { source, what, expected, actual } = expectation;
  const shown = ok ? show(expected) : `expected ${show(expected)}, found ${show(actual)}`;
  return {
    at,
    storyAt: storyInstant(at, story.yearsAhead),
    actor: 'law',
    kind: 'check',
    caseId: null,
    sentence: storyWords(`${what}: ${shown}`, story.yearsAhead),
    source,
    ok,
    expected,
    actual,
  };
}

const show = (value: unknown): string =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.entries(value)
        .map(([field, each]) => `${field} ${String(each)}`)
        .join(', ')
    : Array.isArray(value) && value.length === 0
      ? 'none'
      : String(value);

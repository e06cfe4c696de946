import { createPool } from '../../database/pool.ts';
import { firstOpenDeadline } from '../../database/survey.ts';
import { inSnapshot } from '../../database/transaction.ts';
import { instantMs } from '../../domain/clocks/instant.ts';
import { showDuration, showInstant } from '../../domain/clocks/show-time.ts';
import type { Config } from '../../worker/config.ts';

/** What `tocsin up` tells once everything runs. */
export interface Welcome {
  ui: string | null;
  temporal: string;
  database: string;
  mailFolder: string | null;
  stateFolder: string;
  /** What is due first, drills included; null when nothing is owed. */
  nextDue: { caseId: string; dutyId: string; dueAt: string } | null;
  commands: string[];
}

/** Spanish drills and most installations live in this zone; each answer that matters shows its own place and offset. */
const ZONE = 'Europe/Madrid';

/** Collects what a person needs first. @param opened  the drill opened just now */
export async function welcome(config: Config, opened: { caseId: string; dueAt: string } | null): Promise<Welcome> {
  const found = await nextDueOf(config);
  const nextDue = found ?? (opened ? { ...opened, dutyId: 'suspicion/decide' } : null);
  return {
    ui: config.uiUrl,
    temporal: config.temporal().connectionOptions.address ?? '',
    database: new URL(config.databaseUrl('desk')).host,
    mailFolder: config.mailFolder,
    stateFolder: config.home,
    nextDue,
    commands: commandsFor(nextDue?.caseId ?? opened?.caseId ?? null),
  };
}

async function nextDueOf(config: Config): Promise<Welcome['nextDue']> {
  const pool = createPool(config.databaseUrl('desk'), 'tocsin up', { max: 1 });
  try {
    const found = await inSnapshot(pool, firstOpenDeadline);
    return found && { ...found, dueAt: found.dueAt.toISOString() };
  } finally {
    await pool.end();
  }
}

/** The way this person calls us: by npm in a clone, by name when installed. */
export const callOf = (program = process.argv[1] ?? ''): string =>
  program.endsWith('.ts') ? 'npm run --silent tocsin --' : 'tocsin';

function commandsFor(caseId: string | null): string[] {
  const words = caseId
    ? [`case show ${caseId}`, 'deadlines', `case timeline ${caseId}`]
    : ['case open', 'deadlines', 'doctor'];
  return words.map((word) => `${callOf()} ${word}`);
}

export function welcomeText(found: Welcome, now: Date): string {
  const lines = [
    ['Temporal UI', found.ui],
    ['Temporal', found.temporal],
    ['PostgreSQL', found.database],
    ['Mail', found.mailFolder ? `caught in ${found.mailFolder}` : 'really sent'],
    ['State', found.stateFolder],
  ] as const;
  const places = lines.filter(([, value]) => value).map(([name, value]) => `  ${name.padEnd(12)}${value}`);
  const commands = found.commands.map((command) => `  ${command}`);
  const countdown = found.nextDue ? ['', countdownText(found.nextDue, now)] : [];
  return [...places, ...countdown, '', 'Try, in another terminal:', ...commands].join('\n');
}

/** `breach-2026-90001 authority/ES/initial: 71 h 59 min left, until Wed 25 Nov 2026 19:00 Madrid (UTC+01:00)`. */
export function countdownText({ caseId, dutyId, dueAt }: NonNullable<Welcome['nextDue']>, now: Date): string {
  const leftMs = instantMs(dueAt) - now.getTime();
  const until = showInstant(dueAt, ZONE);
  const left =
    leftMs > 0 ? `${showDuration(leftMs)} left, until ${until}` : `${showDuration(leftMs)} late, was due ${until}`;
  return `${caseId} ${dutyId}: ${left}`;
}

import type { Command } from 'commander';
import { unendedCases } from '../../database/case.ts';
import { createPool } from '../../database/pool.ts';
import { inSnapshot } from '../../database/transaction.ts';
import { EXIT, Refusal } from '../../domain/refusal.ts';
import { type Config, loadConfig } from '../../worker/config.ts';
import { type Answer, act } from '../answer.ts';
import { boardLinks, type Link, workflowLink } from '../stack/ui-links.ts';

export default function links(command: Command): void {
  command
    .argument('[workflow]', 'a case or campaign, e.g. breach-2026-0042/people/1 (default: every open case)')
    .addHelpText('before', '  $ tocsin links\n  $ tocsin links breach-2026-0042\n')
    .addHelpText(
      'after',
      '\nA board opened by its link stays in your browser among the saved views.\nExit status: 0, 69 a setting is missing or PostgreSQL is away.',
    );
  act(command, ([workflowId]) => list(loadConfig(), workflowId, new Date()));
}

/** Answers with the addresses of the Temporal UI, its boards, and the pages of cases. */
export async function list(config: Config, workflowId: string | undefined, now: Date): Promise<Answer> {
  const { uiUrl } = config;
  if (uiUrl === null) throw noUi();
  const { namespace } = config.temporal();
  const ids = workflowId ? [workflowId] : await openCases(config);
  const cases = ids.map((id) => workflowLink(uiUrl, namespace, id));
  const found: Link[] = workflowId
    ? cases
    : [{ name: 'Temporal UI', url: uiUrl }, ...boardLinks(uiUrl, namespace, now), ...cases];
  const width = Math.max(...found.map(({ name }) => name.length));
  return { data: found, text: found.map(({ name, url }) => `${name.padEnd(width)}  ${url}`).join('\n') };
}

async function openCases(config: Config): Promise<string[]> {
  const pool = createPool(config.databaseUrl('desk'), 'tocsin links', { max: 1 });
  try {
    return (await inSnapshot(pool, unendedCases)).map(({ caseId }) => caseId);
  } finally {
    await pool.end();
  }
}

const noUi = (): Refusal =>
  new Refusal(
    {
      code: 'SETTING_MISSING',
      message: 'Cannot make links: TOCSIN_UI_URL is not set, and no embedded stack was started in this folder',
      next: 'Set TOCSIN_UI_URL to the address of your Temporal UI, or run npm start',
    },
    EXIT.serviceAway,
  );

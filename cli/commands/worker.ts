import { type Command, Option } from 'commander';
import { loadConfig } from '../../worker/config.ts';
import { type Answer, act } from '../answer.ts';

interface WorkerRunOptions {
  queue: 'cases' | 'notices' | 'all';
}

export default function worker(noun: Command): void {
  const run = noun
    .command('run')
    .description('work on cases and notices until SIGTERM or Ctrl-C')
    .addOption(new Option('--queue <queue>', 'which work').choices(['cases', 'notices', 'all']).default('all'))
    .addHelpText('before', '  $ tocsin worker run\n  $ tocsin worker run --queue notices\n')
    .addHelpText(
      'after',
      `
Settings for notices: TOCSIN_SMTP_CLIENT=pipelining|library, TOCSIN_UNKNOWN_POLICY=resend|hold (a notice that may or may
not have arrived is sent again, or held), TOCSIN_DKIM_DOMAIN, TOCSIN_DKIM_SELECTOR and TOCSIN_DKIM_KEY_FILE (mode 0400).
Exit status: 0 stopped, 69 a service is away.`,
    );
  act<WorkerRunOptions>(run, (_, options) => work(options));
}

async function work({ queue }: WorkerRunOptions): Promise<Answer> {
  const { runWorker } = await import('../../worker/run.ts');
  await runWorker(loadConfig(), queue);
  return { data: { stopped: true }, text: '' };
}

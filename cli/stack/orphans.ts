import type { StackFile } from '../../worker/stack-file.ts';
import { end, isOurs } from './processes.ts';

/** Ends what a killed `tocsin up` left running, the worker first; a pid that is another program by now is left alone. */
export async function endOrphans(processes: StackFile['processes'], note: (words: string) => void): Promise<void> {
  const { worker, temporal, postgres } = processes;
  const orphans = [
    { name: 'worker', orphan: worker, signal: 'SIGTERM' },
    { name: 'Temporal server', orphan: temporal, signal: 'SIGTERM' },
    { name: 'PostgreSQL server', orphan: postgres, signal: 'SIGINT' },
  ] as const;
  for (const { name, orphan, signal } of orphans) {
    if (!orphan || !isOurs(orphan.pid, orphan.mark)) continue;
    await end(orphan.pid, [signal]);
    note(`ended the ${name} that an earlier, killed start left running (pid ${orphan.pid})`);
  }
}

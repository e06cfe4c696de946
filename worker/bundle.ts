import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, type WorkflowBundleOption } from '@temporalio/worker';

const PREBUILT = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));

/** The workflows' bundle: the one made by `npm run build` where it lies beside the built files, else bundled now. */
export async function workflowBundle(): Promise<WorkflowBundleOption> {
  if (existsSync(PREBUILT)) return { codePath: PREBUILT };
  return bundleWorkflows();
}

/** Bundles the workflows from their sources; some seconds. */
export async function bundleWorkflows(): Promise<{ code: string }> {
  const quiet = {
    level: 'ERROR' as const,
    log: () => {},
    trace: () => {},
    debug: () => {},
    info: () => {},
    warn: () => {},
    error: () => {},
  };
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const workflowsPath = fileURLToPath(new URL(`../workflows/index.${extension}`, import.meta.url));
  return bundleWorkflowCode({ workflowsPath, logger: quiet });
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { bundleWorkflowCode } from '@temporalio/worker';

type Logger = NonNullable<Parameters<typeof bundleWorkflowCode>[0]['logger']>;

/** The folder that holds apps, libs and workflows: the compiled ones, or the sources when this file is run as a source. */
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

function silent(): void {
  // The bundler's progress interests nobody; its failure is thrown.
}
const QUIET: Logger = { log: silent, trace: silent, debug: silent, info: silent, warn: silent, error: silent };

/** All flows as one piece of code for the sandbox; one bundle serves the workers of every queue. About a second. */
export async function bundleWorkflows(): Promise<WorkflowBundleWithSourceMap> {
  const source = join(ROOT, 'workflows/index.ts');
  return bundleWorkflowCode({
    workflowsPath: existsSync(source) ? source : join(ROOT, 'workflows/index.js'),
    logger: QUIET,
    webpackConfigHook: (config) => ({
      ...config,
      resolve: {
        ...config.resolve,
        alias: { ...config.resolve?.alias, '#libs': join(ROOT, 'libs'), '#workflows': join(ROOT, 'workflows') },
        extensionAlias: { '.js': ['.ts', '.js'] },
      },
    }),
  });
}

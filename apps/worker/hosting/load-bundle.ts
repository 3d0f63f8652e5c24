import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { bundleWorkflows } from './workflow-bundle.js';

const CHILD = new URL('./bundle-child.js', import.meta.url);

function inChild(): Promise<WorkflowBundleWithSourceMap> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(CHILD), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    child.once('message', (bundle) => resolve(bundle as WorkflowBundleWithSourceMap));
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`the workflow bundler ended early (${signal ?? String(code)})`)));
  });
}

/** The flows as one piece of code; bundled in a child process when compiled, here when run as a source (tests). */
export function loadBundle(): Promise<WorkflowBundleWithSourceMap> {
  return import.meta.url.endsWith('.js') ? inChild() : bundleWorkflows();
}

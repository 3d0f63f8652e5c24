import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkCompose } from './checks/compose.js';
import { endWithUs } from './guard.js';
import { reasonOf } from './problem.js';
import { withProgress } from './progress.js';
import type { Log } from './progress.js';

/** One check of `npm test`: true = passed. */
export interface TestStep {
  readonly name: string;
  readonly run: () => Promise<boolean>;
}

/** Runs a Node program with its output on this terminal; resolves to its exit code. */
export function runNode(root: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
    endWithUs(child);
    child.once('error', reject);
    child.once('exit', (code) => {
      resolve(code ?? 1);
    });
  });
}

const ARCHITECTURE_FOLDERS = ['apps', 'libs', 'workflows', 'tools', 'bench'];

/** The checks before the tests, in order. The type check has been made by the compiler before this program could start. */
export function testSteps(root: string, log: Log): TestStep[] {
  const node = (name: string, args: readonly string[]): TestStep => ({
    name,
    run: () => withProgress(name, log, async () => (await runNode(root, args)) === 0),
  });
  const folders = ARCHITECTURE_FOLDERS.filter((folder) => existsSync(join(root, folder)));
  const openapi = join('dist', 'apps', 'api', 'openapi.js');
  return [
    { name: 'Type check', run: () => Promise.resolve(true) },
    node('Lint', ['node_modules/eslint/bin/eslint.js', '.', '--max-warnings', '0']),
    node('Import boundaries', ['node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', '--config', '.dependency-cruiser.cjs', ...folders]),
    ...(existsSync(join(root, openapi)) ? [node('OpenAPI document', [openapi, '--check'])] : []),
    {
      name: 'docker-compose.yml',
      run: () => {
        let errors: string[];
        try {
          errors = checkCompose(root);
        } catch (thrown) {
          errors = [reasonOf(thrown)];
        }
        for (const error of errors) log(error);
        return Promise.resolve(errors.length === 0);
      },
    },
  ];
}

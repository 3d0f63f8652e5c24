import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { z } from 'zod';
import { watchBootstrap } from './lifetime.js';
import { runMain } from './problem.js';
import { secondsSince } from './progress.js';
import { projectRoot } from './project.js';
import { runNode, testSteps } from './test-steps.js';

/** The counts of Jest's JSON report that decide. */
const report = z.object({ numPassedTests: z.number(), numFailedTests: z.number(), numRuntimeErrorTestSuites: z.number() });

interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly exitCode: number;
}

function heading(text: string): void {
  console.log(`\n== ${text} ==`);
}

/** Each worker holds a workflow bundler and an ESM module cache: two fit beside the servers on a small machine. */
const MOST_WORKERS = 2;

async function runJest(root: string, args: readonly string[]): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), 'sztafeta-report-'));
  try {
    const outputFile = join(folder, 'report.json');
    const workers = Math.min(MOST_WORKERS, availableParallelism());
    const flags = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
    const exitCode = await runNode(root, [...flags, `--maxWorkers=${workers}`, '--json', `--outputFile=${outputFile}`, ...args], { TZ: 'UTC' });
    const counts = report.safeParse(readReport(outputFile));
    // Without a report Jest itself broke down, for example in its global setup.
    if (!counts.success) return { passed: 0, failed: 1, exitCode: exitCode || 1 };
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = counts.data;
    // A file that cannot even be loaded has no failed test in Jest's count.
    return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites, exitCode };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readReport(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

async function main(): Promise<void> {
  watchBootstrap(() => process.exit(1));
  const root = projectRoot();
  const summary: string[] = [];
  let sound = true;
  for (const step of testSteps(root, console.log)) {
    heading(step.name);
    const start = performance.now();
    const passed = await step.run();
    sound &&= passed;
    console.log(passed ? 'passed' : 'FAILED');
    summary.push(`${passed ? 'passed' : 'FAILED'}  ${step.name} (${secondsSince(start)})`);
  }
  heading('Tests');
  const start = performance.now();
  const { passed, failed, exitCode } = await runJest(root, process.argv.slice(2));
  const testsPassed = exitCode === 0 && failed === 0 && passed > 0;
  summary.push(`${testsPassed ? 'passed' : 'FAILED'}  Tests (${secondsSince(start)})${passed + failed === 0 ? ': no test ran' : ''}`);

  heading('Summary');
  console.log(summary.join('\n'));
  console.log(`${passed} passed, ${failed} failed`);
  if (!sound || !testsPassed) process.exitCode = 1;
}

await runMain(main);

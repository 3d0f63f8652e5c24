import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { DeterminismViolationError } from '@temporalio/workflow';
import { Worker } from '@temporalio/worker';
import { bundleWorkflows } from '../apps/worker/hosting/workflow-bundle.js';
import { quietRuntime } from '../apps/worker/testing/quiet-runtime.js';
import { Recorder } from '../apps/worker/testing/recorder.js';
import { RECORDINGS } from '../apps/worker/testing/recordings.js';

/**
 * Flows that are running while the service is updated go on with the new code: it must take the same steps for everything
 * that has happened. A change that fails here needs a `patched` marker. New histories: RECORD_HISTORIES=1 with this spec.
 */
const FOLDER = fileURLToPath(new URL('./histories/', import.meta.url));
const names = Object.keys(RECORDINGS);

const load = (name: string): string => readFileSync(`${FOLDER}${name}.json`, 'utf8');

describe('saved histories', () => {
  let workflowBundle: WorkflowBundleWithSourceMap;

  beforeAll(async () => {
    quietRuntime();
    workflowBundle = await bundleWorkflows();
    if (process.env['RECORD_HISTORIES'] !== '1') return;
    const recorder = await Recorder.start(workflowBundle);
    for (const [name, recording] of Object.entries(RECORDINGS)) writeFileSync(`${FOLDER}${name}.json`, await recorder.record(recording));
    await recorder.close();
  });

  const replay = async (name: string, text: string): Promise<void> => Worker.runReplayHistory({ workflowBundle }, historyFromJSON(JSON.parse(text)), name);

  it('are there for every recording, and no others', () => {
    expect(readdirSync(FOLDER).sort()).toEqual(names.map((name) => `${name}.json`).sort());
  });

  it.each(names)('%s replays', async (name) => {
    await expect(replay(name, load(name))).resolves.toBeUndefined();
  });

  it('fail when the code takes another step', async () => {
    const text = load('bulk-sync.side-by-side').replaceAll('"readWish"', '"readWishes"');
    await expect(replay('changed', text)).rejects.toThrow(DeterminismViolationError);
  });

  it.each(names)('%s tells nothing about a person or a machine', (name) => {
    const text = load(name);
    const payloads = [...text.matchAll(/"data": "([^"]*)"/gu)].map((match) => Buffer.from(match[1] ?? '', 'base64').toString());
    const found = [text, ...payloads].flatMap((one) => one.match(/[\w.+-]+@[\w-]+\.[a-z]{2,}|"identity": "(?!recorder")[^"]*"|file:|\.[jt]s:\d/gu) ?? []);
    expect(found).toEqual([]);
  });
});

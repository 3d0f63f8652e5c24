/**
 * The ceiling: one Node process with undici and pg, nothing else. Copies the whole shop into the tables of the service, one
 * pipelined transaction a page, then prints one line of JSON. Started by the benchmark; the task comes in BASELINE_TASK.
 */
import type { Target } from './page-rows.js';
import { PageWriter } from './page-writer.js';
import { copyPart, type BaselinePart, type Counts } from './pass.js';
import { ShopReader } from './shop-reader.js';
import { STREAMS } from './streams.js';

/** What the benchmark hands over. */
export type BaselineTask = {
  readonly databaseUrl: string;
  readonly shop: { readonly url: string; readonly key: string };
  readonly target: Target;
  readonly parts: readonly BaselinePart[];
  /** Requests in flight at most; as many connections to the database. */
  readonly inFlight: number;
};

/** What it answers. Seconds run from the first request to the last commit; CPU is this process alone. */
export type BaselineResult = Counts & { readonly seconds: number; readonly cpuSeconds: number; readonly peakRssMb: number; readonly requests: number };

async function run(task: BaselineTask): Promise<BaselineResult> {
  const reader = new ShopReader(task.shop.url, task.shop.key, task.inFlight);
  const writers = await Promise.all(Array.from({ length: task.inFlight }, () => PageWriter.open(task.databaseUrl, task.target)));
  const counts: Counts = { read: 0, written: 0, pages: 0 };
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  for (const stream of STREAMS) {
    const parts = task.parts.filter((part) => part.stream === stream.name);
    await Promise.all(
      writers.map(async (writer) => {
        for (let part = parts.shift(); part !== undefined; part = parts.shift()) await copyPart(reader, writer, stream, part, task.target.integrationId, counts);
      }),
    );
  }
  const seconds = (performance.now() - started) / 1_000;
  const cpu = process.cpuUsage(cpuBefore);
  await Promise.all(writers.map((writer) => writer.close()));
  await reader.close();
  return { ...counts, seconds, cpuSeconds: (cpu.user + cpu.system) / 1e6, peakRssMb: process.resourceUsage().maxRSS / 1_024, requests: reader.requests };
}

const task = JSON.parse(process.env['BASELINE_TASK'] ?? 'null') as BaselineTask | null;
if (task === null) throw new Error('BASELINE_TASK is not set; run "npm run bench -- backfill".');
process.stdout.write(`${JSON.stringify(await run(task))}\n`);

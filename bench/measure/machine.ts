import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';

/** What the figures were taken on. */
export type Machine = { readonly cores: number; readonly processor: string; readonly memoryGb: number; readonly system: string; readonly node: string; readonly loadBefore: number };

export function machine(): Machine {
  return {
    cores: availableParallelism(),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.versions.node,
    loadBefore: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
}

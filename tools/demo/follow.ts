import { setTimeout as pause } from 'node:timers/promises';
import { readJournal } from './baselinker/journal.js';
import type { Rest } from './rest.js';
import type { Run } from './run-view.js';

export const FOLLOW_EVERY_MS = 30_000;
const LOOK_MS = 500;

/** Asks for a look at the shop and waits for the recurring run this brings. */
export async function followOnce(rest: Rest, integrationId: string, seen: ReadonlySet<string>): Promise<Run> {
  await rest.post(`/integrations/${integrationId}/sync-now`);
  for (;;) {
    const { items } = await rest.get<{ items: readonly Run[] }>(`/runs?integrationId=${integrationId}&kind=recurring&limit=20`);
    const fresh = items.find((run) => run.ended && !seen.has(run.id));
    if (fresh) return fresh;
    await pause(LOOK_MS);
  }
}

/** Ended runs of an integration, oldest first. */
export async function endedRuns(rest: Rest, integrationId: string): Promise<Run[]> {
  const { items } = await rest.get<{ items: readonly Run[] }>(`/runs?integrationId=${integrationId}&limit=100`);
  return items.filter((run) => run.ended).reverse();
}

async function reported(log: (line: string) => void, look: () => Promise<string>): Promise<void> {
  try {
    log(await look());
  } catch (error) {
    log(`Not followed this time: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Integrations that are followed: those asked to look, and those whose journal is followed by itself. */
type Followed = { readonly polled: readonly string[]; readonly journals: readonly string[] };

/** Follows the shops until the demo is stopped. A service that is away for a while is reported, not given up. */
export async function keepFollowing(rest: Rest, { polled, journals }: Followed, log: (line: string) => void): Promise<never> {
  const seen = new Set((await Promise.all(polled.map((id) => endedRuns(rest, id)))).flat().map((run) => run.id));
  for (;;) {
    await pause(FOLLOW_EVERY_MS);
    for (const id of polled) {
      await reported(log, async () => {
        const run = await followOnce(rest, id, seen);
        seen.add(run.id);
        return `Followed ${run.integration.name}: ${run.state}, ${run.total.read} records read, ${run.total.written} written`;
      });
    }
    for (const id of journals) {
      await reported(log, async () => {
        const { state, day } = await readJournal(rest, id);
        return `The journal of BaseLinker is followed (${state}): ${String(day?.looks ?? 0)} looks, ${String(day?.entries ?? 0)} entries, ${String(day?.records ?? 0)} orders asked for`;
      });
    }
  }
}

import { Problem } from '#tools/problem.js';
import { waitUntil } from '#tools/processes.js';
import { askOne } from '../measure/database.js';
import type { Launched } from './launch.js';

/** Follows the shop once and waits until no run of the integration is unfinished: what is measured next is alone. */
export async function followOnce({ rest, databaseUrl }: Launched, integrationId: string, limitMs: number): Promise<void> {
  await rest.call('POST', `/integrations/${integrationId}/sync-now`, {});
  const quiet = async (): Promise<boolean> => {
    const { followed, open } = await askOne<{ followed: number; open: number }>(
      databaseUrl,
      `select count(*) filter (where kind = 'recurring' and ended_at is not null)::int as followed, count(*) filter (where ended_at is null)::int as open from run where integration_id = $1`,
      [integrationId],
    );
    return followed > 0 && open === 0;
  };
  if (!(await waitUntil(quiet, limitMs))) throw new Problem(`The integration was not quiet within ${String(limitMs / 1_000)} s.`);
}

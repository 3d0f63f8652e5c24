import { newId } from '#libs/domain/ids.js';
import { Problem } from '#tools/problem.js';
import { waitUntil } from '#tools/processes.js';
import { askOne } from '../measure/database.js';
import type { House } from './house.js';

/** What a confirmation shows. */
export type Counts = { readonly people: number; readonly contacts: Readonly<Record<string, number>>; readonly consents: Readonly<Record<string, number>>; readonly events: Readonly<Record<string, number>>; readonly excluded: Readonly<Record<string, number>>; readonly records: Readonly<Record<string, number>> };

export type Export = { readonly id: string; readonly counts: Counts; readonly countedSeconds: number };

const COUNT_LIMIT_MS = 10 * 60_000;

export const exportState = async (house: House, id: string): Promise<string> => (await askOne<{ state: string }>(house.launched.databaseUrl, `select state from route_export where id = $1`, [id])).state;

/** Has an export counted, as its preview for the confirmation. @throws Problem when that takes too long */
export async function countExport(house: House, routeId: string): Promise<Export> {
  const [id, startedAt] = [newId(), performance.now()];
  await house.dataSource.query(`insert into route_export (id, workspace_id, route_id, state, options_version) values ($1, $2, $3, 'counting', 0)`, [id, house.workspaceId, routeId]);
  await house.wake();
  if (!(await waitUntil(async () => (await exportState(house, id)) === 'counted', COUNT_LIMIT_MS))) throw new Problem('The export was not counted in time.');
  const { counts } = await askOne<{ counts: Counts }>(house.launched.databaseUrl, `select counts from route_export where id = $1`, [id]);
  return { id, counts, countedSeconds: Math.round((performance.now() - startedAt) / 100) / 10 };
}

/** Confirms it: from now on it is delivered. */
export async function confirmExport(house: House, routeId: string, id: string): Promise<void> {
  await house.dataSource.transaction(async (manager) => {
    await manager.query(`update route_export set state = 'running', confirmed_at = now(), confirmed_by = 'bench' where id = $1`, [id]);
    await manager.query(`update route set exported_from = coalesce(exported_from, now()) where id = $1`, [routeId]);
  });
  await house.wake();
}

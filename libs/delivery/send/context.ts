import type { DeliveryEngine } from '../engine.js';
import type { DestinationRow, RouteRow } from '../rows.js';
import type { OpenDestination } from './open-destination.js';

/** What one step of a destination works with. */
export type SendContext = {
  readonly engine: DeliveryEngine;
  readonly destination: DestinationRow;
  /** Hash of the outside account. */
  readonly account: string;
  readonly open: OpenDestination;
  /** Routes by id. */
  readonly routes: ReadonlyMap<string, RouteRow>;
  readonly signal: AbortSignal;
};

/** Whether deliveries may still go: asked before each few calls, so that a pause is exact. */
export async function mayGoOn({ engine, destination, signal }: SendContext): Promise<boolean> {
  if (signal.aborted) return false;
  const [row] = await engine.sync.dataSource.query<{ go: boolean }[]>(`select desired = 'run' and state = 'ready' and deleted_at is null as go from destination where id = $1`, [destination.id]);
  return row?.go === true;
}

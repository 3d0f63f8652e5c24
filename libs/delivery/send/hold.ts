import type { DataSource } from 'typeorm';
import type { Failure } from '#libs/domain/failure.js';
import type { DeliveryEngine } from '../engine.js';

/** A setting that is wrong stays wrong until somebody changes it; this look is for what they changed at the destination. */
const CONFIGURATION_MS = 15 * 60_000;

/** Shows why nothing moves, and says for how long; refused credentials wait for a person. Everything that waits keeps waiting. */
export async function holdDestination(engine: DeliveryEngine, destinationId: string, failure: Failure): Promise<number> {
  const asks = failure.waitsForAuthentication;
  const waitMs = asks ? 0 : failure.kind === 'configuration_invalid' ? CONFIGURATION_MS : (failure.retryAfterMs ?? engine.tuning.retryMs);
  const problem = { ...failure.toJSON(), until: asks ? null : new Date(engine.sync.nowMs() + waitMs).toISOString() };
  await engine.sync.dataSource.query(
    `update destination set problem = $2::jsonb, updated_at = now(), state = case when $3 and state = 'ready' then 'needs_authentication' else state end where id = $1`,
    [destinationId, JSON.stringify(problem), asks],
  );
  return waitMs;
}

/** What it waited for is over. */
export async function clearProblem(dataSource: DataSource, destinationId: string, delivered: boolean): Promise<void> {
  await dataSource.query(
    `update destination set problem = case when state = 'ready' then null else problem end, last_delivery_at = case when $2 then now() else last_delivery_at end where id = $1 and (problem is not null or $2)`,
    [destinationId, delivered],
  );
}

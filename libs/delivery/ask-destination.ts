import { isFailure } from '#libs/domain/failure.js';
import type { JsonObject } from '#libs/domain/words.js';
import type { DeliveryEngine } from './engine.js';
import { findDestination } from './rows.js';
import { openDestination } from './send/open-destination.js';

export type DestinationQuestion = { readonly destinationId: string; readonly secretName: string; readonly question: 'check' | 'shops' };

/**
 * Asks a destination for its tick list (`{ failure, report, accountKey, address }`) or its e-shops (`{ failure, shops }`). Never
 * throws what the destination says.
 */
export async function askDestination(engine: DeliveryEngine, input: DestinationQuestion, signal: AbortSignal): Promise<JsonObject> {
  const row = await findDestination(engine.sync.dataSource, input.destinationId);
  if (row === null) return { failure: null, report: null, shops: [], accountKey: null, address: null };
  try {
    const open = await openDestination(engine, row, input.secretName);
    try {
      if (input.question === 'shops') return { failure: null, shops: (await open.live.shops(open.definition.locations(open.settings), signal)).map((shop) => ({ ...shop })) };
      const report = await open.live.check(signal);
      return { failure: null, report: { ticks: report.ticks.map((tick) => ({ ...tick })), facts: report.facts }, accountKey: open.accountKey, address: open.address };
    } finally {
      await open.close();
    }
  } catch (error) {
    if (!isFailure(error)) throw error;
    return { failure: { ...error.toJSON(), retryAfterMs: error.retryAfterMs }, report: null, shops: [], accountKey: null, address: null };
  }
}

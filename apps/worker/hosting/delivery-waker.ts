import type { DataSource } from 'typeorm';
import { wakeDelivery } from '#libs/temporal/deliveries.js';
import type { TemporalClient } from '#libs/temporal/connect.js';
import type { EngineLogger } from '#libs/sync/engine.js';
import { destinationsOf } from '../housekeeping/destination-owners.js';

/** Many pages in a row are one reason to look. */
const GATHER_MS = 300;

export type DeliveryWaker = { wake(integrationId: string): void; stop(): void };

/** Wakes the flows that deliver what an integration has brought. Best effort: the reconciler finds what was missed. */
export function startDeliveryWaker(dataSource: () => DataSource | null, temporal: TemporalClient, logger: EngineLogger): DeliveryWaker {
  const waiting = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  const flush = async (): Promise<void> => {
    timer = null;
    const ids = [...waiting];
    waiting.clear();
    const source = dataSource();
    if (source === null) return;
    for (const id of ids) {
      for (const owner of await destinationsOf(source, id)) await temporal.call((client) => wakeDelivery(client, owner));
    }
  };
  return {
    wake: (integrationId) => {
      waiting.add(integrationId);
      timer ??= setTimeout(() => void flush().catch((error: unknown) => logger.warn({ err: error }, 'deliveries could not be woken')), GATHER_MS);
    },
    stop: () => {
      if (timer !== null) clearTimeout(timer);
    },
  };
}

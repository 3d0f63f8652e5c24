import type { World } from '../world/world.js';
import { whole, wholes, type Parameters } from './parameters.js';

export function getJournalList(world: World, parameters: Parameters): Readonly<Record<string, unknown>> {
  const { behaviour } = world;
  const filter = { from: whole(parameters, 'last_log_id') ?? 0, types: wholes(parameters, 'logs_types'), orderId: whole(parameters, 'order_id') };
  return { logs: world.journal.read(filter, behaviour).map(({ id, type, orderId, objectId, date }) => ({ [behaviour.logIdField]: id, log_type: type, order_id: orderId, object_id: objectId, date })) };
}

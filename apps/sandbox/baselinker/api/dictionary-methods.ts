import { EXTRA_FIELDS, sourcesOf, STATUSES } from '../world/dictionaries.js';
import type { World } from '../world/world.js';
import { mapOf } from '../render/values.js';

type Answered = Readonly<Record<string, unknown>>;

export function getOrderSources({ settings, behaviour }: World): Answered {
  return { sources: Object.fromEntries(Object.entries(sourcesOf(settings.shops)).map(([source, accounts]) => [source, mapOf(behaviour, accounts)])) };
}

export function getOrderStatusList(): Answered {
  return { statuses: STATUSES.map(({ id, name, nameForCustomer, color, groupId, primary }) => ({ id, name, name_for_customer: nameForCustomer, color, group_id: groupId, is_primary: primary })) };
}

export function getOrderExtraFields(): Answered {
  return { extra_fields: EXTRA_FIELDS };
}

import type { DamageKind } from '../world/model.js';
import { damageProduct } from '../world/product-changes.js';
import type { World } from '../world/world.js';

export const DAMAGE_KINDS = ['bad-date', 'bad-total', 'bad-type', 'no-id'] as const satisfies readonly DamageKind[];

/** Spoils one record, or heals it (null). @throws Error when there is no such record */
export function damage(world: World, resource: 'clients' | 'orders' | 'newsletter' | 'products', id: number, kind: DamageKind | null): void {
  if (resource === 'products') {
    damageProduct(world, id, kind);
    return;
  }
  if (resource === 'newsletter' && id > 0) {
    const client = world.clients.need(id);
    if (kind === null) delete client.newsletterDamage;
    else client.newsletterDamage = kind;
    return;
  }
  const row = resource === 'newsletter' ? world.subscribers[-id - 1] : world[resource].need(id);
  if (row === undefined) throw new Error(`There is no row ${String(id)} without an account`);
  if (kind === null) delete row.damage;
  else row.damage = kind;
}

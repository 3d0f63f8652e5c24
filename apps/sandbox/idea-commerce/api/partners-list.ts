import { partnerRow } from '../render/partner-row.js';
import { damagedRow } from '../world/damage.js';
import type { Partner } from '../world/model.js';
import type { World } from '../world/world.js';
import { emailTest } from './contacts.js';
import { idsOf } from './ids.js';
import { pageOf, spanOf } from './paging.js';
import type { Query } from './query.js';

const polish = new Intl.Collator('pl');

/** GET /v2/partners: by id and e-mail alone. @throws Invalid, Broken */
export function listPartners(world: World, query: Query): Readonly<Record<string, unknown>> {
  const { behaviour, partners } = world;
  const span = spanOf(query, behaviour);
  const id = query.whole('id');
  const email = query.text('email');
  query.check();
  const fits = email === null ? (): boolean => true : emailTest(email, behaviour);
  const all = id !== null ? idsOf(partners, id) : behaviour.partnerOrder === 'id' ? partners.list() : partners.sorted('name', byName);
  return pageOf('partners', all.filter((partner) => fits(partner.email)), span, behaviour, (partner) => {
    const row = partnerRow(world, partner);
    const damage = world.damageOf('partners', partner.id);
    return damage === undefined ? row : damagedRow(row, damage);
  });
}

function byName(a: Partner, b: Partner): number {
  return polish.compare(a.name ?? '\uffff', b.name ?? '\uffff') || b.id - a.id;
}

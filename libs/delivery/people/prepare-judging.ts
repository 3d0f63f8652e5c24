import type { Queryable } from '#libs/security/queryable.js';
import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import type { DestinationDefinition } from '#libs/destinations/sdk/destination.js';
import { addressRules } from '#libs/domain/email.js';
import type { PreviousConsent } from '#libs/domain/relay/observed.js';
import { findFacts, type Fact } from '../consider/facts.js';
import { findHeld, type Asked } from '../duplicates/find-held.js';
import type { RouteRow } from '../rows.js';
import { prepareBuilding } from './building.js';
import { contactOnlyOrders } from './journal-causes.js';
import type { Judging } from './judge-person.js';
import { findKinship, namedIn, NO_KIN } from './kinship.js';
import type { Loaded } from './load-people.js';

type ConsentRow = { readonly address: string; readonly channel: string; readonly state: PreviousConsent['state']; readonly observedMs: number };

/** Another shop in the options is a look elsewhere: what was said there before is as old as what was known here. */
const CONSENTS = `select c.address, c.channel, c.state, (extract(epoch from greatest(c.observed_at, r.shop_since)) * 1000)::float8 as "observedMs"
  from routed_consent c join route r on r.id = c.route_id where c.route_id = $1 and c.address = any($2::text[])`;
/** Births the platform has told of are kept by themselves, and are judged anew. */
const FAMILIES = `select record_id from route_exclusion where route_id = $1 and record_id = any($2::uuid[]) and reason = 'family_sent' and detail is null`;

/** Orders whose purchase nobody has told. */
function untold({ person, records }: Loaded, facts: ReadonlyMap<string, Fact>): Asked[] {
  const ids = new Map(records.flatMap((record) => (record.kind === 'order' ? [[record.externalId, record.recordId]] : [])));
  return person.orders.flatMap(({ record }) => {
    const recordId = ids.get(record.externalId);
    return recordId === undefined || facts.has(`PURCHASE:${record.externalId}`) ? [] : [{ recordId, address: person.address, order: record }];
  });
}

export type JudgingInput = { readonly route: RouteRow; readonly account: string; readonly destination: DestinationDefinition; readonly connector: ConnectorDefinition; readonly nowMs: number;
  /** Orders and products beyond those of the people: baskets have some of their own. */
  readonly more?: { readonly orderIds: readonly string[]; readonly productIds: readonly string[] } };

/** Reads everything that decides about these people: what was delivered, what was agreed to, products and names. */
export async function prepareJudging(db: Queryable, { route, account, destination, connector, nowMs, more }: JudgingInput, people: ReadonlyMap<string, Loaded>): Promise<Judging> {
  const persons = [...people.values()];
  const orders = persons.flatMap(({ person }) => person.orders.map((one) => one.record.externalId));
  const kinship = connector.journal === undefined ? NO_KIN : await findKinship(db, route, orders);
  const facts = await findFacts(db, account, route, [...orders, ...namedIn(kinship), ...(more?.orderIds ?? [])]);
  const consents = await db.query<ConsentRow[]>(CONSENTS, [route.id, [...people.keys()]]);
  const families = await db.query<{ record_id: string }[]>(FAMILIES, [route.id, persons.flatMap(({ records }) => records.map((record) => record.recordId))]);
  return {
    route, destination, nowMs, facts, kinship,
    contactOnly: await contactOnlyOrders(db, route, account, connector, orders),
    building: await prepareBuilding(db, route, connector, destination, persons.map(({ person }) => person), more?.productIds ?? []),
    addresses: addressRules(route.generic, route.allegro_domains),
    held: await findHeld(db, { route, account }, persons.flatMap((loaded) => untold(loaded, facts))),
    families: new Set(families.map((row) => row.record_id)),
    consents: new Map(consents.map((row) => [`${row.address}\n${row.channel}`, { state: row.state, observedMs: row.observedMs }])),
  };
}

import type { RemoteContact } from '#libs/destinations/sdk/destination.js';
import type { Judging } from '../people/judge-person.js';
import { loadPeople, type Loaded } from '../people/load-people.js';
import { prepareJudging, type JudgingInput } from '../people/prepare-judging.js';
import type { SendContext } from './context.js';
import type { Unit } from './due-people.js';
import type { UnitInput } from './plan-unit.js';
import { findKnowledge, noteReads, type Knowledge } from './remote-knowledge.js';

type Former = { readonly address: string; readonly routeId: string; readonly recordId: string; readonly mine: boolean; readonly others: boolean };

/** The record led to its former address: whatever was delivered there was of it too, whichever of its orders came last. */
const FORMER = `select x.address, x.route_id as "routeId", x.record_id as "recordId",
    exists (select 1 from delivery d where d.route_id = x.route_id and d.address = x.address and d.kind = 'contact' and d.delivered > 0) as mine,
    exists (select 1 from routed_record t where t.route_id = x.route_id and t.address = x.address and t.record_id <> x.record_id) as others
  from jsonb_to_recordset($1::jsonb) as x(route_id uuid, address text, record_id uuid)`;

const renamesOf = (unit: Unit): { address: string; recordId: string } | null => {
  const row = unit.rows.find((one) => one.wish?.renameFrom !== undefined);
  return row?.wish?.renameFrom === undefined ? null : { address: row.wish.renameFrom, recordId: row.recordId };
};

async function findFormer(context: SendContext, units: readonly Unit[]): Promise<Map<string, Former>> {
  const asked = units.flatMap((unit) => {
    const rename = renamesOf(unit);
    return rename === null ? [] : [{ route_id: unit.routeId, address: rename.address, record_id: rename.recordId }];
  });
  if (asked.length === 0) return new Map();
  const rows = await context.engine.sync.dataSource.query<Former[]>(FORMER, [JSON.stringify(asked)]);
  return new Map(rows.map((row) => [`${row.routeId}\n${row.address}`, row]));
}

/** Reads contacts in the portions the destination allows, and remembers what was seen. */
export async function readRemote({ engine, account, open, signal }: SendContext, addresses: readonly string[]): Promise<Map<string, RemoteContact>> {
  const found = new Map<string, RemoteContact>();
  const asked = [...new Set(addresses)];
  for (let at = 0; at < asked.length; at += open.definition.limits.read) {
    for (const [address, contact] of await open.live.readContacts(asked.slice(at, at + open.definition.limits.read), signal)) found.set(address, contact);
  }
  await noteReads(engine.sync.dataSource, account, found.values());
  return found;
}

/** People of a route by what it is now; nobody where it was deleted meanwhile. */
export async function loadRouted({ engine, routes }: SendContext, routeId: string, addresses: readonly string[]): Promise<Map<string, Loaded>> {
  const route = routes.get(routeId);
  return route === undefined ? new Map() : await loadPeople(engine.sync.dataSource, route, addresses);
}

export async function judgePeople(context: SendContext, routeId: string, people: ReadonlyMap<string, Loaded>, more?: JudgingInput['more']): Promise<Judging | null> {
  const { engine, destination, account, routes } = context;
  const route = routes.get(routeId);
  if (route === undefined) return null;
  const [definition, connector] = [engine.destinations(destination.kind), engine.sync.connectors(route.platform)];
  return prepareJudging(engine.sync.dataSource, { route, account, destination: definition, connector, nowMs: engine.sync.nowMs(), ...(more === undefined ? {} : { more }) }, people);
}

const NOBODY: Knowledge['opt']['email'] = { deliveredByUs: false, createdByUsMs: null, createdWithFlags: false, seenOptedIn: false, callback: null, optedOutReads: 0, firstOptedOutMs: null, lastOptedOutMs: null };
const UNKNOWN: Knowledge = { contactId: null, deliveredByUs: false, deliveredMs: null, opt: { email: NOBODY, sms: NOBODY } };

/** Everything that decides about some units, as it is at this moment here and there. */
export async function lookAtPeople(context: SendContext, units: readonly Unit[]): Promise<UnitInput[]> {
  const { dataSource } = context.engine.sync;
  const former = await findFormer(context, units);
  const remote = await readRemote(context, [...units.map((unit) => unit.address), ...[...former.values()].map((one) => one.address)]);
  // After the read, which counts as one of the looks.
  const knowledge = await findKnowledge(dataSource, context.account, [...units.map((unit) => unit.address), ...[...former.values()].map((one) => one.address)]);
  const inputs: UnitInput[] = [];
  for (const [routeId, own] of Map.groupBy(units, (unit) => unit.routeId)) {
    const people = await loadRouted(context, routeId, own.map((unit) => unit.address));
    const judging = await judgePeople(context, routeId, people);
    if (judging === null) continue;
    for (const unit of own) {
      const rename = renamesOf(unit);
      const before = rename === null ? undefined : former.get(`${routeId}\n${rename.address}`);
      inputs.push({
        judging, unit, loaded: people.get(unit.address) ?? null, remote: remote.get(unit.address) ?? null, knowledge: knowledge.get(unit.address) ?? UNKNOWN,
        former: before === undefined ? null : { address: before.address, remote: remote.get(before.address) ?? null, deliveredFromThisRecord: before.mine, othersCarryIt: before.others, knowledge: knowledge.get(before.address) ?? UNKNOWN },
      });
    }
  }
  return inputs;
}

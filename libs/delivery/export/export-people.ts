import type { Queryable } from '#libs/security/queryable.js';
import type { DeliveryEngine } from '../engine.js';
import { lockPlanning } from '../consider/lock-planning.js';
import { putConsents } from '../consider/put-consents.js';
import { writeEffects } from '../consider/write-effects.js';
import type { Effect } from '../consider/effects.js';
import { addressVerdict, consentEffects, contactEffect, orderEffects, type ConsentNow, type Judging } from '../people/judge-person.js';
import { loadPeople, type Loaded } from '../people/load-people.js';
import { prepareJudging } from '../people/prepare-judging.js';
import type { DestinationRow, RouteRow } from '../rows.js';
import { BACKLOG } from './backlog.js';
import { moveExport, NO_COUNTS, type ExportCounts, type ExportRow } from './export-row.js';
import { ExportMoved, ignoreMoved } from './route-records.js';

const PAGE = 200;

const NEXT = `select distinct address from routed_record where route_id = $1 and address > $2 order by address limit ${String(PAGE)}`;

type PersonEffects = { readonly effects: readonly Effect[]; readonly now: readonly ConsentNow[] };

/** Everything one person leads to. Orders from before the route say nothing, and are not listed one by one: there may be a million. */
function effectsOf(judging: Judging, { person, records }: Loaded): PersonEffects {
  const first = [...records].sort((a, b) => (a.recordId < b.recordId ? -1 : 1)).find((record) => record.kind === 'customer') ?? records[0];
  if (first === undefined) return { effects: [], now: [] };
  const subject = { person, record: first, silent: true };
  const verdict = addressVerdict(judging, person);
  const consents = consentEffects(judging, subject, verdict);
  const orders = verdict.send !== true ? [] : records.filter((record) => record.kind === 'order').flatMap((record) => orderEffects(judging, { ...subject, record }, verdict));
  return {
    effects: [contactEffect(judging, subject, verdict, null), ...consents.effects, ...orders.filter((effect) => effect.verdict.send !== false || effect.verdict.reason !== 'before_route')],
    now: consents.now,
  };
}

const more = (counts: Readonly<Record<string, number>>, name: string): Record<string, number> => ({ ...counts, [name]: (counts[name] ?? 0) + 1 });

/** Adds one person to what the confirmation shows. */
export function countPerson(counts: ExportCounts, { person }: Loaded, effects: readonly Effect[]): ExportCounts {
  let next: ExportCounts = { ...counts, people: counts.people + 1 };
  const contact = effects.find((effect) => effect.kind === 'contact');
  if (contact?.verdict.send === false) next = { ...next, excluded: more(next.excluded, contact.verdict.reason) };
  else {
    const isAccount = person.customers.some((one) => !one.gone && one.record.standing === 'account');
    const kind = isAccount ? 'accounts' : person.customers.length + person.orders.length > 0 ? 'withoutAccount' : 'subscribers';
    next = { ...next, contacts: { ...next.contacts, [kind]: next.contacts[kind] + 1 } };
  }
  for (const effect of effects) {
    if (effect.verdict.send !== true) continue;
    if (effect.kind === 'consent') next = { ...next, consents: more(next.consents, effect.key.slice('consent:'.length)) };
    if (effect.kind === 'event') next = { ...next, events: more(next.events, effect.eventType ?? '') };
  }
  return next;
}

async function hasRoom(db: Queryable, destinationId: string): Promise<boolean> {
  const [row] = await db.query<{ waiting: number }[]>(`select count(*)::int as waiting from (select 1 from delivery where destination_id = $1 and silent and kind <> 'event' and state = 'pending' order by id limit ${String(BACKLOG)}) w`, [destinationId]);
  return (row?.waiting ?? 0) < BACKLOG;
}

async function isDelivered(db: Queryable, routeId: string): Promise<boolean> {
  const rows = await db.query<unknown[]>(`select 1 from delivery where route_id = $1 and silent and state in ('pending', 'sending', 'confirming', 'unknown') limit 1`, [routeId]);
  return rows.length === 0;
}

/** Counts, or hands over, the next people of an export. @returns how many were dealt with; 0: the pace has to let some go first */
export async function exportPeople(engine: DeliveryEngine, destination: DestinationRow, route: RouteRow, row: ExportRow): Promise<number> {
  const { dataSource, nowMs } = engine.sync;
  const running = row.state === 'running';
  if (running && !(await hasRoom(dataSource, destination.id))) return 0;
  const addresses = (await dataSource.query<{ address: string }[]>(NEXT, [route.id, row.cursor?.after ?? ''])).map((one) => one.address);
  const ended = addresses.length === 0;
  if (running && ended && !(await isDelivered(dataSource, route.id))) return 0;
  const [connector, definition] = [engine.sync.connectors(route.platform), engine.destinations(destination.kind)];
  const asked = running || row.history_ms === null ? route : { ...route, events_from_ms: Math.min(route.events_from_ms, row.history_ms) };
  await dataSource.transaction(async (manager) => {
    if (running) await lockPlanning(manager, route.id);
    const people = await loadPeople(manager, route, addresses);
    const judging = await prepareJudging(manager, { route: asked, account: destination.account ?? '', destination: definition, connector, nowMs: nowMs() }, people);
    let counts = row.counts ?? NO_COUNTS;
    const all = [...people.values()].filter(({ records }) => records.length > 0).map((loaded) => ({ loaded, ...effectsOf(judging, loaded) }));
    if (running) {
      await writeEffects(manager, route, all.flatMap((one) => one.effects));
      await putConsents(manager, route, all.flatMap((one) => one.now));
    } else for (const { loaded, effects } of all) counts = countPerson(counts, loaded, effects);
    const cursor = ended ? row.cursor : { phase: 'people' as const, after: addresses.at(-1) ?? '' };
    const moved = await moveExport(manager, row, running
      ? { cursor, handedOver: row.handed_over + addresses.length, ...(ended ? { state: 'done' as const } : {}) }
      : { cursor: ended ? null : cursor, counts, ...(ended ? { state: 'counted' as const } : {}) });
    if (!moved) throw new ExportMoved();
  }).catch(ignoreMoved);
  return Math.max(1, addresses.length);
}

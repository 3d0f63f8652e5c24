import type { Lifetime } from '#tools/lifetime.js';
import type { Log } from '#tools/progress.js';
import { Random } from '../kill/random.js';
import { ask, askOne, serverVersion } from '../measure/database.js';
import { addRoute, openHouse, type House } from './house.js';
import { killAtMarks, type Kill } from './killer.js';
import { ledgerFaults, readLedgers, type Ledgers } from './ledgers.js';
import { measureLoops, type LoopFigures } from './loop-side.js';
import type { DeliveryOptions } from './options.js';
import { customerRecord, emailOf, expectedContact, expectedEvent, isOld, orderRecord, type Dates } from './people.js';
import { plant } from './plant.js';
import { ProgressWatch } from './progress.js';
import { compareContacts, compareEvents, type Truth } from './truth.js';
import { untilDelivered } from './until-delivered.js';

export type FaultsCell = {
  readonly tuning: object;
  readonly finished: boolean;
  readonly seconds: number;
  readonly perSecond: number;
  readonly kills: readonly Kill[];
  /** By path and kind. */
  readonly lost: Readonly<Record<string, number>>;
  readonly events: { readonly calls: number; readonly verifiedByReading: number; readonly resent: number };
  readonly requests: Readonly<Record<string, number>>;
  readonly truth: Truth;
  readonly contactsNotAsBuilt: readonly string[];
  readonly counters: Readonly<Record<string, number>>;
  readonly ledgers: Ledgers;
  readonly server: string;
  readonly loops: readonly LoopFigures[];
  readonly broken: readonly string[];
};

/** How long before now the route began: all planted orders are placed in between. */
const ROUTE_AGE_MS = 2 * 3_600_000;
const ADD_EVENT = 'v2/contact/addContactExtEvent';
const PANEL_CLIENTS = 10;
/** Lost reads stop the whole destination for this long; in production for 30 s, which would measure nothing but waiting. */
const RETRY_MS = 1_000;

/** Events whose answer never came, and which were found by reading: no id came back with them. */
const VERIFIED = `select count(*)::int as count from delivered_fact where state = 'sent' and remote_id is null`;

async function deliverUnderFire(house: House, options: DeliveryOptions, dates: Dates, log: Log): Promise<Omit<FaultsCell, 'tuning' | 'loops' | 'broken' | 'server'>> {
  const { account } = house;
  const { events, people } = options;
  const routeId = await addRoute(house, dates.routeStartMs);
  await account.resetStats();
  await account.loseAnswers(options.lostPercent / 100, options.seed);
  const startedAt = performance.now();
  const watch = new ProgressWatch(house, routeId);
  let over = false;
  const killer = killAtMarks({ house, watch, random: new Random(options.seed), kills: options.kills, total: people + events, ended: () => over, log });
  await plant(house, 'customer', 'by-id', people, (index) => customerRecord(index, dates, false));
  await house.wake();
  await plant(house, 'order', 'by-id', events, (index) => orderRecord(index, people, dates));
  await house.wake();
  log(`${String(people)} customers and ${String(events)} orders are in the database after ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
  const finished = await untilDelivered(watch, options.limitMinutes * 60_000, log, () => watch.now.events >= events).finally(() => (over = true));
  const seconds = (performance.now() - startedAt) / 1_000;
  const kills = await killer;
  await watch.stop();
  const [stats, lost, counters] = [await account.stats(), await account.hits(), await account.counters()];
  const expected = Array.from({ length: events }, (_, index) => expectedEvent(index, people, house.code, dates));
  const persons = Array.from({ length: people }, (_, index) => ({ email: emailOf(index), expected: expectedContact(index, house.code, false) }));
  const calls = stats.byResource[ADD_EVENT] ?? 0;
  return {
    finished, seconds: Math.round(seconds * 10) / 10, perSecond: Math.round((10 * events) / seconds) / 10, kills, lost, requests: stats.byResource, counters,
    events: { calls, verifiedByReading: (await askOne<{ count: number }>(house.launched.databaseUrl, VERIFIED)).count, resent: calls - events },
    truth: await compareEvents(account, expected), contactsNotAsBuilt: await compareContacts(account, persons), ledgers: await readLedgers(house, routeId),
  };
}

function brokenIn(cell: Omit<FaultsCell, 'tuning' | 'loops' | 'broken' | 'server'>, { kills, people, limitMinutes }: DeliveryOptions): string[] {
  const { truth, counters } = cell;
  const none = (count: number, what: string): string[] => (count === 0 ? [] : [`faults: ${String(count)} ${what}`]);
  const loud = Array.from({ length: people }, (_, index) => index).filter((index) => !isOld(index)).length;
  return [
    ...(cell.finished ? [] : [`faults: not everything was delivered within ${String(limitMinutes)} minutes`]),
    ...none(truth.duplicates, 'duplicates'), ...none(truth.missing, 'purchases missing'), ...none(truth.surplus, 'purchases nobody made'), ...none(truth.different, 'purchases with other data'),
    ...none(people - truth.contacts, 'contacts missing'), ...none(cell.contactsNotAsBuilt.length, 'contacts not as built'), ...none(counters['confirmationMails'] ?? 0, 'confirmation mails'),
    ...none(Math.max(0, (counters['workflowsByContacts'] ?? 0) - loud), 'workflows started by people the shop knew before'),
    ...ledgerFaults(cell.ledgers).map((fault) => `faults: ${fault}`),
    ...(cell.kills.length === kills ? [] : [`faults: ${String(cell.kills.length)} of ${String(kills)} kills fitted into the run`]),
  ];
}

/** Purchases under lost answers and kills, then the same by a hand-written loop. */
export async function measureFaults(options: DeliveryOptions, lifetime: Lifetime, log: Log): Promise<FaultsCell> {
  const tuning = { quietMs: options.quietMs, leaseMs: options.leaseMs, retryMs: RETRY_MS };
  const dates = { routeStartMs: Date.now() - ROUTE_AGE_MS };
  const house = await openHouse({ name: 'faults', latencyMs: options.latencyMs, contactsPerMinute: 10_000, seed: options.seed, panelClients: PANEL_CLIENTS, tuning }, lifetime, log);
  try {
    const cell = await deliverUnderFire(house, options, dates, log);
    const faults = brokenIn(cell, options);
    if (!cell.finished) for (const row of await ask(house.launched.databaseUrl, OPEN)) log(`still open: ${JSON.stringify(row)}`);
    const server = await serverVersion(house.launched.databaseUrl);
    await house.close();
    return { ...cell, tuning, server, loops: await measureLoops({ options, code: house.code, dates }, lifetime, log), broken: faults };
  } finally {
    await house.close();
  }
}

const OPEN = `select kind, state, reason, attempts, checks, count(*)::int as rows from delivery where state in ('pending', 'sending', 'confirming', 'unknown') group by 1, 2, 3, 4, 5 order by 6 desc limit 10`;

import type { Lifetime } from '#tools/lifetime.js';
import type { Log } from '#tools/progress.js';
import { Random } from '../kill/random.js';
import { serverVersion } from '../measure/database.js';
import { meter, type Use } from '../measure/meter.js';
import { confirmExport, countExport, exportState, type Counts } from './export-run.js';
import { addRoute, openHouse, type House } from './house.js';
import { ledgerFaults, readLedgers, type Ledgers } from './ledgers.js';
import { listen, makeLiveChanges, type LiveChange } from './live-changes.js';
import { measureContactLoop, type LoopFigures } from './loop-side.js';
import type { DeliveryOptions } from './options.js';
import { paceOf, type Pace } from './pace.js';
import { customerRecord, emailOf, expectedContact, hasOptedIn, type Dates } from './people.js';
import { plant } from './plant.js';
import { ProgressWatch } from './progress.js';
import { compareContacts } from './truth.js';
import { untilDelivered } from './until-delivered.js';

type Measured = {
  readonly finished: boolean;
  readonly counts: Counts;
  readonly countedSeconds: number;
  readonly pace: Pace;
  /** Most contacts that came within any minute. */
  readonly mostInAMinute: number;
  /** What the account started before the first live change, and in the end. */
  readonly before: Readonly<Record<string, number>>;
  readonly after: Readonly<Record<string, number>>;
  readonly live: readonly LiveChange[];
  readonly contacts: { readonly there: number; readonly promised: number; readonly missing: number; readonly checked: number; readonly notAsBuilt: readonly string[] };
  readonly requests: Readonly<Record<string, number>>;
  readonly requestsPerContact: number;
  readonly use: Use;
  readonly ledgers: Ledgers;
};

export type ExportCell = Measured & { readonly tuning: object; readonly server: string; readonly loop: LoopFigures; readonly broken: readonly string[] };

const SILENT = 'contact/batchupsertv2';
const SPOT_CHECKS = 1_000;
const PROMISED_PERCENT = 3;
const PROMISED_SECONDS = 10;
/** As in production: how much of the pace is handed out at once. Twice that may come in a burst at the beginning. */
const PACE_MS = 5_000;
const SHORT_EXPORT_MS = 450_000;
/** IdoSell dates a registration by the day: whoever registers on the day of a route's start counts as known before. */
const ROUTE_AGE_MS = 48 * 3_600_000;

/** A short export would consist of its beginning; its bursts are as small in proportion as those of a long one. */
export function exportTuning({ contacts, contactsPerMinute }: DeliveryOptions): { readonly paceMs?: number } {
  const lastsMs = (60_000 * contacts) / contactsPerMinute;
  return lastsMs >= SHORT_EXPORT_MS ? {} : { paceMs: Math.max(50, Math.floor((PACE_MS * lastsMs) / SHORT_EXPORT_MS)) };
}

async function checkContacts(house: House, options: DeliveryOptions, promised: number): Promise<Measured['contacts']> {
  const emails = new Set(await house.account.emails());
  const random = new Random(options.seed);
  const sample = [...new Set(Array.from({ length: Math.min(SPOT_CHECKS, options.contacts) }, () => Math.floor(random.next() * options.contacts)))];
  const missing = Array.from({ length: options.contacts }, (_, index) => emailOf(index)).filter((email) => !emails.has(email)).length;
  const people = sample.map((index) => ({ email: emailOf(index), expected: expectedContact(index, house.code, hasOptedIn(index)) }));
  return { there: emails.size, promised, missing, checked: sample.length, notAsBuilt: await compareContacts(house.account, people) };
}

async function exportAll(house: House, options: DeliveryOptions, { routeStartMs }: Dates, log: Log): Promise<Measured> {
  const { account, launched } = house;
  const routeId = await addRoute(house, routeStartMs);
  const { id, counts, countedSeconds } = await countExport(house, routeId);
  const promised = Object.values(counts.contacts).reduce((sum, count) => sum + count, 0);
  log(`Counted ${String(promised)} contacts in ${countedSeconds.toFixed(1)} s; confirmed, at ${String(options.contactsPerMinute)} a minute`);
  await account.resetStats();
  const { worker, postgres, temporal } = launched.pids();
  const used = await meter({ worker, postgres, temporal }, launched.databaseUrl);
  const before = account.counters();
  await confirmExport(house, routeId, id);
  const watch = new ProgressWatch(house, routeId);
  let over = false;
  const changes = makeLiveChanges(house, watch, { each: options.liveChanges, total: promised, routeStartMs, ended: () => over });
  const finished = await untilDelivered(watch, options.limitMinutes * 60_000, log, async () => (await exportState(house, id)) === 'done').finally(() => (over = true));
  const live = await changes;
  await watch.stop();
  const [use, stats, writes] = [await used(), await account.stats(), await account.writes()];
  return {
    finished, counts, countedSeconds, pace: paceOf(writes, SILENT, options.contactsPerMinute), mostInAMinute: await account.mostContacts(60_000), before: await before, after: await account.counters(), live,
    contacts: await checkContacts(house, options, promised), requests: stats.byResource, requestsPerContact: Math.round((1_000 * stats.requests) / promised) / 1_000, use, ledgers: await readLedgers(house, routeId),
  };
}

function brokenIn(cell: Measured, options: DeliveryOptions): string[] {
  const { after, contacts, live, pace } = cell;
  const fresh = live.filter(({ who }) => who === 'new').length;
  const arrived = live.filter(({ seconds }) => seconds !== null).length;
  const slow = live.filter(({ seconds }) => seconds === null || seconds > PROMISED_SECONDS);
  const none = (count: number, what: string): string[] => (count === 0 ? [] : [`export: ${String(count)} ${what}`]);
  return [
    ...(cell.finished ? [] : [`export: not everything was delivered within ${String(options.limitMinutes)} minutes`]),
    ...none(after['confirmationMails'] ?? 0, 'confirmation mails'),
    // New people are new: their contact, their tag and their order may start what the owner has set up.
    ...none((after['workflowsByContacts'] ?? 0) - fresh, 'workflows by contacts beyond those of new people'),
    ...none(Math.max(0, (after['workflowsByTags'] ?? 0) - fresh), 'workflows by tags beyond those of new people'),
    ...none((after['workflowsByEvents'] ?? 0) - arrived, 'workflows by events beyond those of live orders'),
    ...(Math.abs(pace.offPercent) <= PROMISED_PERCENT ? [] : [`export: ${pace.kept.toFixed(0)} contacts a minute instead of ${String(pace.setting)} (${pace.offPercent.toFixed(1)} %)`]),
    ...none(contacts.missing, 'contacts missing'), ...none(contacts.there - contacts.promised - fresh, 'contacts more or fewer than counted'), ...none(contacts.notAsBuilt.length, 'contacts not as built'),
    ...none(slow.length, `live changes not there within ${String(PROMISED_SECONDS)} s`), ...(live.length === 2 * options.liveChanges ? [] : ['export: it was over before all live changes were made']),
    ...ledgerFaults(cell.ledgers).map((fault) => `export: ${fault}`),
  ];
}

/** A first export at a stated pace with live changes in the middle, then the same contacts by a hand-written loop. */
export async function measureExport(options: DeliveryOptions, lifetime: Lifetime, log: Log): Promise<ExportCell> {
  const tuning = exportTuning(options);
  const { latencyMs, contactsPerMinute, seed, contacts } = options;
  const house = await openHouse({ name: 'export', latencyMs, contactsPerMinute, seed, panelClients: 40 + 4 * options.liveChanges, tuning }, lifetime, log);
  try {
    const dates: Dates = { routeStartMs: Date.now() - ROUTE_AGE_MS };
    await plant(house, 'customer', 'backfill', contacts, (index) => customerRecord(index, dates, true));
    await listen(house);
    const cell = await exportAll(house, options, dates, log);
    const server = await serverVersion(house.launched.databaseUrl);
    await house.close();
    return { ...cell, tuning, server, loop: await measureContactLoop({ options, code: house.code, dates }, lifetime, log), broken: brokenIn(cell, options) };
  } finally {
    await house.close();
  }
}

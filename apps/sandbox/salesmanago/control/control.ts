/** Everything a test or the demo may do to the simulated account; the same operations are offered over HTTP. */
import type { LoggedRequest, Stats, StatsBook } from '../../common/stats.js';
import type { CallbackSettings, Delivered, Emitter } from '../callbacks/emitter.js';
import type { Later } from '../later.js';
import type { NetworkLimits } from '../network-limits.js';
import type { Behaviour } from '../options.js';
import { newCounters, type Counters } from '../world/counters.js';
import { addEvent, eventDataOf } from '../world/events.js';
import type { Refusal } from '../world/refusals.js';
import type { Direction, World } from '../world/world.js';
import type { Write } from '../world/write-line.js';
import { confirm, need, plant, purgeRemoved, setCard, type CardPatch } from './card.js';
import type { Fault, Faults } from './faults.js';
import { contactView, transactions, type ContactView, type Transactions } from './views.js';

type Row = Readonly<Record<string, unknown>>;

export interface SalesmanagoControl {
  stats(): Stats;
  resetStats(): void;
  /** Replaces the faults in force; null = none. The draws begin anew, with this seed or the sandbox's. */
  setFault(fault: Fault | readonly Fault[] | null, seed?: number): void;
  /** Requests that faults have hit since they were set, by `resource kind`. */
  faultHits(): Readonly<Record<string, number>>;
  /** Replaces the addresses no record of which is taken. */
  setRefusals(refusals: readonly Refusal[]): void;
  setLatency(ms: number): void;
  /** null = no limit. @param retryAfter whether the 429 says when to come back */
  setRate(perMinute: number | null, retryAfter?: boolean): void;
  /** Changes only what is given. */
  configure(patch: Partial<Behaviour>): void;
  /** null = jobs wait for `runJobs`. */
  setJobDelay(ms: number | null, recordMs?: number): void;
  runJobs(): void;
  counters(): Counters;
  resetCounters(): void;
  counts(): { contacts: number; removed: number; events: number; catalogs: number };
  /** Addresses in the order they came. */
  emails(): readonly string[];
  contact(email: string): ContactView | null;
  transactions(): Transactions;
  /** When records were written: contacts and events, by the arrival of the request. */
  writes(): readonly Write[];
  /** Most records of a kind within any window. */
  mostWrites(kind: 'contacts' | 'events', windowMs: number): number;
  resetWrites(): void;
  products(catalogId: string): readonly Row[];
  /** A contact from before; takes what an upsert takes, starts nothing. Gives the id. */
  plant(record: Row): string;
  /** An event from somewhere else. Gives the id. */
  plantEvent(email: string, contactEvent: Row): string;
  setCard(email: string, patch: CardPatch): void;
  /** The link of a confirmation mail is clicked. */
  confirm(email: string): void;
  purgeRemoved(): number;
  /** Replaces all settings of the callbacks. */
  setCallbacks(settings: CallbackSettings): void;
  /** One call by hand, for any address. */
  sendCallback(direction: Direction, email: string): void;
  releaseCallbacks(): void;
  callbacks(): readonly Delivered[];
  /** Resolves when no job, late commit or callback is under way; what is held does not count. */
  idle(): Promise<void>;
  /** Called before each API request is answered; in-process only. */
  onRequest(listener: ((request: LoggedRequest) => void) | null): void;
}

export type ControlParts = {
  readonly world: World;
  readonly faults: Faults;
  readonly stats: StatsBook;
  readonly limits: NetworkLimits;
  readonly later: Later;
  readonly emitter: Emitter;
  readonly listen: (listener: ((request: LoggedRequest) => void) | null) => void;
};

export function createControl({ world, faults, stats, limits, later, emitter, listen }: ControlParts): SalesmanagoControl {
  return {
    stats: () => stats.read(),
    resetStats: () => { stats.reset(); },
    setFault: (fault, seed) => { faults.set(fault === null ? [] : 'kind' in fault ? [fault] : fault, seed); },
    faultHits: () => faults.hits(),
    setRefusals: (refusals) => { world.refusals.set(refusals); },
    setLatency: (ms) => { limits.latencyMs = ms; },
    setRate: (perMinute, retryAfter = true) => {
      limits.rate.perMinute = perMinute;
      limits.retryAfter = retryAfter;
    },
    configure: (patch) => { world.behaviour = { ...world.behaviour, ...patch }; },
    setJobDelay: (ms, recordMs = 0) => { Object.assign(world.jobs.delay, { ms, recordMs }); },
    runJobs: () => { world.jobs.runHeld(); },
    counters: () => ({ ...world.counters }),
    resetCounters: () => { world.counters = newCounters(); },
    counts: () => {
      const all = world.contacts.all;
      return { contacts: all.length, removed: all.filter((one) => one.deleted).length, events: all.reduce((sum, one) => sum + one.events.length, 0), catalogs: world.catalogs.size };
    },
    emails: () => world.contacts.all.map((one) => one.email),
    contact: (email) => contactView(world, email),
    transactions: () => transactions(world),
    writes: () => world.writes.read(),
    mostWrites: (kind, windowMs) => world.writes.most(kind, windowMs),
    resetWrites: () => { world.writes.reset(); },
    products: (catalogId) => [...(world.products.get(catalogId)?.values() ?? [])],
    plant: (record) => plant(world, record),
    plantEvent: (email, contactEvent) => addEvent(world, need(world, email), eventDataOf(world, contactEvent)).id,
    setCard: (email, patch) => { setCard(world, email, patch); },
    confirm: (email) => { confirm(world, email); },
    purgeRemoved: () => purgeRemoved(world),
    setCallbacks: (settings) => { emitter.configure(settings); },
    sendCallback: (direction, email) => { emitter.send(direction, email); },
    releaseCallbacks: () => { emitter.release(); },
    callbacks: () => [...emitter.delivered],
    idle: async () => {
      await later.idle();
      await emitter.idle();
    },
    onRequest: listen,
  };
}

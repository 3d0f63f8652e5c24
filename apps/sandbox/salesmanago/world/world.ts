import type { Random } from '../../common/random.js';
import type { Later } from '../later.js';
import type { Behaviour, Catalog, Settings } from '../options.js';
import { Contacts } from './contacts.js';
import { newCounters, type Counters } from './counters.js';
import { Jobs } from './jobs.js';
import type { Contact } from './model.js';
import { Refusals } from './refusals.js';
import { WriteLine } from './write-line.js';

export type Direction = 'opt-in' | 'opt-out';
/** Who changed a status: a user or the person, or a call of the API. */
export type Origin = 'panel' | 'api';

/** One simulated account. */
export class World {
  readonly contacts = new Contacts();
  readonly writes = new WriteLine();
  readonly refusals = new Refusals();
  /** Whose an event is, by its id. */
  readonly eventContacts = new Map<string, Contact>();
  readonly jobs: Jobs;
  readonly catalogs = new Map<string, Catalog>();
  /** By catalog, then by `productId`. */
  readonly products = new Map<string, Map<string, Readonly<Record<string, unknown>>>>();
  /** Tags ever used: those nobody has any more are still listed, with 0 (recorded answer of `contact/tags`). */
  readonly knownTags = new Set<string>();
  counters: Counters = newCounters();
  behaviour: Behaviour;
  /** Told of every change of the e-mail status. */
  onStatus: (contact: Contact, direction: Direction, origin: Origin) => void = () => undefined;

  constructor(
    readonly settings: Settings,
    private readonly random: Random,
    later: Later,
  ) {
    this.behaviour = settings;
    this.jobs = new Jobs(later, { ms: settings.jobDelayMs, recordMs: settings.jobRecordMs }, 4_000_000);
    for (const catalog of settings.catalogs) this.catalogs.set(catalog.id, catalog);
  }

  /** Whole seconds: every recorded `createdOn` and `modifiedOn` ends in 000. */
  now(): number {
    return Math.floor(this.settings.now() / 1000) * 1000;
  }

  uuid(): string {
    const hex = this.random.text(32, '0123456789abcdef');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-9${hex.slice(17, 20)}-${hex.slice(20)}`;
  }
}

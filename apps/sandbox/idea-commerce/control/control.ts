/** Everything a spec or a bench does to the instance and asks of it. */
import type { LoggedRequest, Stats } from '../../common/stats.js';
import type { Behaviour } from '../options.js';
import type { LinePatch, OrderPatch, PartnerPatch } from '../world/changes.js';
import type { DamageKind } from '../world/damage.js';
import type { STATUSES } from '../world/dictionaries.js';
import type { Order, Partner } from '../world/model.js';
import type { Person } from '../world/people.js';
import type { Sale } from '../world/sell.js';
import type { RecordKind } from '../world/world.js';
import type { Fault } from './faults.js';

/** The truth about an order; `total` in grosze, without any line the instance makes of the delivery. */
export type OrderTruth = Order & { readonly total: number };
export type Requests = { readonly total: number; /** By path without `/v2/`; others are `other`. */ readonly byResource: Readonly<Record<string, number>> };
export type NewPartner = PartnerPatch & { /** Key of somebody in the cast. */ readonly personKey?: string };

export interface IdeaCommerceControl {
  /** Places an order now; gives its id. */
  sell(sale?: Sale): number;
  sellMany(n: number, sale?: Sale): number[];
  /** All with one creation date. */
  manyInOneSecond(n: number, sale?: Sale): number[];
  /** Any text, also one the schema does not know. No date moves, here and below. @throws Error when there is no such record */
  setStatus(id: number, status: string): void;
  editSilently(id: number, patch: OrderPatch): void;
  /** Another note. */
  touch(id: number): void;
  editLine(id: number, lineId: number, patch: LinePatch): void;
  /** @returns the waybill; made up when none is given */
  addWaybill(id: number, waybill?: string): string;
  /** For good, and without a trace. */
  remove(id: number): void;
  addPartner(partner?: NewPartner): number;
  editPartner(id: number, patch: PartnerPatch): void;
  removePartner(id: number): void;
  /** Spoils the row of one record until healed. */
  damage(record: RecordKind, id: number, kind: DamageKind): void;
  heal(record: RecordKind, id: number): void;
  /** Replaces the faults in force; null = none. */
  setFault(fault: Fault | readonly Fault[] | null): void;
  faultHits(): Readonly<Record<string, number>>;
  configure(patch: Partial<Behaviour>): void;
  setLatency(ms: number): void;
  /** Requests in any 60 s; 0 = no limit. */
  setRate(perMinute: number): void;
  revokeToken(): void;
  /** Another token takes the place of the one in force. */
  setToken(token: string): void;
  /** The token's user may not see these lists (paths without `/v2/`); [] = may again. Default `refused`: 403. */
  forbid(resources: readonly string[], as?: 'refused' | 'empty'): void;
  /** Moves the instance's clock, and the rate limit with it. */
  advance(seconds: number): void;
  /** ms since 1970. */
  nowMs(): number;
  stats(): Stats;
  resetStats(): void;
  requests(): Requests;
  /** Called before each request is answered, to change the instance while it is being read; in-process only. */
  onRequest(listener: ((request: LoggedRequest) => void) | null): void;
  /** Ascending. */
  ids(): readonly number[];
  partnerIds(): readonly number[];
  /** Partners no order names and no buyer of the cast owns. */
  idlePartnerIds(): readonly number[];
  counts(): { orders: number; partners: number; removed: number; people: number };
  order(id: number): OrderTruth | null;
  orders(): readonly OrderTruth[];
  partner(id: number): Partner | null;
  partners(): readonly Partner[];
  /** The row as the list gives it; null = no such record. */
  row(id: number): unknown;
  partnerRow(id: number): unknown;
  people(): readonly Person[];
  removed(): readonly { readonly kind: RecordKind; readonly id: number }[];
  /** States with the names people use for them; the API has no names. */
  statuses(): typeof STATUSES;
  /** The token of the beginning, and the secret parts of every order's links: none may ever be stored or logged. */
  secrets(): readonly string[];
}

/** The instance: orders, partners, people, and the counters numbers come from. */
import { Random } from '../../common/random.js';
import type { Behaviour, Settings } from '../options.js';
import { Cast } from './cast.js';
import { Clock } from './clock.js';
import type { DamageKind } from './damage.js';
import type { Order, Partner } from './model.js';
import { Table } from './table.js';

export type RecordKind = 'orders' | 'partners';

export class World {
  readonly clock: Clock;
  /** Of everything that happens after the history. */
  readonly random: Random;
  readonly cast: Cast;
  readonly orders = new Table<Order>('order');
  readonly partners = new Table<Partner>('partner');
  /** Partners a shop keeps for a person: by purpose and key. */
  readonly kept = new Map<string, number>();
  readonly removed: { readonly kind: RecordKind; readonly id: number }[] = [];
  private readonly damaged = new Map<string, DamageKind>();
  behaviour: Behaviour;
  private lastOrder = 500;
  private lastPartner = 3;
  private lastLine = 4_000;
  private lastNumber = 77_000;

  constructor(readonly settings: Settings) {
    this.behaviour = settings;
    this.clock = new Clock(settings.now);
    this.random = new Random(settings.seed + 7919);
    this.cast = new Cast(new Random(settings.seed + 211));
  }

  nextOrder(): number {
    this.lastOrder += 1;
    return this.lastOrder;
  }

  /** A failed transaction uses a number up, so there are gaps. */
  nextPartner(random: Random): number {
    this.lastPartner += random.chance(0.1) ? 2 : 1;
    return this.lastPartner;
  }

  nextLine(): number {
    this.lastLine += 1;
    return this.lastLine;
  }

  /** On the source platform. */
  nextNumber(random: Random): string {
    this.lastNumber += random.int(1, 9);
    return String(this.lastNumber);
  }

  /** @throws Error when there is no such record */
  damage(kind: RecordKind, id: number, how: DamageKind): void {
    this.damaged.set(`${kind} ${String(this[kind].need(id).id)}`, how);
  }

  heal(kind: RecordKind, id: number): void {
    this.damaged.delete(`${kind} ${String(id)}`);
  }

  damageOf(kind: RecordKind, id: number): DamageKind | undefined {
    return this.damaged.get(`${kind} ${String(id)}`);
  }

  /** For good; nobody is told (A26). */
  remove(kind: RecordKind, id: number): void {
    this[kind].need(id);
    this[kind].remove(id);
    this.removed.push({ kind, id });
    for (const [purpose, partner] of this.kept) if (kind === 'partners' && partner === id) this.kept.delete(purpose);
  }
}

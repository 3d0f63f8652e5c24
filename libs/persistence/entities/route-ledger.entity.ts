import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject } from '#libs/domain/words.js';
import { bigintAsNumber } from '../bigint.js';

/** What a route has considered, in counts that add up. */
@Entity('route_ledger')
export class RouteLedgerEntity {
  @PrimaryColumn('uuid', { name: 'route_id' })
  routeId!: string;

  @Column('bigint', { default: 0, transformer: bigintAsNumber })
  considered!: number;

  @Column('bigint', { default: 0, transformer: bigintAsNumber })
  queued!: number;

  @Column('bigint', { default: 0, transformer: bigintAsNumber })
  collapsed!: number;

  @Column('bigint', { name: 'already_sent', default: 0, transformer: bigintAsNumber })
  alreadySent!: number;

  @Column('bigint', { default: 0, transformer: bigintAsNumber })
  excluded!: number;

  @Column('jsonb', { name: 'excluded_reasons', default: {} })
  excludedReasons!: JsonObject;

  /** Settled deliveries whose rows retention has removed. */
  @Column('bigint', { name: 'pruned_queued', default: 0, transformer: bigintAsNumber })
  prunedQueued!: number;

  @Column('bigint', { name: 'pruned_delivered', default: 0, transformer: bigintAsNumber })
  prunedDelivered!: number;

  @Column('bigint', { name: 'pruned_failed', default: 0, transformer: bigintAsNumber })
  prunedFailed!: number;

  @Column('bigint', { name: 'pruned_cancelled', default: 0, transformer: bigintAsNumber })
  prunedCancelled!: number;
}

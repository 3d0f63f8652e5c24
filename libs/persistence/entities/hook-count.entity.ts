import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintAsNumber } from '../bigint.js';

/** Webhook deliveries of one integration on one day (UTC), by what became of them. */
@Entity('hook_count')
export class HookCountEntity {
  @PrimaryColumn('uuid', { name: 'integration_id' })
  integrationId!: string;

  @PrimaryColumn('date')
  day!: string;

  @Column('bigint', { default: 0, transformer: bigintAsNumber })
  received!: number;

  /** Hints that became waiting inbox rows. */
  @Column('bigint', { default: 0, transformer: bigintAsNumber })
  stored!: number;

  /** Hints about records that were waiting to be read already. */
  @Column('bigint', { default: 0, transformer: bigintAsNumber })
  collapsed!: number;

  /** Deliveries about things the service does not follow. */
  @Column('bigint', { default: 0, transformer: bigintAsNumber })
  ignored!: number;

  /** Deliveries whose content could not be understood. */
  @Column('bigint', { default: 0, transformer: bigintAsNumber })
  unreadable!: number;

  /** Deliveries that came while the integration was not following. */
  @Column('bigint', { default: 0, transformer: bigintAsNumber })
  late!: number;

  /** Of `received`, those at addresses before the present one. */
  @Column('bigint', { name: 'old_received', default: 0, transformer: bigintAsNumber })
  oldReceived!: number;

  @Column('bigint', { name: 'old_ignored', default: 0, transformer: bigintAsNumber })
  oldIgnored!: number;

  @Column('bigint', { name: 'old_unreadable', default: 0, transformer: bigintAsNumber })
  oldUnreadable!: number;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A request under way. */
@Entity('budget_permit')
export class BudgetPermitEntity {
  @PrimaryColumn('text', { name: 'account_key' })
  accountKey!: string;

  @PrimaryColumn('uuid')
  holder!: string;

  @Column('smallint')
  priority!: number;

  @Column('int', { default: 0 })
  permits!: number;

  @Column('int', { array: true, default: [0, 0, 0, 0] })
  waiting!: number[];

  @Column('timestamptz', { name: 'waiting_since' })
  waitingSince!: Date;

  @Column('timestamptz', { name: 'waiting_until' })
  waitingUntil!: Date;

  @Column('timestamptz', { name: 'held_since' })
  heldSince!: Date;

  @Column('timestamptz', { name: 'boosted_until', nullable: true })
  boostedUntil!: Date | null;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}

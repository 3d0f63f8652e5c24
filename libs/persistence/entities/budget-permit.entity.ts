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

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';

/** State of the rate limit of an account and priority. */
@Entity('budget_slot')
export class BudgetSlotEntity {
  @PrimaryColumn('text', { name: 'account_key' })
  accountKey!: string;

  @PrimaryColumn('smallint')
  priority!: number;

  @Column('timestamptz', { name: 'next_at' })
  nextAt!: Date;
}

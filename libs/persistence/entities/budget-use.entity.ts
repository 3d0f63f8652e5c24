import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Requests sent in a minute. */
@Entity('budget_use')
export class BudgetUseEntity {
  @PrimaryColumn('text', { name: 'account_key' })
  accountKey!: string;

  @PrimaryColumn('timestamptz')
  minute!: Date;

  @Column('int', { default: 0 })
  requests!: number;

  @Column('int', { default: 0 })
  refused!: number;
}

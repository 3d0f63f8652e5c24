import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An outside account that may be blocked by its platform. */
@Entity('budget_account')
export class BudgetAccountEntity {
  @PrimaryColumn('text')
  key!: string;

  @Column('timestamptz', { name: 'blocked_until', nullable: true })
  blockedUntil!: Date | null;

  @Column('text', { name: 'blocked_reason', nullable: true })
  blockedReason!: string | null;

  @Column('int', { default: 0 })
  refusals!: number;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}

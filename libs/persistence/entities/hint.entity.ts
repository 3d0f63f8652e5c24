import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A hinting key: found by search, never joins. */
@Entity('hint')
export class HintEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @PrimaryColumn('text')
  type!: string;

  @PrimaryColumn('text')
  value!: string;

  @PrimaryColumn('uuid', { name: 'customer_id' })
  customerId!: string;

  @Column('uuid', { name: 'integration_id' })
  integrationId!: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}

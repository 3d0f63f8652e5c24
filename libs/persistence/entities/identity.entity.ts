import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A joining key; one owner a value. */
@Entity('identity')
export class IdentityEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @PrimaryColumn('text')
  type!: string;

  @PrimaryColumn('text')
  value!: string;

  @Column('uuid', { name: 'customer_id' })
  customerId!: string;

  @Column('uuid', { name: 'integration_id' })
  integrationId!: string;

  @Column('uuid', { name: 'record_id' })
  recordId!: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}

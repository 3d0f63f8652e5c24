import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An order born from another one. */
@Entity('order_kin')
export class OrderKinEntity {
  @PrimaryColumn('uuid', { name: 'integration_id' })
  integrationId!: string;

  @PrimaryColumn('text', { name: 'parent_id' })
  parentId!: string;

  @PrimaryColumn('text', { name: 'child_id' })
  childId!: string;

  @Column('text')
  kin!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('timestamptz', { name: 'received_at', default: () => 'now()' })
  receivedAt!: Date;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Which address a routed record leads to. */
@Entity('routed_record')
export class RoutedRecordEntity {
  @PrimaryColumn('uuid', { name: 'route_id' })
  routeId!: string;

  @PrimaryColumn('uuid', { name: 'record_id' })
  recordId!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('text')
  kind!: string;

  @Column('text', { name: 'external_id' })
  externalId!: string;

  @Column('text', { name: 'owner_id', nullable: true })
  ownerId!: string | null;

  @Column('text', { nullable: true })
  address!: string | null;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The consent a route has last considered. */
@Entity('routed_consent')
export class RoutedConsentEntity {
  @PrimaryColumn('uuid', { name: 'route_id' })
  routeId!: string;

  @PrimaryColumn('text')
  address!: string;

  @PrimaryColumn('text')
  channel!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('text')
  state!: string;

  @Column('timestamptz', { name: 'observed_at' })
  observedAt!: Date;

  @Column('int', { name: 'options_version' })
  optionsVersion!: number;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Who or what a route leaves out, and why. */
@Entity('route_exclusion')
export class RouteExclusionEntity {
  @PrimaryColumn('uuid', { name: 'route_id' })
  routeId!: string;

  @PrimaryColumn('uuid', { name: 'record_id' })
  recordId!: string;

  /** 'contact', 'consent:email', 'event:PURCHASE'. */
  @PrimaryColumn('text')
  effect!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('text')
  reason!: string;

  @Column('text', { nullable: true })
  detail!: string | null;

  @Column('text', { nullable: true })
  address!: string | null;

  @Column('text', { name: 'external_id' })
  externalId!: string;

  @Column('timestamptz', { name: 'excluded_at', default: () => 'now()' })
  excludedAt!: Date;
}

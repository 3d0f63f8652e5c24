import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a person decided about an order that looked like another route's. */
@Entity('duplicate_decision')
export class DuplicateDecisionEntity {
  @PrimaryColumn('uuid', { name: 'route_id' })
  routeId!: string;

  @PrimaryColumn('uuid', { name: 'record_id' })
  recordId!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('text')
  decision!: string;

  @Column('text', { name: 'decided_by' })
  decidedBy!: string;

  @Column('timestamptz', { name: 'decided_at', default: () => 'now()' })
  decidedAt!: Date;
}

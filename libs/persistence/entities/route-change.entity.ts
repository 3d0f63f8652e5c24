import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintAsNumber } from '../bigint.js';

/** A record a route has still to consider. */
@Entity('route_change')
export class RouteChangeEntity {
  @PrimaryColumn('uuid', { name: 'route_id' })
  routeId!: string;

  @PrimaryColumn('uuid', { name: 'record_id' })
  recordId!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('text')
  kind!: string;

  /** Only reasons that must not start anything at the destination have led to this row so far. */
  @Column('boolean')
  silent!: boolean;

  /** Owner it waits for; null: nothing. */
  @Column('text', { name: 'wait_for', nullable: true })
  waitFor!: string | null;

  @Column('timestamptz', { name: 'not_before', nullable: true })
  notBefore!: Date | null;

  @Column('timestamptz', { name: 'changed_at', default: () => 'now()' })
  changedAt!: Date;

  /** A row that changes while it is considered has another number afterwards, and stays. */
  @Column('bigint', { transformer: bigintAsNumber })
  seq!: number;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject } from '#libs/domain/words.js';

/** A consent change told by a destination. */
@Entity('consent_callback')
export class ConsentCallbackEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('uuid', { name: 'route_id' })
  routeId!: string;

  @Column('text')
  direction!: string;

  @Column('text')
  address!: string;

  @Column('timestamptz', { name: 'received_at', default: () => 'now()' })
  receivedAt!: Date;

  /** The same call again before it was applied. */
  @Column('int', { default: 0 })
  repeated!: number;

  @Column('timestamptz', { name: 'applied_at', nullable: true })
  appliedAt!: Date | null;

  @Column('int', { default: 0 })
  attempts!: number;

  @Column('timestamptz', { name: 'not_before', nullable: true })
  notBefore!: Date | null;

  /** 'written', 'unchanged', 'not_written:<reason>', 'unknown_person', 'superseded'. */
  @Column('text', { nullable: true })
  outcome!: string | null;

  @Column('jsonb', { nullable: true })
  detail!: JsonObject | null;
}

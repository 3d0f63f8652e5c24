import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject, Localized, StreamName } from '#libs/domain/words.js';

/** A record that could not be read, mapped or delivered. */
@Entity('reject')
export class RejectEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('uuid', { name: 'integration_id' })
  integrationId!: string;

  @Column('text')
  stream!: StreamName;

  @Column('text')
  stage!: 'read' | 'map' | 'deliver';

  @Column('text', { name: 'external_id' })
  externalId!: string;

  @Column('uuid', { name: 'run_id', nullable: true })
  runId!: string | null;

  @Column('uuid', { name: 'part_id', nullable: true })
  partId!: string | null;

  @Column('text')
  reason!: string;

  @Column('jsonb')
  message!: Localized;

  @Column('jsonb')
  fix!: Localized;

  @Column('jsonb', { nullable: true })
  original!: JsonObject | null;

  @Column('jsonb', { name: 'page_cursor', nullable: true })
  pageCursor!: JsonObject | null;

  @Column('jsonb', { nullable: true })
  range!: JsonObject | null;

  @Column('int', { default: 1 })
  occurrences!: number;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'seen_at', default: () => 'now()' })
  seenAt!: Date;

  @Column('timestamptz', { name: 'closed_at', nullable: true })
  closedAt!: Date | null;

  @Column('text', { name: 'closed_by', nullable: true })
  closedBy!: string | null;
}

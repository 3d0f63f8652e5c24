import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject, Lane, StreamName } from '#libs/domain/words.js';

/** How far a stream has been followed. */
@Entity('lane')
export class LaneEntity {
  @PrimaryColumn('uuid', { name: 'integration_id' })
  integrationId!: string;

  @PrimaryColumn('text')
  stream!: StreamName;

  @PrimaryColumn('text')
  lane!: Lane;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('jsonb', { nullable: true })
  cursor!: JsonObject | null;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt!: Date | null;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}

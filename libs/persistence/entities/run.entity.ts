import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintAsNumber } from '../bigint.js';
import type { RunState } from '#libs/domain/run-state.js';
import type { Desired, JsonObject, RunKind } from '#libs/domain/words.js';

/** One execution. */
@Entity('run')
export class RunEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('uuid', { name: 'integration_id' })
  integrationId!: string;

  @Column('text')
  kind!: RunKind;

  @Column('text')
  state!: RunState;

  @Column('text', { default: 'run' })
  desired!: Desired;

  @Column('jsonb', { default: {} })
  request!: JsonObject;

  @Column('jsonb', { nullable: true })
  waiting!: JsonObject | null;

  @Column('jsonb', { nullable: true })
  outcome!: JsonObject | null;

  @Column('int')
  epoch!: number;

  /** Requests sent to plan the run; its parts count their own. */
  @Column('bigint', { default: 0, transformer: bigintAsNumber })
  requests!: number;

  @Column('text', { name: 'requested_by' })
  requestedBy!: string;

  @Column('timestamptz', { name: 'planned_at', nullable: true })
  plannedAt!: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt!: Date | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}

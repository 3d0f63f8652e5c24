import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Desired, JsonObject, Lane, StreamName } from '#libs/domain/words.js';
import { bigintAsNumber } from '../bigint.js';

/** One slice of a lane with cursor, fence and counts. */
@Entity('part')
export class PartEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'run_id' })
  runId!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('uuid', { name: 'integration_id' })
  integrationId!: string;

  @Column('text')
  stream!: StreamName;

  @Column('text')
  lane!: Lane;

  @Column('int')
  ordinal!: number;

  @Column('text', { default: 'open' })
  state!: 'open' | 'done' | 'incomplete';

  @Column('jsonb')
  range!: JsonObject;

  @Column('jsonb', { nullable: true })
  cursor!: JsonObject | null;

  @Column('int', { default: 0 })
  seq!: number;

  @Column('text', { default: 'run' })
  desired!: Desired;

  @Column('int', { name: 'settings_version' })
  settingsVersion!: number;

  @Column('bigint', { nullable: true, transformer: bigintAsNumber })
  expected!: number | null;

  @Column('bigint', { default: 0, transformer: bigintAsNumber })
  read!: number;

  @Column('bigint', { default: 0, transformer: bigintAsNumber })
  written!: number;

  @Column('bigint', { default: 0, transformer: bigintAsNumber })
  reapplied!: number;

  @Column('bigint', { default: 0, transformer: bigintAsNumber })
  identical!: number;

  @Column('bigint', { default: 0, transformer: bigintAsNumber })
  older!: number;

  @Column('bigint', { default: 0, transformer: bigintAsNumber })
  duplicate!: number;

  @Column('bigint', { default: 0, transformer: bigintAsNumber })
  excluded!: number;

  @Column('bigint', { default: 0, transformer: bigintAsNumber })
  rejected!: number;

  @Column('jsonb', { name: 'excluded_reasons', default: {} })
  excludedReasons!: JsonObject;

  @Column('bigint', { default: 0, transformer: bigintAsNumber })
  pages!: number;

  @Column('bigint', { default: 0, transformer: bigintAsNumber })
  swept!: number;

  @Column('bigint', { default: 0, transformer: bigintAsNumber })
  queued!: number;

  /** Requests sent to the platform for this part. */
  @Column('bigint', { default: 0, transformer: bigintAsNumber })
  requests!: number;

  @Column('bigint', { name: 'expected_requests', nullable: true, transformer: bigintAsNumber })
  expectedRequests!: number | null;

  @Column('jsonb', { nullable: true })
  outcome!: JsonObject | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;
}

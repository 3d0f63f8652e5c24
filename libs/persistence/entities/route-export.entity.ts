import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject } from '#libs/domain/words.js';
import { bigintAsNumber } from '../bigint.js';

/** A first export: counted, confirmed, running or over. */
@Entity('route_export')
export class RouteExportEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('uuid', { name: 'route_id' })
  routeId!: string;

  @Column('text')
  state!: string;

  @Column('text', { default: 'run' })
  desired!: string;

  @Column('timestamptz', { name: 'history_since', nullable: true })
  historySince!: Date | null;

  @Column('int', { name: 'options_version' })
  optionsVersion!: number;

  /** What the confirmation shows: counts by kind and reason, minutes. */
  @Column('jsonb', { nullable: true })
  counts!: JsonObject | null;

  @Column('jsonb', { nullable: true })
  cursor!: JsonObject | null;

  @Column('bigint', { default: 0, transformer: bigintAsNumber })
  total!: number;

  @Column('bigint', { name: 'handed_over', default: 0, transformer: bigintAsNumber })
  handedOver!: number;

  @Column('jsonb', { nullable: true })
  problem!: JsonObject | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'confirmed_at', nullable: true })
  confirmedAt!: Date | null;

  @Column('text', { name: 'confirmed_by', nullable: true })
  confirmedBy!: string | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt!: Date | null;
}

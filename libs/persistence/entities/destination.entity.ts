import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject } from '#libs/domain/words.js';

/** One configured account that contacts and events are delivered to. */
@Entity('destination')
export class DestinationEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('text')
  kind!: string;

  /** Short readable code, unique in the workspace. */
  @Column('text')
  code!: string;

  @Column('text')
  name!: string;

  @Column('text')
  state!: string;

  @Column('text', { default: 'run' })
  desired!: string;

  @Column('text', { nullable: true })
  address!: string | null;

  /** Hash of what names the outside account. */
  @Column('text', { nullable: true })
  account!: string | null;

  @Column('jsonb', { default: {} })
  settings!: JsonObject;

  @Column('int', { name: 'settings_version', default: 0 })
  settingsVersion!: number;

  @Column('jsonb', { name: 'check_report', nullable: true })
  checkReport!: JsonObject | null;

  @Column('timestamptz', { name: 'checked_at', nullable: true })
  checkedAt!: Date | null;

  /** Why nothing moves: kind, code, texts, until. */
  @Column('jsonb', { nullable: true })
  problem!: JsonObject | null;

  /** From when the pace lets the next contact of an export go. */
  @Column('timestamptz', { name: 'next_contact_at', default: () => 'now()' })
  nextContactAt!: Date;

  @Column('timestamptz', { name: 'last_delivery_at', nullable: true })
  lastDeliveryAt!: Date | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;

  @Column('timestamptz', { name: 'deleted_at', nullable: true })
  deletedAt!: Date | null;
}

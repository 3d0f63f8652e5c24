import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { IntegrationState } from '#libs/domain/integration-state.js';
import type { JsonObject, Platform } from '#libs/domain/words.js';

/** One configured account of a platform. */
@Entity('integration')
export class IntegrationEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('text')
  platform!: Platform;

  @Column('text')
  code!: string;

  @Column('text')
  name!: string;

  @Column('text')
  state!: IntegrationState;

  @Column('text', { name: 'prior_state', nullable: true })
  priorState!: IntegrationState | null;

  @Column('text', { nullable: true })
  address!: string | null;

  @Column('text', { name: 'account_key', nullable: true })
  accountKey!: string | null;

  @Column('jsonb', { default: {} })
  settings!: JsonObject;

  @Column('int', { name: 'settings_version', default: 0 })
  settingsVersion!: number;

  @Column('text', { default: '' })
  fingerprint!: string;

  @Column('int', { default: 0 })
  epoch!: number;

  @Column('jsonb', { name: 'check_report', nullable: true })
  checkReport!: JsonObject | null;

  @Column('timestamptz', { name: 'checked_at', nullable: true })
  checkedAt!: Date | null;

  /** When the names of codes were last read from the platform. */
  @Column('timestamptz', { name: 'dictionary_at', nullable: true })
  dictionaryAt!: Date | null;

  @Column('timestamptz', { name: 'followed_since', nullable: true })
  followedSince!: Date | null;

  @Column('timestamptz', { name: 'last_success_at', nullable: true })
  lastSuccessAt!: Date | null;

  @Column('timestamptz', { name: 'last_record_at', nullable: true })
  lastRecordAt!: Date | null;

  @Column('jsonb', { nullable: true })
  problem!: JsonObject | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;

  @Column('timestamptz', { name: 'deleted_at', nullable: true })
  deletedAt!: Date | null;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintAsNumber } from '../bigint.js';

/** One entry of a platform's journal, as it was told. */
@Entity('journal_entry')
export class JournalEntryEntity {
  @PrimaryColumn('uuid', { name: 'integration_id' })
  integrationId!: string;

  @PrimaryColumn('bigint', { name: 'log_id', transformer: bigintAsNumber })
  logId!: number;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('int')
  type!: number;

  @Column('text', { name: 'record_id' })
  recordId!: string;

  @Column('text', { name: 'object_id', nullable: true })
  objectId!: string | null;

  @Column('timestamptz', { name: 'logged_at' })
  loggedAt!: Date;

  @Column('timestamptz', { name: 'received_at', default: () => 'now()' })
  receivedAt!: Date;

  /** When the first read of the record behind it was asked for; null: not read yet. */
  @Column('timestamptz', { name: 'read_at', nullable: true })
  readAt!: Date | null;
}

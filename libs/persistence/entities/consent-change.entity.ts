import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ConsentChannel, ConsentKind, ConsentState } from '#libs/domain/records.js';
import type { StreamName } from '#libs/domain/words.js';

/** A consent seen in another state, or with another date, than before; never changed, never taken back. */
@Entity('consent_change')
export class ConsentChangeEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('uuid', { name: 'integration_id' })
  integrationId!: string;

  @Column('uuid', { name: 'record_id' })
  recordId!: string;

  @Column('text')
  kind!: ConsentKind;

  @Column('text')
  channel!: ConsentChannel;

  @Column('text')
  shop!: string;

  @Column('text', { name: 'from_state', nullable: true })
  fromState!: ConsentState | null;

  @Column('text', { name: 'to_state' })
  toState!: ConsentState;

  @Column('timestamptz', { name: 'changed_at', nullable: true })
  changedAt!: Date | null;

  @Column('timestamptz', { name: 'observed_at' })
  observedAt!: Date;

  @Column('text')
  origin!: StreamName;

  @Column('uuid', { name: 'run_id' })
  runId!: string;
}

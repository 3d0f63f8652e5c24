import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A record that does not exist, or is left out by the settings: who names it does not make it be asked for. */
@Entity('absent_record')
export class AbsentRecordEntity {
  @PrimaryColumn('uuid', { name: 'integration_id' })
  integrationId!: string;

  @PrimaryColumn('text')
  stream!: string;

  @PrimaryColumn('text', { name: 'external_id' })
  externalId!: string;

  @Column('timestamptz', { name: 'seen_at', default: () => 'now()' })
  seenAt!: Date;
}

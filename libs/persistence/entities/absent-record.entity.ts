import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A record the platform said does not exist. */
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

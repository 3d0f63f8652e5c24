import { Entity, PrimaryColumn } from 'typeorm';

/** An id seen by a running sweep. */
@Entity('sweep_seen')
export class SweepSeenEntity {
  @PrimaryColumn('uuid', { name: 'part_id' })
  partId!: string;

  @PrimaryColumn('text', { name: 'external_id' })
  externalId!: string;
}

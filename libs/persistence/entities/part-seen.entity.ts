import { Entity, PrimaryColumn } from 'typeorm';

/** An id seen while a part is read: by a sweep, or where the platform pages by number and rows may move meanwhile. */
@Entity('part_seen')
export class PartSeenEntity {
  @PrimaryColumn('uuid', { name: 'part_id' })
  partId!: string;

  @PrimaryColumn('text', { name: 'external_id' })
  externalId!: string;
}

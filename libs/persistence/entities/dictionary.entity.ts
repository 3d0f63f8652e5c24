import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject } from '#libs/domain/words.js';

/** Name of a code that records hold. */
@Entity('dictionary')
export class DictionaryEntity {
  @PrimaryColumn('uuid', { name: 'integration_id' })
  integrationId!: string;

  @PrimaryColumn('text')
  kind!: string;

  @PrimaryColumn('text')
  code!: string;

  @Column('text')
  name!: string;

  @Column('text', { nullable: true })
  iso!: string | null;

  @Column('jsonb', { nullable: true })
  flags!: JsonObject | null;

  @Column('timestamptz', { name: 'seen_at', default: () => 'now()' })
  seenAt!: Date;
}

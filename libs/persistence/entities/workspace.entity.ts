import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject } from '#libs/domain/words.js';
import { bigintAsNumber } from '../bigint.js';

/** One organisation; every row belongs to one. */
@Entity('workspace')
export class WorkspaceEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('text')
  name!: string;

  @Column('bigint', { name: 'identity_counter', default: 0, transformer: bigintAsNumber })
  identityCounter!: number;

  @Column('jsonb', { default: {} })
  settings!: JsonObject;

  /** Of the hashes that are left of erased persons; null: nobody was erased. */
  @Column('bytea', { name: 'tombstone_salt', nullable: true })
  tombstoneSalt!: Buffer | null;

  @Column('int', { default: 0 })
  erasures!: number;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;
}

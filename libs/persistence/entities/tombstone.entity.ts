import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A salted hash of a key or source id of an erased person. */
@Entity('tombstone')
export class TombstoneEntity {
  @PrimaryColumn('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @PrimaryColumn('bytea')
  hash!: Buffer;

  @Column('timestamptz', { name: 'erased_at' })
  erasedAt!: Date;
}

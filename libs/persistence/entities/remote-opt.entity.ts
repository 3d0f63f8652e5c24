import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What is known of an opt state at an outside account. */
@Entity('remote_opt')
export class RemoteOptEntity {
  @PrimaryColumn('text')
  account!: string;

  @PrimaryColumn('bytea', { name: 'address_hash' })
  addressHash!: Buffer;

  @PrimaryColumn('text')
  channel!: string;

  @Column('text', { nullable: true })
  callback!: string | null;

  @Column('timestamptz', { name: 'callback_at', nullable: true })
  callbackAt!: Date | null;

  @Column('timestamptz', { name: 'seen_in_at', nullable: true })
  seenInAt!: Date | null;

  @Column('int', { name: 'out_reads', default: 0 })
  outReads!: number;

  @Column('timestamptz', { name: 'first_out_at', nullable: true })
  firstOutAt!: Date | null;

  @Column('timestamptz', { name: 'last_out_at', nullable: true })
  lastOutAt!: Date | null;
}

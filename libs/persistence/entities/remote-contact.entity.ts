import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What is known of a contact at an outside account. */
@Entity('remote_contact')
export class RemoteContactEntity {
  @PrimaryColumn('text')
  account!: string;

  @PrimaryColumn('bytea', { name: 'address_hash' })
  addressHash!: Buffer;

  @Column('text', { name: 'contact_id', nullable: true })
  contactId!: string | null;

  /** When this service made it there; null: it was there before, or never delivered. */
  @Column('timestamptz', { name: 'created_by_us_at', nullable: true })
  createdByUsAt!: Date | null;

  @Column('boolean', { name: 'created_with_opt_in', default: false })
  createdWithOptIn!: boolean;

  @Column('timestamptz', { name: 'delivered_at', nullable: true })
  deliveredAt!: Date | null;

  @Column('timestamptz', { name: 'removed_at', nullable: true })
  removedAt!: Date | null;

  @Column('timestamptz', { name: 'read_at', nullable: true })
  readAt!: Date | null;
}

import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An event that was delivered, once for ever. */
@Entity('delivered_fact')
export class DeliveredFactEntity {
  @PrimaryColumn('text')
  account!: string;

  @PrimaryColumn('text', { name: 'source_account' })
  sourceAccount!: string;

  @PrimaryColumn('text', { name: 'order_id' })
  orderId!: string;

  @PrimaryColumn('text', { name: 'event_type' })
  eventType!: string;

  @Column('text')
  state!: string;

  /** Whose it is: other routes leave it alone. */
  @Column('uuid', { name: 'route_id' })
  routeId!: string;

  @Column('uuid', { name: 'delivery_id' })
  deliveryId!: string;

  @Column('text', { name: 'external_id' })
  externalId!: string;

  @Column('text', { name: 'remote_id', nullable: true })
  remoteId!: string | null;

  @Column('bytea', { name: 'payload_hash', nullable: true })
  payloadHash!: Buffer | null;

  @Column('text', { nullable: true })
  value!: string | null;

  @Column('timestamptz', { name: 'event_at', nullable: true })
  eventAt!: Date | null;

  /** Moves with every new value. */
  @Column('timestamptz', { name: 'sent_at', default: () => 'now()' })
  sentAt!: Date;

  @Column('timestamptz', { name: 'first_sent_at', default: () => 'now()' })
  firstSentAt!: Date;
}

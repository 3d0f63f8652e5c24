import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject } from '#libs/domain/words.js';

/** One effect to perform at a destination, with its outcome. */
@Entity('delivery')
export class DeliveryEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('uuid', { name: 'route_id' })
  routeId!: string;

  @Column('uuid', { name: 'destination_id' })
  destinationId!: string;

  @Column('text')
  kind!: string;

  /** 'contact', 'consent:email', 'event:PURCHASE:1042': with route and address it names the effect for ever. */
  @Column('text')
  key!: string;

  @Column('text')
  address!: string;

  @Column('uuid', { name: 'record_id', nullable: true })
  recordId!: string | null;

  @Column('text', { name: 'order_id', nullable: true })
  orderId!: string | null;

  @Column('text', { name: 'event_type', nullable: true })
  eventType!: string | null;

  /** Of consents: what shall become of it, and since when by the source. */
  @Column('jsonb', { nullable: true })
  wish!: JsonObject | null;

  /** Must not start anything at the destination. */
  @Column('boolean')
  silent!: boolean;

  @Column('text')
  state!: string;

  /** A change came while it was under way: it goes once more. */
  @Column('boolean', { default: false })
  again!: boolean;

  @Column('int', { default: 1 })
  version!: number;

  @Column('int', { name: 'sent_version', nullable: true })
  sentVersion!: number | null;

  @Column('bytea', { name: 'payload_hash', nullable: true })
  payloadHash!: Buffer | null;

  @Column('bytea', { name: 'settled_hash', nullable: true })
  settledHash!: Buffer | null;

  @Column('int', { default: 0 })
  attempts!: number;

  @Column('int', { default: 0 })
  checks!: number;

  @Column('timestamptz', { name: 'not_before', nullable: true })
  notBefore!: Date | null;

  @Column('timestamptz', { name: 'sent_at', nullable: true })
  sentAt!: Date | null;

  /** What is sent, as created there: a contact that is made now, or one that is there. */
  @Column('boolean', { nullable: true })
  creates!: boolean | null;

  @Column('text', { name: 'job_id', nullable: true })
  jobId!: string | null;

  @Column('text', { name: 'contact_id', nullable: true })
  contactId!: string | null;

  @Column('text', { name: 'remote_id', nullable: true })
  remoteId!: string | null;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('jsonb', { nullable: true })
  problem!: JsonObject | null;

  @Column('jsonb', { nullable: true })
  notes!: JsonObject | null;

  @Column('int', { default: 1 })
  queued!: number;

  @Column('int', { default: 0 })
  delivered!: number;

  @Column('int', { default: 0 })
  failed!: number;

  @Column('int', { default: 0 })
  cancelled!: number;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  @Column('timestamptz', { name: 'updated_at', default: () => 'now()' })
  updatedAt!: Date;

  @Column('timestamptz', { name: 'settled_at', nullable: true })
  settledAt!: Date | null;
}

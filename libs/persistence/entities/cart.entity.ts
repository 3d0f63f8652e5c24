import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { JsonObject } from '#libs/domain/words.js';

/** What somebody who is known has in a basket, as the last webhook said: there is no read for it. Kept for a month. */
@Entity('cart')
export class CartEntity {
  @PrimaryColumn('uuid', { name: 'integration_id' })
  integrationId!: string;

  @PrimaryColumn('text', { name: 'cart_id' })
  cartId!: string;

  @Column('uuid', { name: 'workspace_id' })
  workspaceId!: string;

  @Column('text', { name: 'customer_external_id', nullable: true })
  customerExternalId!: string | null;

  @Column('text', { nullable: true })
  email!: string | null;

  @Column('text', { nullable: true })
  shop!: string | null;

  /** `atMs`, `currency`, `value` and `lines` of a `HookCart`. */
  @Column('jsonb')
  body!: JsonObject;

  @Column('bytea', { name: 'content_hash' })
  contentHash!: Buffer;

  @Column('timestamptz', { name: 'seen_at' })
  seenAt!: Date;

  @Column('timestamptz', { name: 'changed_at' })
  changedAt!: Date;
}

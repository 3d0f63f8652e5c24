import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Which state of a basket a route has considered. */
@Entity('routed_cart')
export class RoutedCartEntity {
  @PrimaryColumn('uuid', { name: 'route_id' })
  routeId!: string;

  @PrimaryColumn('text', { name: 'cart_id' })
  cartId!: string;

  @Column('bytea', { name: 'content_hash' })
  contentHash!: Buffer;
}

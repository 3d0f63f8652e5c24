import type { OrderLine, OrderRecord } from '#libs/domain/records.js';
import { badField, type Mapped } from '../sdk/map-rows.js';
import { idField, moneyField, textField } from '../sdk/fields.js';
import { isRow, quantityOf, type Row } from '../sdk/values.js';
import { marketplaceOf, type AddressRows, type AllegroRules } from './allegro-source.js';
import { momentOf, versionMomentOf } from '../sdk/moments.js';

/** Raise when the same row gives another record. */
export const ORDER_MAPPER = 1;

const LINE_FIELDS = 'id,product_id,product_attribute_id,product_quantity,product_name,product_reference,product_ean13,unit_price_tax_incl,unit_price_tax_excl';

export const ORDER_FIELDS = [
  'id', 'id_address_delivery', 'id_address_invoice', 'id_currency', 'id_customer', 'id_carrier', 'current_state', 'module', 'date_add', 'date_upd', 'id_shop', 'payment',
  'gift_message', 'total_paid', 'total_paid_real', 'total_shipping_tax_incl', 'total_discounts_tax_incl', 'reference', `order_rows[${LINE_FIELDS}]`,
] as const;

/** Left out where the version does not know them: the note exists since 1.7.8. */
export const ORDER_OPTIONAL_FIELDS = ['shipping_number', 'note'] as const;

export type OrderMapping = {
  readonly zone: string;
  readonly allegro: AllegroRules;
  readonly addresses: AddressRows;
  /** Customers that inherit erased people's orders: as an owner one of them would make one person of all those people. */
  readonly technicalOwners: ReadonlySet<string>;
};

function lineOf(row: Row): OrderLine {
  const id = idField(row, 'id');
  if (id === null) throw badField('line_id_missing', 'order_rows.id');
  const quantity = quantityOf(row['product_quantity']);
  if (typeof quantity !== 'string') throw badField('quantity_not_a_number', 'order_rows.product_quantity');
  return {
    id,
    productId: idField(row, 'product_id'),
    variantId: idField(row, 'product_attribute_id'),
    sku: textField(row, 'product_reference'),
    ean: textField(row, 'product_ean13'),
    name: textField(row, 'product_name') ?? '',
    quantity,
    unitGross: moneyField(row, 'unit_price_tax_incl'),
    unitNet: moneyField(row, 'unit_price_tax_excl'),
  };
}

/** Ids are digits without leading zeros: the shorter is the smaller. */
const byId = (a: OrderLine, b: OrderLine): number => a.id.length - b.id.length || (a.id < b.id ? -1 : 1);

/** Lines come in no order; an order without lines has no such list, and 8.0.1 writes an empty one as `[[null]]`. */
function linesOf(row: Row): OrderLine[] {
  const { associations } = row;
  const rows = isRow(associations) ? associations['order_rows'] : undefined;
  if (rows === undefined || rows === null || rows === '') return [];
  if (!Array.isArray(rows)) throw badField('lines_unreadable', 'associations.order_rows');
  const lines: OrderLine[] = [];
  for (const item of rows as readonly unknown[]) {
    if (isRow(item)) lines.push(lineOf(item));
    else if (!Array.isArray(item) && item !== null) throw badField('lines_unreadable', 'associations.order_rows');
  }
  return lines.sort(byId);
}

/** `total_paid` is the amount due, `total_paid_real` the sum of recorded payments. */
export function mapOrder(row: Row, { zone, allegro, addresses, technicalOwners }: OrderMapping): Mapped {
  const id = idField(row, 'id') ?? '';
  const placedAt = momentOf(row['date_add'], 'date_add', zone);
  const ownerId = idField(row, 'id_customer');
  const record: OrderRecord = {
    kind: 'order',
    externalId: id,
    shop: idField(row, 'id_shop'),
    zone,
    createdAt: placedAt,
    updatedAt: versionMomentOf(row['date_upd'], 'date_upd', zone),
    reference: textField(row, 'reference') ?? id,
    ownerId: ownerId !== null && technicalOwners.has(ownerId) ? null : ownerId,
    placedAt,
    status: idField(row, 'current_state'),
    currency: idField(row, 'id_currency'),
    total: moneyField(row, 'total_paid'),
    paid: moneyField(row, 'total_paid_real'),
    shipping: moneyField(row, 'total_shipping_tax_incl'),
    discount: moneyField(row, 'total_discounts_tax_incl'),
    payment: textField(row, 'payment'),
    carrier: idField(row, 'id_carrier'),
    waybill: textField(row, 'shipping_number'),
    deliveryAddressId: idField(row, 'id_address_delivery'),
    invoiceAddressId: idField(row, 'id_address_invoice'),
    deliveryAddress: null,
    invoiceAddress: null,
    contact: null,
    marketplace: marketplaceOf(row, addresses, allegro),
    note: textField(row, 'note'),
    lines: linesOf(row),
  };
  return record;
}

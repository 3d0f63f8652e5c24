import type { OrderRecord, SourceMoment } from '#libs/domain/records.js';
import type { OrderStage } from '#libs/domain/order-stage.js';
import { amountField, balanceField } from '../sdk/amounts.js';
import { flagField, idField, textField } from '../sdk/fields.js';
import { idOf, type Row } from '../sdk/values.js';
import { secondsField } from './seconds.js';
import { linesOf, totalOf } from './order-lines.js';
import { addressOf, contactOf, marketplaceOf, originOf } from './order-people.js';

/** Raise when the same row gives another record. */
export const ORDER_MAPPER = 1;

export const orderIdOf = (row: Row): string | null => idOf(row['order_id']);

const moment = (seconds: number | null): SourceMoment | null => (seconds === null ? null : { utc: new Date(seconds * 1_000).toISOString() });

/**
 * A row of getOrders in any shape seen from 2018 to 2026 (sheet section 4). `order_page` and `admin_comments` are never looked at:
 * one is a secret link, the other the seller's own. Placed is when the order was created: the confirmation lags behind it, once
 * by 18 hours. No date moves with an edit, hence none of a last change.
 */
export function mapOrder(row: Row): OrderRecord {
  const id = orderIdOf(row) ?? '';
  const createdAt = moment(secondsField(row, 'date_add'));
  const confirmedSeconds = secondsField(row, 'date_confirmed');
  const origin = originOf(row);
  const [lines, shipping] = [linesOf(row), amountField(row, 'delivery_price')];
  return {
    kind: 'order',
    externalId: id,
    shop: null,
    zone: null,
    createdAt,
    updatedAt: null,
    // What the buyer was told: the shop's own number, or the marketplace's; that of the panel only where there is no other.
    reference: origin?.number ?? id,
    ownerId: null,
    placedAt: createdAt,
    status: idField(row, 'order_status_id'),
    currency: textField(row, 'currency')?.toUpperCase() ?? null,
    total: totalOf(lines, shipping),
    paid: balanceField(row, 'payment_done'),
    shipping,
    discount: null,
    payment: textField(row, 'payment_method'),
    carrier: textField(row, 'delivery_method'),
    waybill: textField(row, 'delivery_package_nr'),
    deliveryAddressId: null,
    invoiceAddressId: null,
    deliveryAddress: addressOf(row, 'delivery'),
    invoiceAddress: addressOf(row, 'invoice'),
    contact: contactOf(row),
    marketplace: marketplaceOf(row),
    note: textField(row, 'user_comments'),
    lines,
    pickupPoint: textField(row, 'delivery_point_id'),
    ...(origin === undefined ? {} : { origin }),
    confirmed: flagField(row, 'confirmed') ?? confirmedSeconds !== null,
  };
}

/** Statuses are the seller's own words (sheet section 6), so that none of them means anything by itself. A return is no purchase. */
export function stageOf({ confirmed, origin }: OrderRecord): OrderStage {
  if (origin?.type === 'order_return') return 'failed';
  return confirmed === false ? 'unconfirmed' : 'open';
}

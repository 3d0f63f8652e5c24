import { localToUtc } from '#libs/domain/local-time.js';
import type { OrderOrigin, OrderRecord, SourceMoment } from '#libs/domain/records.js';
import { balanceField } from '../sdk/amounts.js';
import { flagField, textField } from '../sdk/fields.js';
import { badField } from '../sdk/map-rows.js';
import { momentOf } from '../sdk/moments.js';
import { idOf, textOf, type Row } from '../sdk/values.js';
import { isPurchase, localText, panelUrlOf, TIMES_IN, told, ZONE } from './assumptions.js';
import { lineRows, linesOf, totalOf } from './order-lines.js';
import { addressOf, contactOf, marketplaceOf, ownerOf, type Known } from './order-people.js';

/** Raise when the same row gives another record. */
export const ORDER_MAPPER = 2;

const FLAGS = ['is_paid'];
/** Stand for what staff typed in themselves: no account of anywhere. */
export const BY_HAND = { type: 'manual', account: '0' } as const;

/** A moment of the row, without the platform's text: it is no local time. @throws RowProblem */
function utcField(row: Row, field: string): SourceMoment | null {
  const moment = momentOf(row[field], field, TIMES_IN);
  return moment === null ? null : { utc: moment.utc };
}

/** When it was bought (A17), with the text of the clocks of those whose day is meant. */
export function placedAtOf(row: Row): SourceMoment | null {
  const placed = utcField(row, 'date_order') ?? utcField(row, 'create_date');
  return placed === null ? null : { utc: placed.utc, local: localText(Date.parse(placed.utc)) };
}

/** When the instance made it, ms since 1970; null when the row does not say. Never throws. */
export const createdMsOf = (row: Row): number | null => localToUtc(textOf(row['create_date']) ?? '', TIMES_IN);

function originOf(row: Row): OrderOrigin {
  const number = textField(row, 'integration_id');
  const type = textField(row, 'integration_type')?.toLowerCase() ?? null;
  return type === null ? { ...BY_HAND, number } : { type, account: idOf(row['integration_config']) ?? '0', number };
}

function waybillOf(row: Row): string | null {
  const list: unknown = row['waybills'] ?? [];
  if (!Array.isArray(list)) throw badField('waybills_unreadable', 'waybills');
  const texts = list.flatMap((one: unknown) => textOf(one) ?? []);
  return texts.length > 0 ? [...new Set(texts)].join(', ') : textField(row, 'delivery_package_nr');
}

const TAG = /<[^>]*>/gu;
const ENTITIES: readonly (readonly [string, string])[] = [['&nbsp;', ' '], ['&lt;', '<'], ['&gt;', '>'], ['&quot;', '"'], ['&#39;', "'"], ['&amp;', '&']];

/** Notes are written in an editor of HTML. */
function noteOf(row: Row): string | null {
  const text = (textField(row, 'note') ?? '').replaceAll(TAG, ' ');
  return textOf(ENTITIES.reduce((plain, [entity, letter]) => plain.replaceAll(entity, letter), text));
}

/**
 * An order as the list gives it (sheet section 6). No date moves with an edit, hence none of a last change. Whether it is paid is all
 * that is told of payments: an unpaid one may be paid in part.
 */
export function mapOrder(raw: Row, known: Known): OrderRecord {
  const row = told(raw, FLAGS);
  const id = idOf(row['id']) ?? '';
  const [lines, origin, status] = [lineRows(row), originOf(row), textField(row, 'status')];
  const [shipping, method] = [balanceField(row, 'delivery_price'), textField(row, 'delivery_method')];
  const total = totalOf(lines, { price: shipping, method });
  return {
    kind: 'order',
    externalId: id,
    shop: null,
    zone: ZONE,
    createdAt: utcField(row, 'create_date'),
    updatedAt: null,
    // What the buyer was told: the number on the source platform.
    reference: origin.number ?? textField(row, 'name') ?? id,
    ownerId: ownerOf(row, known),
    placedAt: placedAtOf(row),
    status,
    currency: textField(row, 'currency')?.toUpperCase() ?? null,
    total,
    paid: flagField(row, 'is_paid') === true ? total : null,
    shipping,
    discount: null,
    payment: textField(row, 'payment_method'),
    carrier: method ?? textField(row, 'logistic_company'),
    waybill: waybillOf(row),
    deliveryAddressId: null,
    invoiceAddressId: null,
    deliveryAddress: addressOf(row, 'delivery'),
    invoiceAddress: addressOf(row, 'invoice'),
    contact: contactOf(row),
    marketplace: marketplaceOf(row, known),
    note: noteOf(row),
    lines: linesOf(lines),
    pickupPoint: textField(row, 'delivery_point_id'),
    origin,
    counts: isPurchase(status),
    panelUrl: panelUrlOf(textField(row, 'order_panel_url'), [textField(row, 'client_token'), textField(row, 'rma_token')]),
    speaksForOwner: true,
  };
}

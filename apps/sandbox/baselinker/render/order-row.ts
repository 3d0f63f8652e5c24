/** An order as getOrders gives it; fields stand in the order of recorded bodies. */
import { damagedRow } from '../world/damage.js';
import { totalOf, type Line, type Order } from '../world/model.js';
import type { World } from '../world/world.js';
import { drifted } from './drift.js';
import { amount, mapOf } from './values.js';

export type RowParts = { readonly customFields: boolean; readonly commission: boolean; readonly connect: boolean };
export type Row = Readonly<Record<string, unknown>>;

/** Companies buy through a connection of two accounts. */
const CONNECTED: Readonly<Record<string, number>> = { connect_integration_id: 1, connect_contractor_id: 34 };
/** One row in so many has a field nobody announced. */
const NEWS = 16;

export function orderRow(world: World, order: Order, parts: RowParts): unknown {
  const { behaviour } = world;
  const row = drifted(currentRow(world, order, parts), behaviour.typeDrift, order.id);
  const lines = row['products'] as readonly Row[];
  const whole = behaviour.productsAsObject ? { ...row, products: mapOf(behaviour, Object.fromEntries(lines.map((line) => [String(line['order_product_id']), line]))) } : row;
  const damage = world.damaged.get(order.id);
  return damage === undefined ? whole : damagedRow(whole, damage);
}

function currentRow({ behaviour }: World, order: Order, { customFields, commission, connect }: RowParts): Row {
  const { delivery, invoice, point } = order;
  return {
    order_id: order.id,
    shop_order_id: order.shopOrderId,
    external_order_id: order.externalOrderId,
    order_source: order.source,
    order_source_id: order.sourceId,
    order_source_info: '-',
    order_status_id: order.statusId,
    confirmed: order.confirmed,
    date_confirmed: order.dateConfirmed,
    date_add: order.dateAdd,
    date_in_status: order.dateInStatus,
    user_login: order.userLogin,
    phone: order.phone,
    email: order.email,
    user_comments: order.userComments,
    admin_comments: order.adminComments,
    currency: order.currency,
    payment_method: order.paymentMethod,
    payment_method_cod: order.cashOnDelivery ? '1' : '0',
    payment_done: amount(order.paid),
    delivery_method_id: order.deliveryMethod === '' ? 0 : 4405,
    delivery_method: order.deliveryMethod,
    delivery_price: amount(order.deliveryPrice),
    delivery_package_module: '',
    delivery_package_nr: '',
    delivery_fullname: delivery.fullname,
    delivery_company: delivery.company,
    delivery_address: delivery.address,
    delivery_city: delivery.city,
    delivery_state: delivery.state,
    delivery_postcode: delivery.postcode,
    delivery_country_code: delivery.countryCode,
    delivery_point_id: point.id,
    delivery_point_name: point.name,
    delivery_point_address: point.address,
    delivery_point_postcode: point.postcode,
    delivery_point_city: point.city,
    invoice_fullname: invoice.fullname,
    invoice_company: invoice.company,
    invoice_nip: invoice.nip,
    invoice_address: invoice.address,
    invoice_city: invoice.city,
    invoice_state: invoice.state,
    invoice_postcode: invoice.postcode,
    invoice_country_code: invoice.countryCode,
    want_invoice: order.wantInvoice ? '1' : '0',
    extra_field_1: order.extra1,
    extra_field_2: order.extra2,
    ...(customFields ? { custom_extra_fields: mapOf(behaviour, customOf(order)) } : {}),
    order_page: `https://klient.baselinker.com/${String(order.id)}/${order.slug}/`,
    pick_state: 0,
    pack_state: 0,
    ...(commission ? { commission: { net: amount(Math.round(totalOf(order) * 0.08)), gross: amount(Math.round(totalOf(order) * 0.0984)), currency: order.currency } } : {}),
    ...(connect ? { connect_data: mapOf(behaviour, order.wantInvoice ? CONNECTED : {}) } : {}),
    delivery_country: delivery.country,
    invoice_country: invoice.country,
    ...(behaviour.unknownFields && order.id % NEWS === 0 ? { order_flags: { priority: [1, null] } } : {}),
    products: order.lines.map(lineRow),
  };
}

/** A file is a map with title and address. */
function customOf({ customExtra }: Order): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(customExtra).map(([id, value]) => [id, id === '181' ? { title: value, url: `https://upload.example/${value}` } : value]));
}

function lineRow(line: Line): Row {
  return {
    storage: line.storage,
    storage_id: line.storageId,
    order_product_id: line.orderProductId,
    product_id: line.productId,
    variant_id: line.variantId,
    name: line.name,
    attributes: line.attributes,
    sku: line.sku,
    ean: line.ean,
    location: '',
    warehouse_id: 21_002,
    auction_id: line.auctionId,
    price_brutto: amount(line.price),
    tax_rate: line.taxRate,
    quantity: line.quantity,
    weight: line.weight,
    bundle_id: line.bundleId,
  };
}

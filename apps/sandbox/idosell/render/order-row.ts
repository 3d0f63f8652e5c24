/** A row of the order reads: `Results[]`. */
import { productsCost } from '../world/basket.js';
import { dayOf, textOf } from '../world/clock.js';
import type { Order, Prepaid } from '../world/model.js';
import type { World } from '../world/world.js';
import { lineRows } from './line-row.js';
import { clientResult } from './order-people.js';
import { drifting, money, moment, type Row } from './values.js';

export type OrderView = { readonly version: number; readonly folded: boolean };

export function orderRow(world: World, order: Order, view: OrderView): Row {
  const row: Row = {
    orderId: order.orderId,
    orderSerialNumber: order.id,
    orderType: order.type,
    clientResult: clientResult(world, order, view.version),
    orderDetails: detailsOf(world, order, view),
    orderBridgeNote: '',
    errors: [],
  };
  return spoiled(order, row);
}

function detailsOf(world: World, order: Order, { version, folded }: OrderView): Row {
  const { emptyDispatch } = world.settings;
  const unsent = emptyDispatch === 'by-version' ? (version <= 5 ? 0 : null) : emptyDispatch;
  return {
    orderChangeDate: textOf(order.changed),
    receivedDate: '',
    payments: paymentsOf(order),
    dispatch: dispatchOf(order),
    prepaids: order.prepaids.map((prepaid, index) => prepaidRow(order, prepaid, index)),
    purchaseDate: dayOf(order.added),
    subscriptionId: 0,
    orderStatus: order.status,
    // Recorded answers of v5 do not have it.
    orderStatusId: version <= 5 ? undefined : drifting(version, order.statusId),
    orderStatusChangeDate: version >= 8 ? textOf(order.statusChanged) : undefined,
    orderOperatorLogin: order.type === 'r' ? 'sprzedaz' : '',
    orderPackingPersonLogin: null,
    apiFlag: 'none',
    orderConfirmation: order.status === 'new' ? 'none' : 'email',
    orderAddDate: textOf(order.added),
    orderDispatchDate: moment(order.dispatched, unsent),
    orderPrepareTime: version <= 5 ? 0 : null,
    clientNoteToOrder: order.clientNote,
    clientNoteToCourier: order.courierNote,
    orderNote: order.note,
    stockId: 1,
    clientRequestInvoice: order.invoice,
    emailProcessingConsent: world.orderConsent ? order.sharing : undefined,
    clientDeliveryAddressId: drifting(version, order.delivery.id),
    productRemovedInStock: order.dispatched === null ? 'n' : 'y',
    orderSourceResults: sourceOf(order),
    auctionInfo: order.allegro === null ? {} : auctionOf(order),
    discountCode: order.discountCode === null ? undefined : { campaignId: 5, discountCodeName: order.discountCode, discountCodeValue: '10%' },
    productsResults: order.linesShown === 'absent' ? undefined : order.linesShown === 'empty' ? [] : lineRows(order, version, folded),
    dropshippingOrderStatus: order.endAccount === null ? 'none' : 'new',
    ...(version <= 5 ? {} : { transactionType: order.id % 6 === 0 ? 'national' : null, splitPayment: false }),
    ...(version <= 7 ? {} : { allProductPacked: order.dispatched === null ? 'n' : 'y', plannedDateOfPacking: null, verified: 'n' }),
  };
}

function paymentsOf(order: Order): Row {
  const base = { orderProductsCost: money(productsCost(order.lines, order.worth, true)), orderDeliveryCost: money(order.deliveryCost * order.rate) };
  return {
    orderPaymentDays: order.payment === 'tradecredit' ? 14 : 0,
    orderPaymentType: order.payment,
    orderRebatePercent: order.rebate,
    orderWorthCalculateType: order.worth,
    orderVatExists: 'y',
    orderCurrency: {
      currencyId: order.currency, orderCurrencyValue: order.rate, ...(order.currency === 'EUR' ? { orderCurrencyScale: 1 } : {}), billingCurrencyRate: order.rate,
      orderProductsCost: money(productsCost(order.lines, order.worth, false)), orderDeliveryCost: money(order.deliveryCost), orderPayformCost: money(order.payformCost), orderInsuranceCost: 0,
    },
    orderBaseCurrency: {
      ...base, orderDeliveryVat: 23, orderPayformCost: money(order.payformCost * order.rate), orderPayformVat: 23, orderInsuranceCost: 0, orderInsuranceVat: 0, billingCurrency: 'PLN',
    },
  };
}

function dispatchOf(order: Order): Row {
  return {
    courierWebserviceOnly: false,
    deliveryWeight: order.lines.reduce((sum, line) => sum + Math.round(line.product.weight * line.quantity), 0),
    courierName: order.courier.name,
    courierId: order.courier.id,
    deliveryPackageId: order.waybill,
    deliveryDate: dayOf(order.added + 2 * 86_400),
    estimatedDeliveryDate: order.id % 9 === 0 ? '0000-00-00 00:00:00' : `${dayOf(order.added + 86_400)} 16:00:00`,
    deliveryDateAdditional: '',
  };
}

function prepaidRow(order: Order, prepaid: Prepaid, index: number): Row {
  return {
    prepaidId: prepaid.id, paymentOrdinalNumber: index + 1, paymentNumber: `${String(order.id)}-${String(index + 1)}`, paymentAddDate: textOf(prepaid.added),
    paymentModifiedDateByClient: textOf(prepaid.added), paymentModifiedDateByShop: moment(prepaid.booked, prepaid.id % 2 === 0 ? '' : '0000-00-00 00:00:00'),
    paymentStatus: prepaid.booked === null ? 'n' : 'y', paymentType: prepaid.type, payformId: prepaid.formId, payformName: prepaid.formName, payformAccount: '',
    paymentValue: money(prepaid.value), currencyId: order.currency,
  };
}

function sourceOf(order: Order): Row {
  const { source } = order;
  return {
    preorderSourcesDetails: order.id % 3 === 0 ? [{ orderSourceType: 'shop', orderSourceName: 'Wejście bezpośrednie', orderSourceTypeId: 1, orderSourceId: 1, entryDate: textOf(order.added) }] : [],
    orderSourceType: source.type,
    shopId: order.shopId,
    auctionsServiceName: source.service,
    orderSourceDetails: {
      fresh: 'n', fulfillment: 'n', ...(source.type === 'shop' ? { sourcePageUrl: 'https://sklep-przyklad.example.pl/' } : {}), orderSourceName: source.name, orderSourceTypeId: source.typeId,
      orderSourceType: source.type, orderSourceId: source.id, orderExternalId: source.externalId,
    },
  };
}

function auctionOf(order: Order): Row {
  return { auctionClientId: order.allegro?.auctionId ?? '', auctionClientLogin: order.allegro?.login ?? '', auctionClientEmail: order.account.email, auctionItemsIds: [{ auctionItemId: String(7_000_000_000 + order.id) }] };
}

function spoiled(order: Order, row: Row): Row {
  const details = row['orderDetails'] as Row;
  const payments = details['payments'] as Row;
  switch (order.damage) {
    default: return row;
    case 'bad-date': return { ...row, orderDetails: { ...details, orderAddDate: 'wczoraj', orderChangeDate: '2026-13-45 99:99:99' } };
    case 'bad-total': return { ...row, orderDetails: { ...details, payments: { ...payments, orderCurrency: { ...(payments['orderCurrency'] as Row), orderProductsCost: 'abc' } } } };
    case 'bad-type': return { ...row, clientResult: 'array', orderDetails: { ...details, productsResults: 'array' } };
    case 'no-id': return { ...row, orderId: undefined, orderSerialNumber: undefined };
  }
}

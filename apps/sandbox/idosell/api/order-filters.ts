/** Filters of the order search. */
import type { Order } from '../world/model.js';
import { SEARCHABLE } from '../world/statuses.js';
import { within, type Params, type Range } from './params.js';

export type OrderTest = (order: Order) => boolean;

const DATES: Readonly<Record<string, (order: Order, range: Range) => boolean>> = {
  add: (order, range) => within(order.added, range),
  modified: (order, range) => within(order.changed, range),
  dispatch: (order, range) => within(order.dispatched, range),
  payment: (order, range) => order.prepaids.some((prepaid) => within(prepaid.booked, range)),
  last_payments_operation: (order, range) => within(order.prepaids.at(-1)?.booked ?? order.prepaids.at(-1)?.added ?? null, range),
  declared_payments: (order, range) => order.prepaids.some((prepaid) => within(prepaid.added, range)),
};

export function orderTests(params: Params): OrderTest[] {
  const tests: OrderTest[] = [...rangeTests(params.group('ordersRange')), ...sourceTests(params.group('orderSource'))];
  const serials = params.list('ordersSerialNumbers');
  if (serials !== null) tests.push(({ id }) => serials.includes(String(id)));
  const ids = params.list('ordersIds');
  if (ids !== null) tests.push(({ orderId }) => ids.includes(orderId));
  const external = params.text('orderExternalId');
  if (external !== null && external !== '') tests.push(({ source }) => source.externalId === external);
  // Codes the filter does not know are dropped; when none is left there is no filter.
  const statuses = params.list('ordersStatuses')?.filter((code) => SEARCHABLE.has(code)) ?? [];
  if (statuses.length > 0) tests.push(({ status }) => statuses.includes(status));
  const statusIds = params.list('ordersStatusesIds');
  if (statusIds !== null) tests.push(({ statusId }) => statusIds.includes(String(statusId)));
  const prepaid = params.text('orderPrepaidStatus');
  if (prepaid === 'unpaid') tests.push((order) => order.payment === 'prepaid' && !order.prepaids.some((one) => one.booked !== null));
  if (prepaid === 'restored') tests.push((order) => order.prepaids.some((one) => one.type === 'repayment'));
  if (prepaid === 'waiting') tests.push((order) => order.prepaids.some((one) => one.booked === null));
  const types = { retail: ['n', 'r'], wholesale: ['t', 'p'] }[params.text('orderType') ?? ''];
  if (types !== undefined) tests.push(({ type }) => types.includes(type));
  if (params.text('orderType') === 'dropshipping') tests.push(({ endAccount }) => endAccount !== null);
  const paymentType = params.text('orderPaymentType');
  if (paymentType === 'prepaid' || paymentType === 'cash_on_delivery' || paymentType === 'tradecredit') tests.push(({ payment }) => payment === paymentType);
  const waybills = params.group('packages').list('packagesNumbers');
  if (waybills !== null) tests.push(({ waybill }) => waybills.includes(waybill));
  const clients = params.groups('clients').map(clientTests).filter((list) => list.length > 0);
  if (clients.length > 0) tests.push((order) => clients.some((list) => list.every((test) => test(order))));
  return tests;
}

function rangeTests(group: Params): OrderTest[] {
  const tests: OrderTest[] = [];
  const dates = group.group('ordersDateRange');
  const range = dates.range('ordersDateBegin', 'ordersDateEnd');
  const types = [dates.text('ordersDateType'), ...dates.groups('ordersDatesTypes').map((type) => type.text('ordersDatesType'))];
  const reads = types.map((type) => DATES[type ?? '']).filter((read) => read !== undefined);
  const [only] = reads;
  if (range !== null && only !== undefined && reads.length === 1) tests.push((order) => only(order, range));
  else if (range !== null && reads.length > 0) tests.push((order) => reads.some((read) => read(order, range)));
  const serials = group.group('ordersSerialNumberRange');
  const [begin, end] = [serials.int('ordersSerialNumberBegin'), serials.int('ordersSerialNumberEnd')];
  if (begin !== null) tests.push(({ id }) => id >= begin);
  if (end !== null) tests.push(({ id }) => id <= end);
  return tests;
}

function sourceTests(group: Params): OrderTest[] {
  const tests: OrderTest[] = [];
  const shops = group.list('shopsIds');
  if (shops !== null) tests.push(({ shopId }) => shops.includes(String(shopId)));
  const mask = group.int('shopsMask');
  if (mask !== null && mask > 0) tests.push(({ shopId }) => (mask & (1 << (shopId - 1))) !== 0);
  const auctions = group.group('auctionsParams').list('auctionsServicesNames');
  if (auctions !== null) tests.push(({ source }) => auctions.includes(source.service ?? ''));
  return tests;
}

function clientTests(group: Params): OrderTest[] {
  const tests: OrderTest[] = [];
  const id = group.int('clientId');
  if (id !== null) tests.push(({ account }) => account.clientId === id);
  const fields: readonly (readonly [string, (order: Order) => string])[] = [
    ['clientLogin', ({ account }) => account.login], ['clientEmail', ({ account }) => account.email], ['clientFirstName', ({ billing }) => billing.firstName],
    ['clientLastName', ({ billing }) => billing.lastName], ['clientCity', ({ billing }) => billing.city], ['clientFirm', ({ billing }) => billing.firm], ['clientNip', ({ billing }) => billing.nip],
  ];
  for (const [name, read] of fields) {
    const text = group.text(name)?.toLowerCase() ?? '';
    if (text !== '') tests.push((order) => read(order).toLowerCase() === text);
  }
  return tests;
}

/** Filters of GET /v2/orders (sheet section 5). Every one given must fit; there is none for edits. */
import type { Behaviour } from '../options.js';
import { STATUS_NAMES } from '../world/dictionaries.js';
import type { Order } from '../world/model.js';
import { contactsOf, emailTest, phoneTest } from './contacts.js';
import { momentMs } from './moments.js';
import type { Moment, Query } from './query.js';

type Test = (order: Order) => boolean;

const SUBIEKT = ['turned_off', 'new', 'to_order_process', 'to_invoice_process', 'to_invoice_download', 'done'];

/** Reads all of them, so that one 422 can name all that is wrong; the tests are made after `query.check()`. */
export function orderFilters(query: Query, behaviour: Behaviour): () => Test {
  const tests: (() => Test | null)[] = [];
  const add = <T>(value: T | null, test: (value: T) => Test): void => {
    tests.push(() => (value === null ? null : test(value)));
  };
  const after = (edge: number): ((ms: number | null) => boolean) => (ms) => ms !== null && (behaviour.dateFrom === 'inclusive' ? ms >= edge : ms > edge);
  const before = (edge: number): ((ms: number | null) => boolean) => (ms) => ms !== null && (behaviour.dateTo === 'inclusive' ? ms <= edge : ms < edge);
  const dated = (name: string, read: (order: Order) => number | null, side: (edge: number) => (ms: number | null) => boolean): void => {
    add<Moment>(query.moment(name), (moment) => {
      const fits = side(momentMs(moment, behaviour));
      return (order) => fits(read(order));
    });
  };
  add(query.whole('id_from'), (from) => (order) => (behaviour.idFrom === 'inclusive' ? order.id >= from : order.id > from));
  add(query.text('email'), (asked) => anyOf('email', emailTest(asked, behaviour), behaviour));
  add(query.text('phone'), (asked) => anyOf('phone', phoneTest(asked, behaviour), behaviour));
  add(query.whole('delivery_partner_id'), (id) => (order) => order.deliveryPartnerId === id);
  add(query.whole('invoice_partner_id'), (id) => (order) => order.invoicePartnerId === id);
  dated('order_date_from', (order) => order.orderedMs, after);
  dated('create_date_from', (order) => order.createdMs, after);
  dated('create_date_to', (order) => order.createdMs, before);
  add(query.choice('status', STATUS_NAMES), (status) => (order) => order.status === status);
  add(query.whole('folder_id'), (id) => (order) => order.folderId === id);
  add(query.whole('shop_id'), (id) => (order) => order.shopId === id);
  add(query.text('integration_type'), (type) => (order) => order.source === type);
  add(query.whole('integration_config'), (config) => (order) => order.config === config);
  // No order here was ever sent to Subiekt.
  add(query.choice('subiekt_status', SUBIEKT), (status) => () => status === 'turned_off');
  add(query.text('subiekt_order_number'), (number) => () => number.toLowerCase() === 'false');
  return () => {
    const made = tests.flatMap((test) => test() ?? []);
    return (order) => made.every((test) => test(order));
  };
}

function anyOf(field: 'email' | 'phone', fits: (value: string | null) => boolean, behaviour: Behaviour): Test {
  return (order) => contactsOf(order, field, behaviour).some(fits);
}

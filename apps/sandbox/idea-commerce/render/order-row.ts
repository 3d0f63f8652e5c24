/** SaleOrder as the API gives it (sheet section 6). */
import type { Behaviour } from '../options.js';
import { COUNTRIES, INTEGRATIONS } from '../world/dictionaries.js';
import type { Address, Order } from '../world/model.js';
import type { World } from '../world/world.js';
import { amountsAsText, lineRows } from './line-row.js';
import { withNothing } from './nothing.js';
import { amount, dateText } from './values.js';

type Row = Readonly<Record<string, unknown>>;
/** `lang`: code of a language the instance has; `single`: the order was asked for by its id. */
export type RowWish = { readonly lang: string; readonly single: boolean };

/** Undocumented fields come with every order whose id this divides. */
const NEWS = 17;

export function orderRow({ behaviour, settings }: Pick<World, 'behaviour' | 'settings'>, order: Order, { lang, single }: RowWish): Row {
  const text = behaviour.amounts === 'text' || (behaviour.amounts === 'mixed' && order.id % 5 === 2);
  const lines = !single && !behaviour.linesInLists ? [] : lineRows(order, behaviour).map((line) => withNothing(text ? amountsAsText(line) : line, order.id, behaviour.nulls));
  const row = { ...identity(order, behaviour), ...money(order), ...people(order, lang), ...links(order, settings.instance, behaviour), order_lines: lines.length === 0 && order.id % 2 === 0 ? null : lines };
  const news = behaviour.unknownFields && order.id % NEWS === 0 ? { priority_score: { value: 3, history: [] } } : {};
  return withNothing({ ...(text ? amountsAsText(row) : row), ...news }, order.id, behaviour.nulls);
}

function identity(order: Order, behaviour: Behaviour): Row {
  const date = (ms: number | null): string | null => (ms === null ? null : dateText(ms, behaviour));
  const { source } = order;
  return {
    id: order.id,
    name: order.name,
    integration_id: order.integrationId,
    integration_type: source === 'allegro' && behaviour.typeCase === 'mixed' && order.id % 11 === 0 ? 'Allegro' : source,
    integration_config: order.config,
    integration_delivery_id: null,
    ...loginsOf(order, behaviour),
    status: order.status,
    confirmed: order.confirmedMs !== null,
    is_paid: order.paid,
    folder_id: order.folderId,
    shop_id: order.shopId,
    errors: order.id % 29 === 0 ? 'Brak towaru na magazynie' : null,
    note: order.note,
    date_order: date(order.orderedMs),
    confirm_date: date(order.confirmedMs),
    create_date: date(order.createdMs),
  };
}

/** The buyer, the seller's own account, an e-mail, or nothing, in two fields (A12). */
function loginsOf({ id, source, config, login }: Order, { allegroLogin }: Behaviour): Row {
  const account = INTEGRATIONS.find(({ account_id: own }) => own === config)?.account_name ?? null;
  if (source !== 'allegro') return { integration_login: account, user_login: login };
  const draw = allegroLogin === 'user' ? 1 : allegroLogin === 'integration' ? 0 : id % 13 === 0 ? 13 : id % 3;
  if (draw === 0) return { integration_login: login, user_login: null };
  if (draw === 13) return { integration_login: account, user_login: null };
  return { integration_login: draw === 1 ? account : 'sprzedaz@wzorcowy.example', user_login: login };
}

function money(order: Order): Row {
  return {
    currency: order.currency,
    payment_method: order.payment,
    payment_method_cod: order.cod,
    delivery_cost: order.source === null ? null : amount(order.deliveryCost),
    // Nothing to pay is also nothing at all.
    delivery_price: order.deliveryPrice === 0 && order.id % 6 === 5 ? null : amount(order.deliveryPrice),
    delivery_method: order.deliveryMethod,
    logistic_company: order.carrier,
    waybills: order.waybills.length === 0 && order.id % 3 === 0 ? null : order.waybills,
    delivery_package_nr: order.waybills[0] ?? null,
    delivery_package_url: order.waybills[0] === undefined ? null : `https://sledzenie.example/${order.waybills[0]}`,
    delivery_point_id: order.point?.id ?? null,
    delivery_point_name: order.point?.name ?? null,
    delivery_point_street: order.point?.street ?? null,
    delivery_point_zip: order.point?.zip ?? null,
    delivery_point_city: order.point?.city ?? null,
  };
}

function people(order: Order, lang: string): Row {
  return {
    partner_email: order.email,
    partner_phone: order.phone,
    delivery_partner_id: order.deliveryPartnerId,
    ...addressRow('delivery', order.delivery, lang),
    invoice_partner_id: order.invoicePartnerId,
    ...addressRow('invoice', order.invoice, lang),
    invoice_vat: order.vat,
    invoice_option: order.wantInvoice,
  };
}

function addressRow(prefix: 'delivery' | 'invoice', { name, street, zip, city, countryCode, email, phone }: Address, lang: string): Row {
  const country = countryCode === null ? null : (COUNTRIES[lang]?.[countryCode] ?? countryCode);
  const fields = { name, street, zip, city, country, country_code: countryCode, email, phone };
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [`${prefix}_${field}`, value]));
}

/** Whoever has the link is let in: it must never be logged. */
function links({ id, secrets, customFields, source }: Order, instance: string, { panelUrl }: Behaviour): Row {
  const panel = `https://${instance}.ideaerp.pl/`;
  return {
    order_panel_url: id % 8 === 0 ? null : panelUrl === 'staff' ? `${panel}orders/${String(id)}` : `${panel}my/orders/${String(id)}?access_token=${secrets.panel}`,
    client_token: secrets.client,
    rma_token: secrets.rma,
    rma_ids: [],
    additional_information: source === 'allegro' ? { smart: id % 2 === 0, delivery_time: null } : {},
    custom_fields: customFields,
  };
}

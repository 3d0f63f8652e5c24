import { copyOf, type Copy } from './copy.js';
import { emailKey, fold, phoneHints, type Key } from './keys.js';
import { flag, moment, reference, text, type ShopRow } from './rows.js';

/** Inherits the orders of erased people; not a customer. */
const TECHNICAL_EMAIL = 'anonymous@psgdpr.com';

const ownKey = (integrationId: string, id: string | null): Key[] => (id === null ? [] : [{ type: 'shop_id', value: `${integrationId}/${id}` }]);

export function customerCopy(row: ShopRow, integrationId: string): Copy | null {
  const email = text(row['email']);
  if (email === TECHNICAL_EMAIL) return null;
  const externalId = text(row['id']) ?? '';
  const [firstName, lastName, company] = [text(row['firstname']), text(row['lastname']), text(row['company'])];
  const updatedAt = moment(row['date_upd']);
  const [active, deleted, newsletter, optin] = [flag(row['active']), flag(row['deleted']), flag(row['newsletter']), flag(row['optin'])];
  const guest = flag(row['is_guest']);
  const birthday = text(row['birthday']);
  const record = {
    kind: 'customer', externalId, shop: reference(row['id_shop']), zone: 'Europe/Warsaw', createdAt: moment(row['date_add']), updatedAt,
    standing: guest ? 'alias' : 'account', email, firstName, lastName, company, taxNumber: text(row['siret']),
    birthDate: birthday === null || birthday.startsWith('0000') ? null : birthday, language: reference(row['id_lang']), phones: [], active, deleted,
    newsletter, partnerOffers: optin,
  };
  const key = email === null ? null : emailKey(email);
  const name = [firstName, lastName].filter((part) => part !== null).join(' ');
  return copyOf(record, {
    keys: [...ownKey(integrationId, externalId), ...(key === null ? [] : [key])],
    hints: key?.type === 'allegro_address' && email !== null ? [{ type: 'email_seen', value: email.toLowerCase() }] : [],
    head: { name: name === '' ? (company ?? email ?? '') : name, email, company, words: fold([firstName, lastName, company, email].filter((word) => word !== null).join(' ')) },
    rank: guest ? 1 : 0,
    digest: `${[newsletter, optin, deleted, active].map(Number).join('')} ${updatedAt?.local ?? ''}`,
  });
}

export function addressCopy(row: ShopRow, integrationId: string): Copy | null {
  const ownerId = reference(row['id_customer']);
  if (ownerId === null) return null;
  const phones = [text(row['phone']), text(row['phone_mobile'])].filter((phone) => phone !== null);
  const record = {
    kind: 'address', externalId: text(row['id']) ?? '', shop: null, zone: 'Europe/Warsaw', createdAt: moment(row['date_add']), updatedAt: moment(row['date_upd']),
    ownerId, label: text(row['alias']),
    address: {
      firstName: text(row['firstname']), lastName: text(row['lastname']), company: text(row['company']), taxNumber: text(row['vat_number']) ?? text(row['dni']),
      street: text(row['address1']), street2: text(row['address2']), postcode: text(row['postcode']), city: text(row['city']),
      country: reference(row['id_country']), phones: [...new Set(phones)],
    },
    deleted: flag(row['deleted']),
  };
  return copyOf(record, { ownerId, keys: ownKey(integrationId, ownerId), hints: phoneHints(phones) });
}

function linesOf(row: ShopRow): object[] {
  const { order_rows: rows = [] } = (row['associations'] ?? {}) as { readonly order_rows?: readonly ShopRow[] };
  return rows.map((line) => ({
    id: text(line['id']), productId: reference(line['product_id']), variantId: reference(line['product_attribute_id']), sku: text(line['product_reference']),
    ean: text(line['product_ean13']), name: text(line['product_name']) ?? '', quantity: text(line['product_quantity']),
    unitGross: text(line['unit_price_tax_incl']), unitNet: text(line['unit_price_tax_excl']),
  }));
}

export function orderCopy(row: ShopRow, integrationId: string): Copy {
  const ownerId = reference(row['id_customer']);
  const placedAt = moment(row['date_add']);
  const note = text(row['note']);
  const allegro = text(row['payment'])?.startsWith('Allegro') === true;
  const login = allegro ? note : null;
  const orderNumber = text(row['reference']);
  const record = {
    kind: 'order', externalId: text(row['id']) ?? '', shop: reference(row['id_shop']), zone: 'Europe/Warsaw', createdAt: placedAt, updatedAt: moment(row['date_upd']),
    reference: orderNumber, ownerId, placedAt, status: reference(row['current_state']), currency: reference(row['id_currency']), total: text(row['total_paid']),
    paid: text(row['total_paid_real']), shipping: text(row['total_shipping_tax_incl']), discount: text(row['total_discounts_tax_incl']),
    payment: text(row['payment']), carrier: reference(row['id_carrier']), waybill: text(row['shipping_number']),
    deliveryAddressId: reference(row['id_address_delivery']), invoiceAddressId: reference(row['id_address_invoice']), deliveryAddress: null, invoiceAddress: null,
    contact: null, marketplace: allegro ? { name: 'allegro', login, emails: [] } : null, note, lines: linesOf(row),
  };
  const hints = login === null ? [] : [{ type: 'allegro_login' as const, value: login.toLowerCase() }];
  return copyOf(record, { ownerId, keys: ownKey(integrationId, ownerId), hints, orderNumber, placedAt: placedAt?.utc ?? null, login });
}

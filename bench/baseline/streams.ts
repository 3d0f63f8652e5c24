import type { Copy, Kind } from './copy.js';
import { addressCopy, customerCopy, orderCopy } from './map.js';
import type { ShopRow } from './rows.js';

/** One resource of the shop: what is asked for, page by page, and how a row is mapped. Same fields and page sizes as the service. */
export type StreamPlan = {
  readonly name: 'customers' | 'addresses' | 'orders';
  readonly kind: Kind;
  readonly pageSize: number;
  readonly fields: string;
  readonly copy: (row: ShopRow, integrationId: string) => Copy | null;
};

const LINES = 'order_rows[id,product_id,product_attribute_id,product_quantity,product_name,product_reference,product_ean13,unit_price_tax_incl,unit_price_tax_excl]';

export const STREAMS: readonly StreamPlan[] = [
  {
    name: 'customers', kind: 'customer', pageSize: 200, copy: customerCopy,
    fields: 'id,id_lang,lastname,firstname,email,birthday,newsletter,optin,company,siret,active,deleted,is_guest,id_shop,date_add,date_upd',
  },
  {
    name: 'addresses', kind: 'address', pageSize: 200, copy: addressCopy,
    fields:
      'id,id_customer,id_manufacturer,id_supplier,id_country,alias,company,lastname,firstname,vat_number,address1,address2,postcode,city,other,phone,phone_mobile,dni,deleted,date_add,date_upd',
  },
  {
    name: 'orders', kind: 'order', pageSize: 100, copy: orderCopy,
    fields:
      `id,id_address_delivery,id_address_invoice,id_currency,id_customer,id_carrier,current_state,module,date_add,date_upd,id_shop,payment,gift_message,total_paid,total_paid_real,` +
      `total_shipping_tax_incl,total_discounts_tax_incl,reference,${LINES},shipping_number,note`,
  },
];

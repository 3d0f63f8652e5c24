/**
 * Which fields a resource shows, in the order the webservice emits them, by version.
 * Notation: `name:type[@resource it links to[/first level of the link]][+first level][-last level]`; types: i integer, b boolean, d decimal text,
 * t date or date-time, s text, m one text a language, c computed (shown, never filterable).
 */
import type { Profile } from './profile.js';

export type FieldType = 'i' | 'b' | 'd' | 't' | 's' | 'm' | 'c';

export type Field = {
  readonly name: string;
  readonly type: FieldType;
  /** Resource an `xlink:href` points to. */
  readonly link: string | null;
  /** `"name":`, ready for JSON. */
  readonly member: string;
};

const ROW_FIELDS =
  'id:i product_id:i@products/80 product_attribute_id:i product_quantity:i product_name:s product_reference:s product_ean13:s ' +
  'product_isbn:s+17 product_upc:s product_price:d id_customization:i@customizations+17 unit_price_tax_incl:d unit_price_tax_excl:d';

const NOTATION = {
  addresses:
    'id_customer:i@customers id_manufacturer:i@manufacturers id_supplier:i@suppliers id_warehouse:i@warehouse-17 id_country:i@countries ' +
    'id_state:i@states id_warehouse:i@warehouse+80 alias:s company:s lastname:s firstname:s vat_number:s address1:s address2:s postcode:s ' +
    'city:s other:s phone:s phone_mobile:s dni:s deleted:b date_add:t date_upd:t',
  configurations: 'value:s name:s id_shop_group:i id_shop:i date_add:t date_upd:t',
  countries:
    'id_zone:i@zones id_currency:i@currencies call_prefix:i iso_code:s active:b contains_states:b need_identification_number:b ' +
    'need_zip_code:b zip_code_format:s display_tax_label:b name:m',
  currencies:
    'names:m+17 name:s symbol:m+17 iso_code:s iso_code_num:s-16 numeric_iso_code:s+17 blank:b-16 sign:s-16 format:i-16 decimals:b-16 ' +
    'precision:i+17 conversion_rate:d deleted:b active:b unofficial:b+17 modified:b+17 pattern:m+17',
  customers:
    'id_default_group:i@groups id_lang:i@languages newsletter_date_add:t ip_registration_newsletter:s last_passwd_gen:t secure_key:s ' +
    'deleted:b passwd:s lastname:s firstname:s email:s id_gender:i birthday:t newsletter:b optin:b website:s company:s siret:s ape:s ' +
    'outstanding_allow_amount:d show_public_prices:b id_risk:i max_payment_days:i active:b note:s is_guest:b id_shop:i id_shop_group:i ' +
    'date_add:t date_upd:t reset_password_token:s+17 reset_password_validity:t+17',
  languages: 'name:s iso_code:s locale:s+17 language_code:s active:b is_rtl:b date_format_lite:s date_format_full:s',
  messages: 'id_cart:i@carts id_order:i@orders id_customer:i@customers id_employee:i@employees message:s private:b date_add:t',
  order_histories: 'id_employee:i@employees id_order_state:i@order_states id_order:i@orders date_add:t',
  order_states:
    'unremovable:b delivery:b hidden:b send_email:b module_name:s invoice:b color:s logable:b shipped:b paid:b pdf_delivery:b ' +
    'pdf_invoice:b deleted:b name:m template:m',
  orders:
    'id_address_delivery:i@addresses id_address_invoice:i@addresses id_cart:i@carts id_currency:i@currencies id_lang:i@languages ' +
    'id_customer:i@customers id_carrier:i@carriers current_state:i@order_states module:s invoice_number:i invoice_date:t ' +
    'delivery_number:i delivery_date:t valid:b date_add:t date_upd:t shipping_number:c note:s+17 id_shop_group:i id_shop:i secure_key:s ' +
    'payment:s recyclable:b gift:b gift_message:s mobile_theme:b total_discounts:d total_discounts_tax_incl:d total_discounts_tax_excl:d ' +
    'total_paid:d total_paid_tax_incl:d total_paid_tax_excl:d total_paid_real:d total_products:d total_products_wt:d total_shipping:d ' +
    'total_shipping_tax_incl:d total_shipping_tax_excl:d carrier_tax_rate:d total_wrapping:d total_wrapping_tax_incl:d ' +
    'total_wrapping_tax_excl:d round_mode:i round_type:i conversion_rate:d reference:s',
  shops: 'id_shop_group:i@shop_groups id_category:i id_theme:i-16 active:b deleted:b name:s color:s+17 theme_name:s+17',
} as const satisfies Readonly<Record<string, string>>;

export type ResourceName = keyof typeof NOTATION;

export const RESOURCE_NAMES = Object.keys(NOTATION) as readonly ResourceName[];

const SINGULAR: Readonly<Record<ResourceName, string>> = {
  addresses: 'address',
  configurations: 'configuration',
  countries: 'country',
  currencies: 'currency',
  customers: 'customer',
  languages: 'language',
  messages: 'message',
  order_histories: 'order_history',
  order_states: 'order_state',
  orders: 'order',
  shops: 'shop',
};

/** A list of small records inside an entity. */
export type Association = {
  readonly name: 'groups' | 'order_rows';
  readonly node: string;
  /** Attributes of the wrapping XML element. */
  readonly attributes: string;
  readonly fields: readonly Field[];
};

/** One resource as a version shows it; `fields` start with `id`. */
export type ResourceShape = {
  readonly name: ResourceName;
  readonly singular: string;
  readonly fields: readonly Field[];
  readonly byName: ReadonlyMap<string, Field>;
  readonly association: Association | null;
  /** Class named in the text of error 131. */
  readonly className: string;
};

function parse(notation: string, level: number): Field[] {
  const fields: Field[] = [];
  for (const word of notation.split(' ')) {
    const match = /^(\w+):([ibdtsmc])(?:@(\w+)(?:\/(\d+))?)?(?:\+(\d+))?(?:-(\d+))?$/.exec(word);
    if (match === null) throw new Error(`Unreadable field notation: ${word}`);
    const [, name = '', type, link, linkSince, since, until] = match;
    if (since !== undefined && level < Number(since)) continue;
    if (until !== undefined && level > Number(until)) continue;
    fields.push({ name, type: type as FieldType, link: link !== undefined && level >= Number(linkSince ?? 0) ? link : null, member: `"${name}":` });
  }
  return fields;
}

function association(name: ResourceName, level: number): Association | null {
  if (name === 'orders') {
    return { name: 'order_rows', node: 'order_row', attributes: ' nodeType="order_row" virtualEntity="true"', fields: parse(ROW_FIELDS, level) };
  }
  if (name === 'customers') return { name: 'groups', node: 'group', attributes: ' nodeType="group" api="groups"', fields: parse('id:i', level) };
  return null;
}

/** The resource as this version shows it, or null when the version does not have it. */
export function shapeOf(name: ResourceName, profile: Profile): ResourceShape | null {
  if (name === 'messages' && profile.level < 17) return null;
  const fields = parse(`id:i ${NOTATION[name]}`, profile.level);
  const singular = SINGULAR[name];
  return {
    name,
    singular,
    fields,
    byName: new Map(fields.map((field) => [field.name, field])),
    association: association(name, profile.level),
    className: singular.replace(/(^|_)(\w)/g, (_all, _bar, letter: string) => letter.toUpperCase()),
  };
}

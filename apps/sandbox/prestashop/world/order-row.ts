import type { Row } from '../data/row.js';
import type { AllegroLoginPlace } from '../options.js';
import type { AllegroBuyer } from './allegro-buyer.js';
import { basket, dec } from './basket.js';
import { CURRENCIES } from './dictionaries.js';
import type { Random } from '../../common/random.js';

const PAYMENTS = [
  ['przelewy24', 'Przelewy24'], ['ps_wirepayment', 'Przelew bankowy'], ['ps_cashondelivery', 'Płatność przy odbiorze'], ['payu', 'PayU / BLIK'],
] as const;
const NO_DATE = '0000-00-00 00:00:00';
/** States with the flag `logable`; only these count as sales. */
const SALES = new Set([2, 3, 4, 5, 9]);

export type OrderInput = {
  readonly id: number;
  readonly firstLineId: number;
  readonly customerId: number;
  readonly secureKey: string;
  readonly delivery: number;
  readonly invoice: number;
  readonly created: string;
  readonly updated: string;
  readonly state: number;
  readonly reference: string;
  readonly shop: number;
  readonly foreign: boolean;
  readonly zeroDates: boolean;
  readonly buyer: AllegroBuyer | undefined;
  /** Never `mixed`. */
  readonly loginPlace: AllegroLoginPlace;
};

/** One order with its lines; amounts in the order's currency. */
export function orderRow(random: Random, input: OrderInput): Row {
  const currency = input.foreign && random.chance(0.8) ? CURRENCIES[1] : input.foreign ? CURRENCIES[2] : CURRENCIES[0];
  const goods = basket(random, currency.rate, input.firstLineId);
  const shipping = random.chance(0.2) ? 0 : Math.round((random.pick([899, 1299, 1500, 1999]) * currency.rate) / 1_000_000);
  const shippingNet = Math.round((shipping * 100) / 123);
  const discount = random.chance(0.08) ? Math.floor(goods.gross / 10) : 0;
  const discountNet = Math.round((discount * 100) / 123);
  const total = goods.gross + shipping - discount;
  const totalNet = goods.net + shippingNet - discountNet;
  const sale = SALES.has(input.state);
  const { buyer } = input;
  const [module, payment] = buyer === undefined ? random.pick(PAYMENTS) : (['x13allegro', 'Allegro'] as const);
  const login = (where: AllegroLoginPlace): string => (buyer !== undefined && input.loginPlace === where ? buyer.login : '');
  const [created, updated] = input.zeroDates ? [NO_DATE, NO_DATE] : [input.created, input.updated];
  return {
    id: input.id,
    cells: {
      id_address_delivery: input.delivery,
      id_address_invoice: input.invoice,
      id_cart: input.id + 4000,
      id_currency: currency.id,
      id_lang: 1,
      id_customer: input.customerId,
      id_carrier: random.int(1, 7),
      current_state: input.state,
      module,
      invoice_number: sale ? input.id : 0,
      invoice_date: sale ? updated : NO_DATE,
      delivery_number: 0,
      delivery_date: NO_DATE,
      valid: sale ? 1 : 0,
      date_add: created,
      date_upd: updated,
      shipping_number: '',
      note: login('note') || (random.chance(0.5) ? '' : null),
      id_shop_group: 1,
      id_shop: input.shop,
      secure_key: input.secureKey,
      payment: login('payment') === '' ? payment : `${payment} (${login('payment')})`,
      recyclable: 0,
      gift: 0,
      gift_message: login('gift_message'),
      mobile_theme: 0,
      total_discounts: dec(discount),
      total_discounts_tax_incl: dec(discount),
      total_discounts_tax_excl: dec(discountNet),
      total_paid: dec(total),
      total_paid_tax_incl: dec(total),
      total_paid_tax_excl: dec(totalNet),
      total_paid_real: sale ? dec(total) : '0.000000',
      total_products: dec(goods.net),
      total_products_wt: dec(goods.gross),
      total_shipping: dec(shipping),
      total_shipping_tax_incl: dec(shipping),
      total_shipping_tax_excl: dec(shippingNet),
      carrier_tax_rate: '23.000',
      total_wrapping: '0.000000',
      total_wrapping_tax_incl: '0.000000',
      total_wrapping_tax_excl: '0.000000',
      round_mode: 2,
      round_type: 2,
      conversion_rate: (currency.rate / 1_000_000).toFixed(6),
      reference: input.reference,
    },
    lines: goods.lines,
  };
}

/** The truth the answers are made of. Times are ms since 1970, amounts grosze. */
export const PARTNER_TYPES = ['contact', 'delivery', 'invoice', 'other', 'private', 'invoice_receiver'] as const;
export type PartnerType = (typeof PARTNER_TYPES)[number];

/** Postal part of partners and orders; null = nothing was typed. */
export type Place = { street: string | null; zip: string | null; city: string | null; countryCode: string | null };

export type Partner = Place & {
  readonly id: number;
  /** Key of the person in the cast; '' = nobody of it. */
  readonly personKey: string;
  name: string | null;
  email: string | null;
  type: PartnerType;
};

/** An address as an order keeps it. */
export type Address = Place & { name: string | null; email: string | null; phone: string | null };

export type Point = { readonly id: string; readonly name: string; readonly street: string; readonly zip: string; readonly city: string };

export type Line = {
  readonly id: number;
  readonly sequence: number;
  name: string;
  sku: string | null;
  readonly ean: string | null;
  /** Number of the offer on the marketplace. */
  readonly offer: string | null;
  /** Of one piece, with tax when `grossTax`. */
  price: number;
  quantity: number;
  /** Percent. */
  taxRate: number;
  grossTax: boolean;
  /** kg */
  readonly weight: number;
};

export type Order = {
  readonly id: number;
  readonly personKey: string;
  readonly name: string;
  /** `allegro`, `woocommerce`, … ; null = typed in by staff. */
  readonly source: string | null;
  /** Integration account. */
  readonly config: number | null;
  /** Number on the source platform. */
  readonly integrationId: string | null;
  status: string;
  paid: boolean;
  /** When it was bought. */
  readonly orderedMs: number | null;
  confirmedMs: number | null;
  /** When the instance made it. */
  readonly createdMs: number;
  /** Of the buyer at the marketplace. */
  login: string | null;
  currency: string | null;
  payment: string | null;
  readonly cod: boolean;
  /** What the carrier charges the seller. */
  readonly deliveryCost: number;
  /** What the buyer pays. */
  deliveryPrice: number;
  deliveryMethod: string | null;
  readonly carrier: string | null;
  waybills: readonly string[];
  readonly point: Point | null;
  email: string | null;
  phone: string | null;
  deliveryPartnerId: number | null;
  readonly delivery: Address;
  invoicePartnerId: number | null;
  readonly invoice: Address;
  vat: string | null;
  readonly wantInvoice: boolean;
  readonly shopId: number | null;
  folderId: number | null;
  note: string | null;
  /** Parts of links that let anybody in who has them. */
  readonly secrets: { readonly panel: string; readonly client: string; readonly rma: string };
  customFields: Readonly<Record<string, string>>;
  readonly lines: Line[];
};

/** Of a line, with tax. */
export function grossOf({ price, quantity, taxRate, grossTax }: Line): number {
  return Math.round(price * quantity * (grossTax ? 1 : 1 + taxRate / 100));
}

export function netOf(line: Line): number {
  return Math.round(grossOf(line) / (1 + line.taxRate / 100));
}

/** Σ gross + delivery, whatever lines the instance also makes of the delivery. */
export function totalOf(order: Order): number {
  return order.lines.reduce((sum, line) => sum + grossOf(line), order.deliveryPrice);
}

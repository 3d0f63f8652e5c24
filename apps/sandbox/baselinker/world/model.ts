/** What the account holds. Money is grosze (hundredths of any currency), dates are Unix seconds. */

export type Address = { fullname: string; company: string; address: string; postcode: string; city: string; state: string; country: string; countryCode: string };

/** A parcel locker; all empty = none. */
export type Point = { readonly id: string; readonly name: string; readonly address: string; readonly postcode: string; readonly city: string };

export type Line = {
  readonly orderProductId: number;
  readonly storage: 'db' | 'shop' | 'warehouse';
  readonly storageId: number;
  /** `0` = a line of free text. */
  productId: string;
  readonly variantId: string;
  name: string;
  attributes: string;
  sku: string;
  ean: string;
  readonly auctionId: string;
  /** Gross, of one piece. */
  price: number;
  /** 0 to 100; -1 exempt, -0.02 not subject, -0.03 reverse charge. */
  taxRate: number;
  quantity: number;
  /** kg of one piece. */
  readonly weight: number;
  /** 0 = none. */
  readonly bundleId: number;
};

export type Order = {
  readonly id: number;
  /** Whose order it is in truth; the platform does not know. */
  readonly personKey: string;
  /** 0 = none. */
  readonly shopOrderId: number;
  readonly externalOrderId: string;
  readonly source: string;
  readonly sourceId: number;
  statusId: number;
  confirmed: boolean;
  /** 0 = not yet, unless the account shows the date of creation instead. */
  dateConfirmed: number;
  readonly dateAdd: number;
  dateInStatus: number;
  userLogin: string;
  phone: string;
  email: string;
  userComments: string;
  adminComments: string;
  currency: string;
  paymentMethod: string;
  readonly cashOnDelivery: boolean;
  paid: number;
  deliveryMethod: string;
  deliveryPrice: number;
  readonly delivery: Address;
  readonly point: Point;
  readonly invoice: Address & { nip: string };
  readonly wantInvoice: boolean;
  extra1: string;
  extra2: string;
  /** By number of the extra field. */
  customExtra: Readonly<Record<string, string>>;
  /** Secret part of the order page. */
  readonly slug: string;
  readonly lines: Line[];
};

/** Σ price × quantity + delivery. */
export function totalOf(order: Order): number {
  return order.lines.reduce((sum, line) => sum + line.price * line.quantity, order.deliveryPrice);
}

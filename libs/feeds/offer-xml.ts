import { XMLBuilder } from 'fast-xml-parser';
import type { OfferItem } from './offer-item.js';
import { xmlText } from './xml-text.js';

/** Raise when the same products are written in another way: readers that have the file already must fetch it again. */
export const OFFER_FORMAT = 1;

export const OFFER_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<products>\n';
export const OFFER_TAIL = '</products>\n';
export const NO_PRODUCTS = '<!-- No products are stored: the integration does not read them, or has not read them yet. -->\n';

const BUILDER = new XMLBuilder({ format: false, processEntities: true });

/** One product, one line more or less: HTML of the shop owner stays text. */
export function offerXml(item: OfferItem): string {
  const product = Object.entries(item).flatMap(([name, value]): [string, string | readonly string[]][] => {
    if (value === null || value.length === 0) return [];
    return [[name, typeof value === 'string' ? xmlText(value) : value.map(xmlText)]];
  });
  return `${String(BUILDER.build({ product: Object.fromEntries(product) }))}\n`;
}

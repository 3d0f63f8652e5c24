import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { ProductOffer, ProductRecord } from '#libs/domain/records.js';

export const offer = (over: Partial<ProductOffer> = {}): ProductOffer => ({
  shop: null, language: 'pol', name: 'Kubek', description: '<p>Biały</p>', url: 'https://sklep.example.com/kubek', price: '49.9', oldPrice: null, currency: 'PLN', available: true,
  categoryPaths: [['Kuchnia', 'Kubki']], ...over,
});

export const product = (externalId: string, over: Partial<ProductRecord> = {}): ProductRecord => ({
  kind: 'product', externalId, shop: null, zone: null, createdAt: null, updatedAt: null, sku: null, brand: 'Marka', imageUrl: 'https://sklep.example.com/kubek.jpg', deleted: false, offers: [offer()], ...over,
});

export type ParsedProduct = Readonly<Record<string, string | readonly string[]>>;

const PARSER = new XMLParser({
  isArray: (_name, path) => path === 'products.product' || path === 'products.product.category', parseTagValue: false, trimValues: false,
  processEntities: { enabled: true, maxTotalExpansions: Number.MAX_SAFE_INTEGER, maxExpandedLength: Number.MAX_SAFE_INTEGER },
});

/** Products of a feed, as somebody else's program reads them. @throws for what is no XML */
export function parseFeed(text: string): readonly ParsedProduct[] {
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw new Error(valid.err.msg);
  const { products } = PARSER.parse(text) as { products?: { product?: readonly ParsedProduct[] } | '' };
  return typeof products === 'object' ? (products.product ?? []) : [];
}

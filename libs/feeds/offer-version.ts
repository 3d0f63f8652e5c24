import { createHash } from 'node:crypto';
import type { RouteOptions } from '#libs/domain/relay/route-options.js';
import type { Queryable } from '#libs/security/queryable.js';
import type { CurrencyCode } from './offer-item.js';
import { OFFER_FORMAT } from './offer-xml.js';

/** `version` changes exactly when another file would be written. */
export type OfferVersion = { readonly version: string; readonly products: number; readonly currencyCode: CurrencyCode };

type Stand = { readonly products: number; readonly mix: string };
type Currency = { readonly code: string; readonly iso: string };

/** Ids and content hashes mixed without an order: no body is read, and a product that goes and comes back leads to the old value. */
const STAND = `select count(*)::int as products, coalesce(bit_xor(hashtextextended(external_id || ' ' || encode(content_hash, 'hex'), 0)), 0)::text as mix
  from source_record where integration_id = $1 and kind = 'product' and gone_at is null`;
const CURRENCIES = `select code, iso from dictionary where integration_id = $1 and kind = 'currency' and iso is not null order by code`;

/** What a feed made now would be, without making it. */
export async function offerVersion(db: Queryable, integrationId: string, { shop, language }: Pick<RouteOptions, 'shop' | 'language'>): Promise<OfferVersion> {
  const [stand] = await db.query<Stand[]>(STAND, [integrationId]);
  const currencies = await db.query<Currency[]>(CURRENCIES, [integrationId]);
  const { products, mix } = stand ?? { products: 0, mix: '0' };
  const iso = new Map(currencies.map((row) => [row.code, row.iso]));
  const version = createHash('sha256').update(JSON.stringify([OFFER_FORMAT, products, mix, shop, language, currencies])).digest('base64url');
  return { version, products, currencyCode: (code) => iso.get(code) ?? null };
}

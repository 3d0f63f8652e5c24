import type { RouteOptions } from '#libs/domain/relay/route-options.js';
import type { ProductRecord } from '#libs/domain/records.js';
import type { Queryable } from '#libs/security/queryable.js';
import { offerItem, type CurrencyCode } from './offer-item.js';
import { NO_PRODUCTS, OFFER_HEAD, OFFER_TAIL, offerXml } from './offer-xml.js';

/** Products in memory at once, with their descriptions. */
const PAGE = 100;

/** By the unique index, so that each page costs the same and no connection is held while a slow reader takes its time. */
const NEXT = `select external_id, body from source_record
  where integration_id = $1 and kind = 'product' and gone_at is null and ($2::text is null or external_id > $2) order by external_id limit ${String(PAGE)}`;

export type OfferSource = { readonly integrationId: string; readonly options: Pick<RouteOptions, 'shop' | 'language'>; readonly currencyCode: CurrencyCode };

async function* productPages(db: Queryable, integrationId: string): AsyncGenerator<readonly ProductRecord[]> {
  for (let after: string | null = null; ; ) {
    const rows: readonly { external_id: string; body: string }[] = await db.query(NEXT, [integrationId, after]);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map((row) => JSON.parse(row.body) as ProductRecord);
    if (rows.length < PAGE) return;
    after = last.external_id;
  }
}

/** The whole feed in pieces, a page of products each; whoever stops taking pieces stops the reading. @throws what the database throws */
export async function* readOffers(db: Queryable, { integrationId, options, currencyCode }: OfferSource): AsyncGenerator<string> {
  let head = OFFER_HEAD;
  let any = false;
  for await (const page of productPages(db, integrationId)) {
    any = true;
    const items = page.flatMap((product) => offerItem(product, options, currencyCode) ?? []);
    yield head + items.map(offerXml).join('');
    head = '';
  }
  yield any ? OFFER_TAIL : head + NO_PRODUCTS + OFFER_TAIL;
}

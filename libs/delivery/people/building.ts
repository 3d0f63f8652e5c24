import { createHash } from 'node:crypto';
import type { Queryable } from '#libs/security/queryable.js';
import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import type { DestinationDefinition } from '#libs/destinations/sdk/destination.js';
import type { IsoOf, NameOf } from '#libs/domain/relay/code-names.js';
import type { Person, ProductLookup } from '#libs/domain/relay/person.js';
import type { SourceAccount, SourceTagContext } from '#libs/domain/relay/source-tags.js';
import type { OrderRecord, ProductRecord } from '#libs/domain/records.js';
import type { RouteRow } from '../rows.js';

/** What contacts and events are built with, beside the person. */
export type Building = {
  readonly products: ProductLookup;
  readonly sourceCode: string;
  readonly shopDomain: string | null;
  readonly stageOf: NonNullable<ConnectorDefinition['orderStage']>;
  readonly storedTag: (tag: string) => string;
  readonly isoOf: IsoOf;
  readonly nameOf: NameOf;
  readonly sources: SourceTagContext;
};

type DictionaryRow = { readonly kind: string; readonly code: string; readonly name: string; readonly iso: string | null };

const productIdsOf = (orders: readonly OrderRecord[]): string[] => [...new Set(orders.flatMap((order) => order.lines.flatMap((line) => line.productId ?? [])))];

/** Stored products with these ids. */
export async function findProducts(db: Queryable, integrationId: string, ids: readonly string[]): Promise<Map<string, ProductRecord>> {
  if (ids.length === 0) return new Map();
  const rows = await db.query<{ external_id: string; body: string }[]>(`select external_id, body from source_record where integration_id = $1 and kind = 'product' and external_id = any($2::text[])`, [integrationId, [...ids]]);
  return new Map(rows.map((row) => [row.external_id, JSON.parse(row.body) as ProductRecord]));
}

/** Entries of kind `source`, whose code is `type/account`. */
function accountsIn(words: readonly DictionaryRow[]): SourceAccount[] {
  return words.flatMap(({ kind, code, name }) => {
    const at = code.indexOf('/');
    return kind === 'source' && at > 0 ? [{ type: code.slice(0, at), account: code.slice(at + 1), name }] : [];
  });
}

const domainOf = (address: string | null): string | null => (address !== null && URL.canParse(address) ? new URL(address).hostname : null);

/** Makes everything ready that building for these people asks for. */
export async function prepareBuilding(db: Queryable, route: RouteRow, connector: ConnectorDefinition, destination: DestinationDefinition, people: Iterable<Person>, productIds: readonly string[] = []): Promise<Building> {
  const orders = [...people].flatMap((person) => person.orders.map((order) => order.record));
  const products = await findProducts(db, route.integration_id, [...new Set([...productIdsOf(orders), ...productIds])]);
  const words = await db.query<DictionaryRow[]>(`select kind, code, name, iso from dictionary where integration_id = $1`, [route.integration_id]);
  const dictionary = new Map(words.map((row) => [`${row.kind} ${row.code}`, row]));
  return {
    products: (id) => products.get(id) ?? null,
    sourceCode: route.source_code,
    shopDomain: domainOf(route.shop_address),
    stageOf: (order) => connector.orderStage?.(order) ?? 'open',
    storedTag: (tag) => destination.storedTag(tag),
    isoOf: (kind, code) => dictionary.get(`${kind} ${code}`)?.iso ?? null,
    nameOf: (kind, code) => dictionary.get(`${kind} ${code}`)?.name ?? null,
    sources: { platform: route.platform, accounts: accountsIn(words) },
  };
}

/** Hash of a value that always has its members in one order. */
export function hashOf(value: unknown): Buffer {
  return createHash('sha256').update(JSON.stringify(value)).digest();
}

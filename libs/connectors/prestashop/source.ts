import type { RowMapper } from '../sdk/map-rows.js';
import type { Answer, ListQuery, PrestaShopClient, Resource } from './prestashop.client.js';
import type { Filters } from './count.js';

/** One resource with all that reading it needs: the lanes know nothing else of customers, addresses or orders. */
export type Source = {
  readonly client: PrestaShopClient;
  readonly resource: Resource;
  readonly fields: readonly string[];
  readonly optional: readonly string[];
  /** Rows of the resource that are asked for at all. */
  readonly filters: Filters;
  readonly pageSize: number;
  readonly zone: string;
  /** How far a delta stays behind the shop's clock, ms. */
  readonly lagMs: number;
  readonly nowMs: () => number;
  /** One page of whole rows, with the mapper that fits them. */
  page(query: PageQuery): Promise<MappableAnswer>;
};

export type PageQuery = Pick<ListQuery, 'filters' | 'sort' | 'limit' | 'signal' | 'shop'>;
export type MappableAnswer = Answer & { readonly map: RowMapper };
export type MakeMapper = (answer: Answer, signal: AbortSignal) => Promise<RowMapper>;

export function sourceOf(parts: Omit<Source, 'page'>, mapper: MakeMapper): Source {
  const { client, resource, fields, optional } = parts;
  return {
    ...parts,
    page: async (query) => {
      const answer = await client.list({ resource, fields, optional, ...query });
      return { ...answer, map: await mapper(answer, query.signal) };
    },
  };
}

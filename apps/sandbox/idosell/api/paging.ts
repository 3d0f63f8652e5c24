import type { Params } from './params.js';

export type Slice<T> = { readonly rows: readonly T[]; readonly paging: Readonly<Record<string, number>> };

const NAMES = {
  camel: { all: 'resultsNumberAll', pages: 'resultsNumberPage', page: 'resultsPage', limit: 'resultsLimit' },
  snake: { all: 'results_number_all', pages: 'results_number_page', page: 'results_page', limit: 'results_limit' },
} as const;

/** One page, counted from 0; null = nothing found or past the last page. The "number" of pages is the number of pages, not of rows. */
export function slice<T>(all: readonly T[], params: Params, style: keyof typeof NAMES): Slice<T> | null {
  const names = NAMES[style];
  const limit = Math.min(100, Math.max(1, params.int(names.limit) ?? 100));
  const page = Math.max(0, params.int(names.page) ?? 0);
  const rows = all.slice(page * limit, (page + 1) * limit);
  if (rows.length === 0) return null;
  return { rows, paging: { [names.all]: all.length, [names.pages]: Math.ceil(all.length / limit), [names.page]: page, [names.limit]: limit } };
}

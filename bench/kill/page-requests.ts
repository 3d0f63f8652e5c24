import type { ShopStats } from '../shop.js';
import type { Mark } from './watch.js';

type PageRequest = { readonly atMs: number; readonly stream: string; readonly from: number; readonly to: number };

/** What the shop's log says about pages of the first synchronisation. */
export type PageReads = {
  readonly pages: number;
  /** Requests for a page that was asked for before; its first answer was lost with a killed process. */
  readonly repeated: number;
  /** Of these: pages that were committed before they were asked for again. Must be 0. */
  readonly committedReadAgain: number;
};

const RANGE = /^\[(\d+),(\d+)\]$/u;

function pageRequest({ at, path, query }: ShopStats['log'][number]): PageRequest | null {
  const parameters = new URLSearchParams(query);
  const range = RANGE.exec(parameters.get('filter[id]') ?? '');
  const stream = path.split('/').at(-1) ?? '';
  // A limit of 1 is a probe while a part is planned or a broken record is looked for.
  if (range === null || parameters.get('limit') === '1' || !['customers', 'addresses', 'orders'].includes(stream)) return null;
  return { atMs: at, stream, from: Number(range[1]), to: Number(range[2]) };
}

/** Compares what was asked for with what was known to be committed at that time. */
export function readPages(log: ShopStats['log'], marks: readonly Mark[]): PageReads {
  const requests = log.flatMap((entry) => pageRequest(entry) ?? []);
  const distinct = new Set(requests.map(({ stream, from, to }) => `${stream} ${String(from)} ${String(to)}`));
  const known = new Map<string, Mark[]>();
  for (const mark of marks) known.set(`${mark.stream} ${String(mark.to)}`, [...(known.get(`${mark.stream} ${String(mark.to)}`) ?? []), mark]);
  const again = requests.filter(({ atMs, stream, from, to }) => (known.get(`${stream} ${String(to)}`) ?? []).some((mark) => mark.atMs < atMs && mark.last >= from));
  return { pages: distinct.size, repeated: requests.length - distinct.size, committedReadAgain: again.length };
}

import { Failure } from '#libs/domain/failure.js';
import type { Cursor, Page } from './page.js';
import { readOffsets, type OffsetList } from './offset-pages.js';

/** A list of numbers somebody may change while it is read. */
function world(size: number, onAsk: (rows: number[], asked: number) => void = () => undefined) {
  const rows = Array.from({ length: size }, (_unused, at) => at + 1);
  let asked = 0;
  const list: OffsetList = {
    pageSize: 4,
    ask: (offset, limit) => {
      asked += 1;
      onAsk(rows, asked);
      return Promise.resolve({ rows: rows.slice(offset, offset + limit).map((id) => ({ id })), total: rows.length, requestedMs: asked });
    },
    map: () => Promise.resolve({ records: [], rejects: [], excluded: [] }),
    idOf: (row) => String((row as { readonly id: number }).id),
    carry: (carried) => carried,
    then: () => ({ cursor: { read: true }, done: true }),
  };
  return { list, rows, asked: () => asked };
}

/** Pages from a cursor on, and where the house goes on behind a pass that has shown too few. */
async function readAll(list: OffsetList, cursor: Cursor | null = null, before: readonly Page[] = []): Promise<{ pages: Page[]; passes: number; complete: boolean; ids: Set<string> }> {
  const [pages, ids]: [Page[], Set<string>] = [[], new Set(before.flatMap(({ census }) => census?.ids ?? []))];
  let at = cursor;
  for (let passes = 1; ; passes += 1) {
    for await (const page of readOffsets(list, { cursor: at, signal: new AbortController().signal })) {
      pages.push(page);
      for (const id of page.census?.ids ?? []) ids.add(id);
    }
    const end = pages.at(-1)?.census?.end ?? null;
    if (end === null || ids.size >= end.total || end.again === null) return { pages, passes, complete: end === null || ids.size >= end.total, ids };
    at = end.again;
  }
}

const every = (size: number): string[] => Array.from({ length: size }, (_unused, at) => String(at + 1));

describe('a list read by offsets', () => {
  it('needs no count where one answer holds it whole', async () => {
    const { pages } = await readAll(world(3).list);
    expect(pages).toMatchObject([{ done: true, cursor: { read: true } }]);
    expect(pages[0]?.census).toBeUndefined();
    expect((await readAll(world(0).list)).pages).toHaveLength(1);
  });

  it.each([8, 9, 11])('of %i rows gives each once, and ends with one page marked done', async (size) => {
    const { pages, passes, ids } = await readAll(world(size).list);
    expect([...ids]).toEqual(every(size));
    expect(passes).toBe(1);
    expect(pages.map(({ done }) => done)).toEqual([...pages.slice(1).map(() => false), true]);
  });

  it('passes over nobody when newcomers come first with every request, in a single pass', async () => {
    let next = 100;
    const { list } = world(14, (rows, asked) => { if (asked > 1 && asked < 9) rows.unshift((next += 1)); });
    const { passes, complete, ids } = await readAll(list);
    expect(every(14).filter((id) => !ids.has(id))).toEqual([]);
    expect([passes, complete]).toEqual([1, true]);
  });

  it('finds in another pass whom a row that left had pulled over the border', async () => {
    const { list } = world(14, (rows, asked) => { if (asked === 3) rows.shift(); });
    const { passes, complete, ids } = await readAll(list);
    expect(every(14).filter((id) => !ids.has(id))).toEqual([]);
    expect([passes, complete]).toEqual([2, true]);
  });

  it('is left after three passes where it never holds as many as it tells', async () => {
    const { list } = world(10);
    const short: OffsetList = { ...list, ask: async (offset, limit) => ({ ...(await list.ask(offset, limit)), total: 12 }) };
    expect(await readAll(short)).toMatchObject({ passes: 3, complete: false });
  });

  it('goes on from every page with the rest', async () => {
    const { pages } = await readAll(world(14).list);
    for (const [index, page] of pages.entries()) {
      if (page.done) continue;
      const rest = await readAll(world(14).list, page.cursor, pages.slice(0, index + 1));
      expect(rest.pages.flatMap(({ census }) => census?.ids ?? [])).toEqual(pages.slice(index + 1).flatMap(({ census }) => census?.ids ?? []));
    }
  });

  it('asks for less where an answer was too much, from the same place', async () => {
    const { list } = world(14);
    const places: [number, number][] = [];
    const slow: OffsetList = { ...list, ask: (offset, limit) => {
      places.push([offset, limit]);
      if (limit > 2 && offset >= 4) throw new Failure({ kind: 'platform_unavailable', code: 'timed_out', message: { pl: 'x', en: 'x' } });
      return list.ask(offset, limit);
    } };
    expect([...(await readAll(slow)).ids]).toEqual(every(14));
    expect(places.slice(0, 4)).toEqual([[0, 4], [4, 4], [4, 2], [6, 2]]);
  });
});

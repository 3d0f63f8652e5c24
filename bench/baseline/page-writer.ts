import pg from 'pg';
import type { Copy } from './copy.js';
import type { KeyType } from './keys.js';
import { keyText, pageRows, type Stored, type Target } from './page-rows.js';
import { FIND_HASHES, FIND_KEYS, MOVE_PART, PUT_CUSTOMERS, PUT_FIELDS, PUT_HINTS, PUT_KEYS, PUT_RECORDS, type Sql } from './statements.js';
import type { StreamPlan } from './streams.js';
import { textArray } from './text-array.js';

/** One page, mapped. `read` counts every row of the answer. */
export type CopiedPage = { readonly copies: readonly Copy[]; readonly read: number; readonly lastId: number; readonly done: boolean };

/** One connection: pipelined, with the session settings of the service. */
export class PageWriter {
  private constructor(
    private readonly client: pg.Client,
    private readonly target: Target,
  ) {}

  static async open(databaseUrl: string, target: Target): Promise<PageWriter> {
    // The typings of the driver do not know its pipelining switch.
    const settings: pg.ClientConfig & { readonly pipeline: true } = { connectionString: databaseUrl, pipeline: true, options: '-c jit=off -c enable_seqscan=off' };
    const client = new pg.Client(settings);
    await client.connect();
    return new PageWriter(client, target);
  }

  private run<Row extends pg.QueryResultRow>(sql: Sql, values: readonly unknown[]): Promise<pg.QueryResult<Row>> {
    return this.client.query<Row>({ name: sql.name, text: sql.text, values: [...values] });
  }

  private async knownCards(copies: readonly Copy[]): Promise<Map<string, string>> {
    const values = new Map<KeyType, string[]>();
    for (const { type, value } of copies.flatMap((copy) => copy.keys)) values.set(type, [...(values.get(type) ?? []), value]);
    const cards = new Map<string, string>();
    const answers = await Promise.all(
      [...values].map(async ([type, list]) => ({ type, rows: (await this.run<{ value: string; customer_id: string }>(FIND_KEYS, [this.target.workspaceId, type, list])).rows })),
    );
    for (const { type, rows } of answers) for (const row of rows) cards.set(keyText(type, row.value), row.customer_id);
    return cards;
  }

  private async begin(copies: readonly Copy[], stored: ReadonlyMap<string, Stored>, stream: StreamPlan): Promise<Promise<unknown>[]> {
    const { workspaceId, integrationId } = this.target;
    const rows = pageRows(copies, stored, await this.knownCards(copies), this.target);
    const put = (sql: Sql, list: readonly unknown[], ...before: readonly unknown[]): Promise<unknown>[] => (list.length === 0 ? [] : [this.run(sql, [...before, JSON.stringify(list)])]);
    return [
      this.client.query('begin'),
      ...put(PUT_KEYS, rows.keys, workspaceId, integrationId),
      ...put(PUT_CUSTOMERS, rows.customers, workspaceId),
      ...put(PUT_FIELDS, rows.fields, workspaceId, integrationId),
      ...put(PUT_HINTS, rows.hints, workspaceId, integrationId),
      this.run(PUT_RECORDS, [workspaceId, integrationId, stream.kind, JSON.stringify(rows.records), textArray(rows.bodies)]),
    ];
  }

  /** Writes one page and moves its part, in one transaction; a page with nothing new only moves the part. Returns the rows written. */
  async write(page: CopiedPage, stream: StreamPlan, partId: string): Promise<number> {
    const found = await this.run<Stored>(FIND_HASHES, [this.target.integrationId, stream.kind, page.copies.map((copy) => copy.externalId)]);
    const stored = new Map(found.rows.map((row) => [row.external_id, row]));
    const open = page.copies.filter((copy) => stored.get(copy.externalId)?.hash !== copy.hash);
    const move = [partId, JSON.stringify({ lastId: page.lastId }), page.done, page.read, open.length, page.copies.length - open.length, page.read - page.copies.length];
    if (open.length === 0) {
      await this.run(MOVE_PART, move);
      return 0;
    }
    const batch = await this.begin(open, stored, stream);
    const moved = this.run(MOVE_PART, move);
    await Promise.all([...batch, moved]);
    if ((await moved).rowCount !== 1) throw new Error(`the part ${partId} could not be moved`);
    await this.client.query('commit');
    return open.length;
  }

  async plain(text: string): Promise<void> {
    await this.client.query(text);
  }

  async close(): Promise<void> {
    await this.client.end();
  }
}

import { Pool } from 'undici';
import type { ShopRow } from './rows.js';
import type { StreamPlan } from './streams.js';

const TRIES = 5;

/** Reads pages of the simulated shop; as many requests at once as there are callers. */
export class ShopReader {
  private readonly pool: Pool;
  private readonly headers: Readonly<Record<string, string>>;
  /** Requests made. */
  requests = 0;

  constructor(url: string, key: string, connections: number) {
    this.pool = new Pool(url, { connections });
    this.headers = { authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` };
  }

  private async list(stream: StreamPlan, query: string): Promise<ShopRow[]> {
    const path = `/api/${stream.name}?output_format=JSON&${query}`;
    for (let attempt = 1; ; attempt += 1) {
      this.requests += 1;
      const { statusCode, body } = await this.pool.request({ method: 'GET', path, headers: this.headers });
      if (statusCode === 200) {
        const answer = (await body.json()) as Record<string, ShopRow[]> | [];
        return Array.isArray(answer) ? [] : (answer[stream.name] ?? []);
      }
      await body.dump();
      if (statusCode < 500 || attempt === TRIES) throw new Error(`${stream.name} answered ${String(statusCode)}`);
    }
  }

  /** Rows of the next page with ids from `first` to `last`, by id. */
  page(stream: StreamPlan, first: number, last: number): Promise<ShopRow[]> {
    return this.list(stream, `display=[${stream.fields}]&filter[id]=[${String(first)},${String(last)}]&sort=[id_ASC]&limit=${String(stream.pageSize)}`);
  }

  async highestId(stream: StreamPlan): Promise<number> {
    const [row] = await this.list(stream, 'display=[id]&sort=[id_DESC]&limit=1');
    return Number(row?.['id'] ?? 0);
  }

  async close(): Promise<void> {
    await this.pool.close();
  }
}

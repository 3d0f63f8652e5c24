/** A bare HTTP client for the specs. */
import { request } from 'node:http';
import type { IdoSellSandbox } from './idosell-sandbox.js';

export type Reply = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly text: string; readonly body: Row };
export type Row = Readonly<Record<string, unknown>>;

export type Ask = { readonly version?: number; readonly key?: string | null; /** Sent as it is. */ readonly raw?: string; /** Sent as `{"params": …}`. */ readonly params?: unknown };

/** @param target method and path behind the version with the query, as `GET clients/clients?clientsIds=1` */
export async function ask(sandbox: IdoSellSandbox, target: string, { version = 8, key = sandbox.key, raw, params }: Ask = {}): Promise<Reply> {
  const [method = 'GET', path = ''] = target.split(' ');
  const headers: Record<string, string> = { accept: 'application/json', 'content-type': 'application/json' };
  if (key !== null) headers['x-api-key'] = key;
  return new Promise((resolve, reject) => {
    const call = request(`${sandbox.url}/api/admin/v${String(version)}/${path}`, { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)])),
          text,
          body: text.startsWith('{') ? (JSON.parse(text) as Row) : {},
        });
      });
    });
    call.on('error', reject);
    call.end(raw ?? (params === undefined ? undefined : JSON.stringify({ params })));
  });
}

/** Rows of the list member. */
export function rows(reply: Reply, name: string): readonly Row[] {
  return (reply.body[name] as readonly Row[] | undefined) ?? [];
}

/** A nested value: `at(row, 'orderDetails', 'payments')`. */
export function at(row: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((value, name) => (value as Row | undefined)?.[name], row);
}

export async function orders(sandbox: IdoSellSandbox, params: unknown, version = 8): Promise<readonly Row[]> {
  return rows(await ask(sandbox, version < 5 ? 'POST orders/orders/get' : 'POST orders/orders/search', { params, version }), 'Results');
}

/** Every order, page by page. */
export async function allOrders(sandbox: IdoSellSandbox, version = 8): Promise<readonly Row[]> {
  const found: Row[] = [];
  for (let resultsPage = 0; ; resultsPage += 1) {
    const page = await orders(sandbox, { resultsPage, ordersBy: [{ elementName: 'sn', sortDirection: 'ASC' }] }, version);
    if (page.length === 0) return found;
    found.push(...page);
  }
}

/** A bare HTTP client for the specs: no redirects, no clever encoding, any Host. */
import { request } from 'node:http';
import type { PrestaShopSandbox } from './prestashop-sandbox.js';

export type Reply = { readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly rawHeaders: readonly string[]; readonly text: string };

export type Ask = { readonly method?: string; readonly key?: string | null; readonly host?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

/** Asks with the sandbox's key unless another (or null = none) is given. @param target path and query, unencoded */
export async function ask(sandbox: PrestaShopSandbox, target: string, options: Ask = {}): Promise<Reply> {
  const key = options.key === undefined ? sandbox.key : options.key;
  const headers: Record<string, string> = { ...options.headers };
  if (key !== null) headers['authorization'] = `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
  if (options.host !== undefined) headers['host'] = options.host;
  return new Promise((resolve, reject) => {
    const call = request(sandbox.url + encodeURI(target), { method: options.method ?? 'GET', headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(Object.entries(response.headers).map(([name, value]) => [name, String(value)])),
          rawHeaders: response.rawHeaders,
          text: Buffer.concat(chunks).toString(),
        });
      });
    });
    call.on('error', reject);
    call.end(options.body);
  });
}

/** JSON of `/api/<target>`. */
export async function json(sandbox: PrestaShopSandbox, target: string): Promise<unknown> {
  const reply = await ask(sandbox, `/api/${target}`, { headers: { 'output-format': 'JSON' } });
  return JSON.parse(reply.text);
}

export type Entity = Readonly<Record<string, unknown>>;

/** The records of a list; `[]` is an empty one. */
export async function list(sandbox: PrestaShopSandbox, target: string): Promise<readonly Entity[]> {
  const body = await json(sandbox, target);
  return Array.isArray(body) ? [] : (Object.values(body as Record<string, readonly Entity[]>)[0] ?? []);
}

export async function ids(sandbox: PrestaShopSandbox, target: string): Promise<readonly unknown[]> {
  return (await list(sandbox, target)).map((entity) => entity['id']);
}

/** Codes of an error envelope. */
export async function codes(sandbox: PrestaShopSandbox, target: string, options: Ask = {}): Promise<{ readonly status: number; readonly codes: readonly number[] }> {
  const reply = await ask(sandbox, `/api/${target}`, { ...options, headers: { 'output-format': 'JSON', ...options.headers } });
  const body = reply.text.startsWith('{') ? (JSON.parse(reply.text) as { errors?: { code: number }[] }) : {};
  return { status: reply.status, codes: (body.errors ?? []).map((error) => error.code) };
}

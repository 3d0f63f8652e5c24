/** A bare HTTP client for the specs. */
import { createHash } from 'node:crypto';
import { request } from 'node:http';
import type { SalesmanagoSandbox } from './salesmanago-sandbox.js';

export type Row = Readonly<Record<string, unknown>>;
export type Reply = { readonly status: number; readonly headers: Readonly<Record<string, unknown>>; readonly text: string; readonly body: Row };

export const OWNER = 'crm@sklep.example.pl';

export function send(url: string, method: string, headers: Readonly<Record<string, string>>, body: string): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const call = request(url, { method, headers: { ...headers, 'Content-Length': Buffer.byteLength(body) }, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, body: text.startsWith('{') ? (JSON.parse(text) as Row) : {} });
      });
    });
    call.on('error', reject);
    call.end(body);
  });
}

/** The authentication block as documented. */
export function auth(sandbox: SalesmanagoSandbox, apiKey = 'chosen-by-us'): Row {
  const sha = createHash('sha1').update(`${apiKey}${sandbox.clientId}${sandbox.apiSecret}`).digest('hex');
  return { clientId: sandbox.clientId, apiKey, requestTime: Date.now(), sha };
}

/** @param endpoint below `/api/` */
export function ask(sandbox: SalesmanagoSandbox, endpoint: string, body: Row = {}): Promise<Reply> {
  return send(`${sandbox.url}/api/${endpoint}`, 'POST', { 'Content-Type': 'application/json;charset=UTF-8' }, JSON.stringify({ ...auth(sandbox), owner: OWNER, ...body }));
}

/** Fails when the answer is not a success. */
export async function good(sandbox: SalesmanagoSandbox, endpoint: string, body: Row = {}): Promise<Row> {
  const reply = await ask(sandbox, endpoint, body);
  if (reply.status !== 200 || reply.body['success'] !== true) throw new Error(`${endpoint}: ${String(reply.status)} ${reply.text}`);
  return reply.body;
}

/** The text of a refusal; fails when it is none. */
export async function refusal(sandbox: SalesmanagoSandbox, endpoint: string, body: Row = {}): Promise<unknown> {
  const reply = await ask(sandbox, endpoint, body);
  if (reply.status !== 200 || reply.body['success'] !== false) throw new Error(`${endpoint} was not refused: ${String(reply.status)} ${reply.text}`);
  return (reply.body['message'] as readonly unknown[])[0];
}

/** One contact of `contact/list`. */
export async function listed(sandbox: SalesmanagoSandbox, email: string): Promise<Row | undefined> {
  return ((await good(sandbox, 'contact/list', { email: [email] }))['contacts'] as readonly Row[])[0];
}

export const v3 = (sandbox: SalesmanagoSandbox, target: string, body?: unknown, key = sandbox.v3Key): Promise<Reply> => {
  const [method = 'GET', path = ''] = target.split(' ');
  return send(`${sandbox.url}/v3/${path}`, method, { 'API-KEY': key, 'User-Agent': 'spec', 'Content-Type': 'application/json' }, body === undefined ? '' : JSON.stringify(body));
};

/** A bare client for the specs. */
import type { BaselinkerSandbox } from './baselinker-sandbox.js';

export type Row = Readonly<Record<string, unknown>>;
export type Ask = { readonly token?: string | null; readonly bodyToken?: string; readonly type?: string; /** Sent as it is. */ readonly raw?: string };

/** The HTTP answer of a call. @param parameters text is sent as it is */
export async function post({ url, key }: Pick<BaselinkerSandbox, 'url' | 'key'>, method: string, parameters: unknown = {}, { token = key, bodyToken, type = 'application/x-www-form-urlencoded', raw }: Ask = {}): Promise<Response> {
  const form = new URLSearchParams({ method, parameters: typeof parameters === 'string' ? parameters : JSON.stringify(parameters), ...(bodyToken === undefined ? {} : { token: bodyToken }) });
  return fetch(`${url}/connector.php`, { method: 'POST', headers: { 'content-type': type, ...(token === null ? {} : { 'x-bltoken': token }) }, body: raw ?? form.toString() });
}

/** Its JSON; also of errors. */
export async function ask(sandbox: BaselinkerSandbox, method: string, parameters: unknown = {}, options: Ask = {}): Promise<Row> {
  return (await (await post(sandbox, method, parameters, options)).json()) as Row;
}

/** @throws Error when the answer is no success */
export async function rows(sandbox: BaselinkerSandbox, method: string, parameters: unknown = {}): Promise<readonly Row[]> {
  const answer = await ask(sandbox, method, parameters);
  if (answer['status'] !== 'SUCCESS') throw new Error(JSON.stringify(answer));
  return (answer['orders'] ?? answer['logs'] ?? answer['statuses'] ?? answer['extra_fields']) as readonly Row[];
}

export const idsOf = (list: readonly Row[]): readonly unknown[] => list.map((row) => row['order_id']);

/** Type and object of the journal's entries about an order. */
export async function entries(sandbox: BaselinkerSandbox, orderId?: number): Promise<readonly string[]> {
  const logs = await rows(sandbox, 'getJournalList', orderId === undefined ? {} : { order_id: orderId });
  return logs.map((row) => `${String(row['log_type'])}:${String(row['object_id'])}`);
}

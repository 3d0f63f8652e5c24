/** A bare client for the specs. */
import type { IdeaCommerceSandbox } from './idea-commerce-sandbox.js';

export type Row = Readonly<Record<string, unknown>>;
export type Ask = { /** Header as it is; null = none. */ readonly authorization?: string | null; readonly method?: string; readonly body?: unknown };

/** The HTTP answer of a call. @param target path and query behind `/v2/` */
export async function ask({ url, key }: Pick<IdeaCommerceSandbox, 'url' | 'key'>, target: string, { authorization = `Bearer ${key}`, method = 'GET', body }: Ask = {}): Promise<Response> {
  const text = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  return fetch(`${url}/v2/${target}`, { method, redirect: 'manual', headers: { accept: 'application/json', ...(authorization === null ? {} : { authorization }) }, ...text });
}

export type Reply = { readonly status: number; readonly body: Row };

export async function read(sandbox: IdeaCommerceSandbox, target: string, options: Ask = {}): Promise<Reply> {
  const reply = await ask(sandbox, target, options);
  return { status: reply.status, body: (await reply.json()) as Row };
}

/** Rows of a list. @throws Error when the answer has none */
export async function rows(sandbox: IdeaCommerceSandbox, target: string): Promise<readonly Row[]> {
  const { status, body } = await read(sandbox, target);
  const list = Object.values(body).find(Array.isArray) as readonly Row[] | undefined;
  if (status !== 200 || list === undefined) throw new Error(JSON.stringify(body));
  return list;
}

export const idsOf = (list: readonly Row[]): readonly number[] => list.map((row) => Number(row['id']));

/** Query text of a filter, encoded. */
export const query = (values: Readonly<Record<string, string | number>>): string => new URLSearchParams(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))).toString();

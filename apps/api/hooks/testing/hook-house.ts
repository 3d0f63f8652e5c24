import { startApi, type ApiHarness, type Call } from '../../testing/api-harness.js';
import { addIntegration } from '../../testing/card-rows.js';
import type { ApiParts } from '../../parts.js';

export type InboxRow = { readonly stream: string; readonly external_id: string; readonly origin: string; readonly not_before: Date | null };
export type Counts = { readonly received: number; readonly stored: number; readonly collapsed: number; readonly ignored: number; readonly unreadable: number; readonly late: number };
export type Refusal = { readonly status: number; readonly text: string; readonly type: string | null };

/** An API with a shop that sends webhooks. */
export type HookHouse = ApiHarness & {
  readonly operator: Call;
  /** A running integration of the platform that pushes. */
  addShop(name: string, state?: string): Promise<string>;
  /** Its address as the API gives it. */
  tokenOf(integrationId: string): Promise<string>;
  /** A webhook as the platform sends it, to the root path. */
  send(token: string, body: NonNullable<RequestInit['body']>, type?: string | null, more?: Readonly<Record<string, string>>): Promise<Refusal>;
  inbox(integrationId: string): Promise<InboxRow[]>;
  counts(integrationId: string): Promise<Counts | null>;
};

export async function startHookHouse(overrides: Partial<ApiParts> = {}): Promise<HookHouse> {
  const api = await startApi(overrides);
  const operator = await api.as('operator');
  const sql = <T>(text: string, values: unknown[]): Promise<T[]> => api.dataSource.query<T[]>(text, values);
  return {
    ...api,
    operator,
    addShop: async (name, state = 'running') => {
      const id = await addIntegration(api, name);
      await sql(`update integration set platform = 'idosell', state = $2 where id = $1`, [id, state]);
      return id;
    },
    tokenOf: async (integrationId) => {
      const { body } = await operator('GET', `/integrations/${integrationId}/webhooks`);
      return String(body['address']).split('/').at(-1) ?? '';
    },
    send: async (token, body, type = 'application/json', more = {}) => {
      const headers = { ...(type === null ? {} : { 'content-type': type }), ...more };
      const answer = await fetch(`${api.url}/hooks/${token}`, { method: 'POST', headers, body });
      return { status: answer.status, text: await answer.text(), type: answer.headers.get('content-type') };
    },
    inbox: async (id) => await sql<InboxRow>(`select stream, external_id, origin, not_before from inbox where integration_id = $1 order by stream, external_id`, [id]),
    counts: async (id) => {
      const [row] = await sql<Record<keyof Counts, string>>(
        `select sum(received) as received, sum(stored) as stored, sum(collapsed) as collapsed, sum(ignored) as ignored, sum(unreadable) as unreadable, sum(late) as late
         from hook_count where integration_id = $1 group by integration_id`,
        [id],
      );
      return row === undefined ? null : (Object.fromEntries(Object.entries(row).map(([name, value]) => [name, Number(value)])) as Counts);
    },
  };
}

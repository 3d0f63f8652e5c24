import type { ApiHarness, Call } from './api-harness.js';

export const SM_CREDENTIALS = { endpoint: 'http://127.0.0.1:8099/api', clientId: 'INVENTED-CLIENT', secret: 'INVENTED-SECRET-0001' };
const TICK = { code: 'login', state: 'ok', required: true, label: { pl: 'Logowanie', en: 'Login' } };

/** What a destination answers that takes the credentials. */
export const taken = (accountKey = SM_CREDENTIALS.clientId): object => ({ failure: null, report: { ticks: [TICK], facts: { owner: 'found' } }, accountKey, address: 'http://127.0.0.1:8099' });

/** Ways to a destination in some state, each with a new one and an account of its own. */
export type Destinations = { readonly create: (name?: string) => Promise<string>; readonly ready: (accountKey?: string) => Promise<string> };

export function destinationsOf(api: ApiHarness, operator: Call): Destinations {
  const create = async (name = 'Mailing'): Promise<string> => {
    const made = await operator('POST', '/destinations', { kind: 'salesmanago', name });
    expect(made.status).toBe(201);
    return String(made.body['id']);
  };
  const ready = async (accountKey?: string): Promise<string> => {
    const id = await create();
    api.gateway.ask = () => taken(accountKey ?? id);
    expect((await operator('POST', `/destinations/${id}/authenticate`, { credentials: SM_CREDENTIALS })).status).toBe(200);
    return id;
  };
  return { create, ready };
}

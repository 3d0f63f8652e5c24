import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ContactWrite, EventWrite } from '#libs/domain/relay/writes.js';
import { Failure } from '#libs/domain/failure.js';
import { createAddressGuard } from '#libs/http/address-guard.js';
import { OpenBudget, tinyServer } from '#libs/http/testing/tiny-server.js';
import { createHttpClient } from '#libs/http/undici-http-client.js';
import type { Destination } from '../../sdk/destination.js';
import { salesmanago } from '../salesmanago.destination.js';
import { credentialsSchema, withDefaults } from '../salesmanago.schema.js';

/** For specs: an account on a tiny server that answers as the spec says, and what it was asked. */
export type Asked = { readonly method: string; readonly path: string; readonly headers: IncomingMessage['headers']; readonly body: Record<string, unknown> };
export type TinyAccount = {
  readonly url: string;
  readonly destination: Destination;
  readonly budget: OpenBudget;
  readonly asked: Asked[];
  /** Called with every request once its body is there. */
  answer: (asked: Asked, response: ServerResponse) => void;
  close(): Promise<void>;
};

export const NOW_MS = 1_741_944_413_000;
export const calm = (): AbortSignal => new AbortController().signal;
export const json = (response: ServerResponse, body: unknown, status = 200): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

export const CREDENTIALS = { clientId: 'n4rw1k7demo0club', apiSecret: 'docs-only-secret-5f1c', owner: 'crm@sklep-narwik.example.pl', apiKey: 'q9Zt3LmK7xWb2RvN' } as const;

export async function tinyAccount(more: Readonly<Record<string, unknown>> = {}): Promise<TinyAccount> {
  const server = await tinyServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const text = Buffer.concat(parts).toString();
      const asked: Asked = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
      account.asked.push(asked);
      account.answer(asked, response);
    });
  });
  const budget = new OpenBudget();
  const credentials = credentialsSchema.parse({ ...CREDENTIALS, endpoint: server.url, v3Endpoint: server.url, ...more });
  const http = createHttpClient({ budget, accounts: [{ key: 'sm', ...salesmanago.budget(credentials, null) }], priority: 'recurring', maxWaitMs: 1_000, guard: createAddressGuard({ allow: ['127.0.0.0/8'] }), nowMs: () => NOW_MS, secrets: [] });
  const account: TinyAccount = {
    url: server.url, budget, asked: [],
    destination: salesmanago.open({ credentials, settings: withDefaults(null), http, nowMs: () => NOW_MS }),
    answer: (_asked, response) => json(response, { success: true, message: [] }),
    close: async () => {
      await http.close();
      await server.close();
    },
  };
  return account;
}

/** The failure a call ends with. @throws Error when it ends well or otherwise */
export async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const outcome = await work.then(() => null, (error: unknown) => error);
  if (outcome instanceof Failure) return outcome;
  throw new Error(`a failure was expected, got ${String(outcome)}`);
}

export const aContact = (more: Partial<ContactWrite> = {}): ContactWrite => ({
  email: 'anna.nowak@example.pl', newEmail: null, name: null, company: null, phone: null, birthDate: null, externalId: null, language: null,
  street: null, postcode: null, city: null, country: null, tags: [], removeTags: [], properties: {}, opt: { email: null, sms: null }, ...more,
});

export const anEvent = (more: Partial<EventWrite> = {}): EventWrite => ({
  email: 'anna.nowak@example.pl', contactId: null, type: 'PURCHASE', externalId: 'a7-71', atMs: NOW_MS, description: null, products: [], location: null,
  value: null, details: {}, shopDomain: null, ...more,
});

import { RELAY_SHOP } from '../demo-person.js';
import { control } from '../sandbox-process.js';
import type { Route, Stage } from './views.js';

type Setup = { readonly callbacks: { readonly optIn: string; readonly optOut: string }; readonly feed: { readonly products: number } };
type Entry = {
  readonly kind: string;
  readonly externalId: string;
  readonly writes: readonly { readonly kind: string; readonly path: string; readonly silent: boolean; readonly body: unknown }[];
  readonly excluded: readonly { readonly effect: string; readonly text: string }[];
};

const PREVIEWED = 3;
const LONGEST = 300;

/** Neither the token nor the security parameter is for a screen others look at. */
const masked = (address: string): string => address.replace(/\/callbacks\/[^/]+\//u, '/callbacks/…/').replace(/sha1\(\$email\$.*$/u, 'sha1($email$…)');

function print({ kind, externalId, writes, excluded }: Entry, log: (line: string) => void): void {
  for (const write of writes) log(`   ${kind} ${externalId}: ${write.kind} by ${write.path}${write.silent ? ', silently' : ''}`);
  for (const one of excluded) log(`   ${kind} ${externalId}: no ${one.effect}. ${one.text}`);
}

export async function preview({ rest, log }: Stage, routeId: string, step: number): Promise<void> {
  const { message, entries } = await rest.post<{ message: string; entries: readonly Entry[] }>(`/routes/${routeId}/preview`, { records: PREVIEWED });
  log(`${String(step)}. Preview of the newest ${String(entries.length)} records. ${message}`);
  for (const entry of entries) print(entry, log);
  const first = entries.flatMap((entry) => entry.writes)[0];
  if (first === undefined) return;
  const body = JSON.stringify(first.body);
  log(`   The first body: ${body.length > LONGEST ? `${body.slice(0, LONGEST)} …` : body}`);
}

/** A route for everybody of one shop: made, set up in the account, previewed, started. Gives its id. */
export async function makeRoute(stage: Stage, destinationId: string, location: string): Promise<string> {
  const { rest, log, integration, account } = stage;
  const options = { scope: 'everyone', shop: RELAY_SHOP.id, language: RELAY_SHOP.language, location };
  const route = await rest.post<Route & { consent: { text: string } }>('/routes', { integrationId: integration.id, destinationId, options });
  log(`11. The route "${route.name}", shop ${RELAY_SHOP.id}. ${route.consent.text}`);
  for (const warning of route.warnings) log(`   Warning: ${warning.message} ${warning.fix}`);
  const { callbacks, feed } = await rest.get<Setup>(`/routes/${route.id}/setup`);
  await control(account, 'setCallbacks', { settings: callbacks });
  log(`   Pasted at SALESmanago: opt-in and opt-out callback, such as ${masked(callbacks.optOut)}; an offer file with ${String(feed.products)} products`);
  await preview(stage, route.id, 12);
  const { message } = await rest.post<{ message: string }>(`/routes/${route.id}/start`);
  log(`   Started. ${message}`);
  return route.id;
}

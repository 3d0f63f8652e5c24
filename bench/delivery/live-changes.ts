import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { Problem } from '#tools/problem.js';
import { ask } from '../measure/database.js';
import { webhookAddress } from '../service/panel.js';
import type { House } from './house.js';
import type { ProgressWatch } from './progress.js';

/** One order placed in the panel during the export: of somebody the shop knew, or of somebody new. */
export type LiveChange = { readonly who: 'old' | 'new'; readonly afterContacts: number; /** From the order in the panel to its event at the account; null: not within the time. */ readonly seconds: number | null };

const LOOK_MS = 25;
const PATIENCE_MS = 60_000;
/** Share of the export between which the changes are made. */
const [FROM, TO] = [0.25, 0.75] as const;

const numbered = z.object({ result: z.number() });

/** Account holders of the panel with an address nobody shares. */
const OLD = `select external_id as id, lower(body::jsonb->>'email') as email from source_record s where integration_id = $1 and kind = 'customer' and external_id::bigint < 1000000
  and body::jsonb->>'standing' = 'account' and (body::jsonb->'createdAt'->>'utc')::timestamptz < to_timestamp($3::float8 / 1000) and body::jsonb->>'email' like '%@%'
  and not exists (select 1 from source_record o where o.integration_id = s.integration_id and o.id <> s.id and o.kind = 'customer' and lower(o.body::jsonb->>'email') = lower(s.body::jsonb->>'email'))
  order by external_id::bigint limit $2`;

/** The panel tells the service of orders and clients from now on. */
export async function listen(house: House): Promise<void> {
  const url = await webhookAddress(house.launched.rest, house.integrationId);
  await house.panel.control('addWebhook', { hook: { url, events: ['clientCreated', 'orderCreated'] } });
}

async function arrival(house: House, email: string, serial: number, sinceMs: number): Promise<number | null> {
  const externalId = `${house.code}-${String(serial)}`;
  for (const until = sinceMs + PATIENCE_MS; performance.now() < until; await delay(LOOK_MS)) {
    const there = await house.account.contact(email);
    if (there?.events.some((event) => event.texts['externalId'] === externalId) === true) return Math.round((performance.now() - sinceMs) / 10) / 100;
  }
  return null;
}

async function order(house: House, clientId: number, email: string): Promise<number | null> {
  const sinceMs = performance.now();
  const { result: serial } = numbered.parse(await house.panel.control('sellTo', { clientId }));
  return arrival(house, email, serial, sinceMs);
}

/** Makes changes one after another, spread over the middle of the export. @throws Problem when the panel has too few clients */
export async function makeLiveChanges(house: House, watch: ProgressWatch, input: { readonly each: number; readonly total: number; readonly routeStartMs: number; readonly ended: () => boolean }): Promise<LiveChange[]> {
  const { each, total, routeStartMs, ended } = input;
  const old = await ask<{ id: string; email: string }>(house.launched.databaseUrl, OLD, [house.integrationId, each, routeStartMs]);
  if (old.length < each) throw new Problem(`The panel has only ${String(old.length)} suitable clients.`);
  const changes: LiveChange[] = [];
  for (const [turn, { id, email }] of old.entries()) {
    const mark = total * (FROM + ((TO - FROM) * turn) / each);
    while (watch.now.contacts < mark && !ended()) await delay(LOOK_MS);
    if (ended()) break;
    const afterContacts = watch.now.contacts;
    const fresh = `nowy.${String(turn)}@poczta.example.pl`;
    const { result: freshId } = numbered.parse(await house.panel.control('createClient', { patch: { email: fresh, firstName: 'Nowa', lastName: 'Osoba' } }));
    const [oldSeconds, newSeconds] = await Promise.all([order(house, Number(id), email), order(house, freshId, fresh)]);
    changes.push({ who: 'old', afterContacts, seconds: oldSeconds }, { who: 'new', afterContacts, seconds: newSeconds });
  }
  return changes;
}

import type { DataSource } from 'typeorm';
import { allegroBase, isAllegroAddress } from '#libs/domain/allegro.js';
import { isOn, type AllegroValue } from '#libs/domain/allegro-switch.js';
import { addressRules } from '#libs/domain/email.js';
import type { CardView } from './customer.schemas.js';

/** How a workspace shows buyers from Allegro. */
export type AllegroRules = { readonly on: boolean; readonly domains: ReadonlySet<string> };

export async function allegroRulesOf(dataSource: DataSource, workspaceId: string): Promise<AllegroRules> {
  const [row] = await dataSource.query<{ value: AllegroValue | null }[]>(`select settings->'allegro' as value from workspace where id = $1`, [workspaceId]);
  const value = row?.value ?? null;
  return { on: isOn(value), domains: addressRules(null, value?.domains ?? null).allegroDomains };
}

type Key = { readonly type: string; readonly value: string };

/** What a card tells of a buyer: both forms of each masked address while Allegro is on, else only what was seen. */
export function allegroOnCard(keys: readonly Key[], { on, domains }: AllegroRules): CardView['allegro'] {
  const of = (type: string): string[] => keys.filter((key) => key.type === type).map((key) => key.value);
  const seen = of('email_seen').filter((address) => isAllegroAddress(address, domains));
  const bases = new Set([...of('allegro_address'), ...seen.flatMap((address) => allegroBase(address, domains) ?? [])]);
  const addresses = [...bases].sort().map((base) => ({ base: on ? base : null, seen: seen.filter((address) => allegroBase(address, domains) === base) }));
  return { on, logins: of('allegro_login'), addresses: addresses.filter(({ base, seen: full }) => base !== null || full.length > 0) };
}

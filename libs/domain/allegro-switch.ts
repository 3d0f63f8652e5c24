import type { IntegrationState } from './integration-state.js';
import type { Platform } from './words.js';

/** The platform whose integrations are the switch. */
export const SWITCH_PLATFORM: Platform = 'allegro';

/** States in which an Allegro integration is on. A pause holds work, and the switch does none. */
export const SWITCHED_ON: ReadonlySet<IntegrationState> = new Set(['running', 'paused']);

/** What the Allegro integrations that are on say together; kept in the workspace's settings, absent while none is. */
export type AllegroValue = {
  /** Domains at which Allegro masks its buyers. Sorted. */
  readonly domains: readonly string[];
  /** Custom fields every shop integration writes Allegro logins to. Sorted ids. */
  readonly loginFields: readonly string[];
};

/** What one Allegro integration says. */
export type AllegroSays = { readonly state: IntegrationState; readonly domains: readonly string[]; readonly loginField: string | null };

const sorted = (values: readonly string[]): string[] => [...new Set(values)].sort();

/** The value of a workspace with these integrations; null while none of them is on. */
export function allegroValue(integrations: readonly AllegroSays[]): AllegroValue | null {
  const on = integrations.filter(({ state }) => SWITCHED_ON.has(state));
  if (on.length === 0) return null;
  return { domains: sorted(on.flatMap(({ domains }) => domains)), loginFields: sorted(on.flatMap(({ loginField }) => loginField ?? [])) };
}

/** Login fields nobody names any more: their values stay on the cards. */
export function formerLoginFields(former: readonly string[], before: AllegroValue | null, now: AllegroValue | null): string[] {
  return sorted([...former, ...(before?.loginFields ?? [])]).filter((field) => now?.loginFields.includes(field) !== true);
}

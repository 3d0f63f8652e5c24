import { ALLEGRO_DOMAINS } from './allegro.js';
import type { IntegrationState } from './integration-state.js';
import type { Platform } from './words.js';

/** The platform whose integrations are the switch. */
export const SWITCH_PLATFORM: Platform = 'allegro';

/** States in which an Allegro integration is on. A pause holds work, and the switch does none. */
export const SWITCHED_ON: ReadonlySet<IntegrationState> = new Set(['running', 'paused']);

/** What the Allegro integrations that are on say together; kept in the workspace's settings. Absent while none is, unless the list of domains is another than the known one. */
export type AllegroValue = {
  /** None is on: the list of domains alone holds. */
  readonly off?: true;
  /** Domains at which Allegro masks its buyers, those of integrations that are off by now among them. Sorted. */
  readonly domains: readonly string[];
  /** Custom fields every shop integration writes Allegro logins to. Sorted ids. */
  readonly loginFields: readonly string[];
};

/** What one Allegro integration says. */
export type AllegroSays = { readonly state: IntegrationState; readonly domains: readonly string[]; readonly loginField: string | null };

const sorted = (values: readonly string[]): string[] => [...new Set(values)].sort();

/** Domains a save takes off a list. */
export const takenOff = (before: Pick<AllegroSays, 'domains'>, now: Pick<AllegroSays, 'domains'>): string[] => before.domains.filter((domain) => !now.domains.includes(domain));

export const isOn = (value: AllegroValue | null): boolean => value !== null && value.off !== true;

/**
 * The value of a workspace with these integrations. A domain that was named once stays one of Allegro's whatever is stopped or
 * deleted: its addresses are relays, and would be written to and matched as people's own. It goes when a person takes it off a list.
 */
export function allegroValue(integrations: readonly AllegroSays[], before: AllegroValue | null, off: readonly string[]): AllegroValue | null {
  const on = integrations.filter(({ state }) => SWITCHED_ON.has(state));
  const domains = sorted([...on.flatMap((one) => one.domains), ...(before?.domains ?? []).filter((domain) => !off.includes(domain))]);
  if (on.length > 0) return { domains, loginFields: sorted(on.flatMap(({ loginField }) => loginField ?? [])) };
  // An empty list means the known domains (`addressRules`).
  const isKnown = domains.length === 0 || (domains.length === ALLEGRO_DOMAINS.size && domains.every((domain) => ALLEGRO_DOMAINS.has(domain)));
  return isKnown ? null : { off: true, domains, loginFields: [] };
}

/** Login fields nobody names any more: their values stay on the cards. */
export function formerLoginFields(former: readonly string[], before: AllegroValue | null, now: AllegroValue | null): string[] {
  return sorted([...former, ...(before?.loginFields ?? [])]).filter((field) => now?.loginFields.includes(field) !== true);
}

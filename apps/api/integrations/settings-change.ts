import { createHash } from 'node:crypto';
import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import type { AllegroValue } from '#libs/domain/allegro-switch.js';
import type { FieldUse } from './field-uses.js';

type Settings = Readonly<Record<string, unknown>>;

/** JSON with sorted names, so that equal values give equal text. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return `{${entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, inner]) => `${JSON.stringify(name)}:${canonical(inner)}`).join(',')}}`;
}

/** Names of settings whose values differ. */
export function changedSettings(before: Settings, after: Settings): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => canonical(before[name]) !== canonical(after[name])).sort();
}

/** What decides how stored records are applied: deriving settings, the fields they fill, and the workspace's Allegro value (null: off). */
export function fingerprintOf(definition: ConnectorDefinition, settings: Settings, uses: readonly Pick<FieldUse, 'role' | 'fieldId'>[], allegro: AllegroValue | null): string {
  const deriving = definition.derivingSettings.map((name) => [name, settings[name]] as const);
  const fields = uses.map((use) => [use.role, use.fieldId] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(canonical({ deriving, fields, ...(allegro === null ? {} : { allegro }) })).digest('hex').slice(0, 16);
}

/** Words of the command line; the same in capitals with the prefix SANDBOX_ work as environment variables. */
import { parseArgs } from 'node:util';

export const NAMES = ['platform', 'port', 'customers', 'orders', 'subscribers', 'seed', 'profile', 'timezone', 'languages', 'shops', 'latency-ms', 'rate-per-minute', 'key', 'sell-every', 'person', 'client-id', 'secret', 'token', 'instance', 'owner', 'job-delay-ms'] as const;

export type Given = Partial<Record<(typeof NAMES)[number], string>>;

/** A platform or destination that runs; only shops sell. `about` = what else a client has to know, shown when it is ready. */
export type Started = {
  readonly url: string;
  readonly key: string;
  readonly about?: Readonly<Record<string, string>>;
  readonly control: { readonly sell?: (n: number) => unknown };
  readonly stop: () => Promise<void>;
};

/** The platform may also be named by the first word alone: `salesmanago --port 4000`. */
export function given(): Given {
  const { values, positionals } = parseArgs({ options: Object.fromEntries(NAMES.map((name) => [name, { type: 'string' as const }])), allowPositionals: true });
  if (positionals.length > 1) throw new Error(`Not understood: ${positionals.slice(1).join(' ')}`);
  const result: Given = {};
  for (const name of NAMES) {
    const value = values[name] ?? process.env[`SANDBOX_${name.toUpperCase().replaceAll('-', '_')}`];
    if (typeof value === 'string') result[name] = value;
  }
  const [platform] = positionals;
  return platform === undefined ? result : { ...result, platform };
}

/** @throws Error when it is no number */
export function count(values: Given, name: (typeof NAMES)[number], fallback: number): number {
  const text = values[name];
  if (text === undefined) return fallback;
  if (!/^\d+(\.\d+)?$/.test(text)) throw new Error(`--${name} must be a number, not ${text}`);
  return Number(text);
}

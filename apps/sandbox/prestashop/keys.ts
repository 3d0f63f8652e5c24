/** Webservice keys: rights by resource and method, an active flag, and the shops they are linked to. */
import { REFUSALS } from './errors.js';
import type { Rights } from './render/root.js';

/** Change of one key; an empty list of methods takes the resource away. */
export type KeyPatch = {
  /** Default: the key the sandbox was started with. A new one is created. */
  readonly key?: string;
  readonly active?: boolean;
  /** Shop ids. */
  readonly shops?: readonly number[];
  readonly rights?: Readonly<Record<string, readonly string[]>>;
  /** Forget all rights before applying `rights`. */
  readonly replace?: boolean;
};

export type Key = { active: boolean; shops: readonly number[]; readonly rights: Map<string, ReadonlySet<string>> };

/** The resources the connection guide tells a merchant to tick. */
export const SEVEN = ['addresses', 'countries', 'currencies', 'customers', 'orders', 'shops', 'order_states'] as const;

export class Keys {
  private readonly keys = new Map<string, Key>();
  enabled = true;

  constructor(
    private readonly main: string,
    shops: readonly number[],
    extra: Readonly<Record<string, readonly string[]>>,
  ) {
    const rights = Object.fromEntries(SEVEN.map((name) => [name, ['GET']]));
    this.set({ shops, rights: { ...rights, ...extra } });
  }

  set(patch: KeyPatch): void {
    const name = patch.key ?? this.main;
    const key = this.keys.get(name) ?? { active: true, shops: [1], rights: new Map() };
    if (patch.active !== undefined) key.active = patch.active;
    if (patch.shops !== undefined) key.shops = patch.shops;
    if (patch.replace === true) key.rights.clear();
    for (const [resource, methods] of Object.entries(patch.rights ?? {})) {
      if (methods.length === 0) key.rights.delete(resource);
      else key.rights.set(resource, new Set(methods));
    }
    this.keys.set(name, key);
  }

  /** @throws Refusal 503/22, 401/17–21 */
  authenticate(presented: string): { readonly shops: readonly number[]; readonly rights: Rights } {
    if (!this.enabled) throw REFUSALS.disabled();
    const name = presented.trim();
    if (name === '') throw REFUSALS.emptyKey();
    if (Buffer.byteLength(name) !== 32) throw REFUSALS.malformedKey();
    const key = this.keys.get(name);
    if (key?.active !== true) throw REFUSALS.inactiveKey();
    if (key.rights.size === 0) throw REFUSALS.keyWithoutRights();
    return key;
  }
}

/** The key in a request: user of Basic, else `ws_key`; null = no credentials reached PHP. */
export function presentedKey(authorization: string | undefined, wsKey: string | undefined): string | null {
  const basic = /^basic\s+(.*)$/i.exec(authorization ?? '')?.[1];
  if (basic !== undefined) return Buffer.from(basic, 'base64').toString('utf8').split(':')[0] ?? '';
  return wsKey ?? null;
}

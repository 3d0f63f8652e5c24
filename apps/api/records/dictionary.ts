import type { EntityManager } from 'typeorm';
import type { OrderOrigin } from '#libs/domain/records.js';

export type Meaning = { readonly name: string; readonly iso: string | null };

const ISO_CURRENCY = /^[A-Z]{3}$/u;
const ISO_COUNTRY = /^[A-Z]{2}$/u;
/** For platforms that give no names of countries; in Polish, like the names that Polish shops give. An unknown code stays null. */
const COUNTRY_NAMES = new Intl.DisplayNames(['pl'], { type: 'region', fallback: 'none' });

/** Names of the codes that records hold, of some integrations. */
export class Dictionary {
  constructor(private readonly entries: ReadonlyMap<string, Meaning>) {}

  static async of(manager: EntityManager, integrationIds: readonly string[]): Promise<Dictionary> {
    const rows = await manager.query<(Meaning & { readonly id: string; readonly kind: string; readonly code: string })[]>(
      `select integration_id as id, kind, code, name, iso from dictionary where integration_id = any($1::uuid[])`,
      [integrationIds],
    );
    return new Dictionary(new Map(rows.map((row) => [`${row.id} ${row.kind} ${row.code}`, { name: row.name, iso: row.iso }])));
  }

  /** Named as finely as the shop does: the name of its own status, else that of the platform's. */
  status(integrationId: string, status: string | null, detail: string | null): { readonly code: string; readonly detail: string | null; readonly name: string | null } | null {
    const code = status ?? detail;
    if (code === null) return null;
    const name = (of: string | null): string | undefined => (of === null ? undefined : this.find(integrationId, 'status', of)?.name);
    return { code, detail, name: name(detail) ?? name(code) ?? null };
  }

  /** Null where the account has one shop. */
  shop(integrationId: string, id: string | null): { readonly id: string; readonly name: string | null } | null {
    return id === null || id === '' ? null : { id, name: this.find(integrationId, 'shop', id)?.name ?? null };
  }

  /** Null on platforms that have the orders of one shop only. */
  source(integrationId: string, origin: OrderOrigin | null): { readonly type: string; readonly account: string; readonly name: string | null } | null {
    if (origin === null) return null;
    const { type, account } = origin;
    return { type, account, name: this.find(integrationId, 'source', `${type}/${account}`)?.name ?? null };
  }

  /** ISO 4217, or null: a currency is never guessed. */
  currency(integrationId: string, code: string | null): string | null {
    if (code === null || code === '') return null;
    return this.find(integrationId, 'currency', code)?.iso ?? (ISO_CURRENCY.test(code) ? code : null);
  }

  country(integrationId: string, code: string | null): { readonly iso: string | null; readonly name: string | null } | null {
    if (code === null || code === '') return null;
    const found = this.find(integrationId, 'country', code);
    const iso = found?.iso ?? (ISO_COUNTRY.test(code) ? code : null);
    return { iso, name: found?.name ?? (iso === null ? null : (COUNTRY_NAMES.of(iso) ?? null)) };
  }

  private find(integrationId: string, kind: string, code: string): Meaning | undefined {
    return this.entries.get(`${integrationId} ${kind} ${code}`);
  }
}

import { ask } from '../measure/database.js';
import { inParallel } from '../webhooks/in-parallel.js';
import type { House } from './house.js';
import type { Ledger } from './ledger.js';

/** What arrived, against what was sold. */
export type Verdict = {
  readonly purchases: number;
  readonly missing: readonly string[];
  readonly doubled: readonly string[];
  /** Purchases of orders that are to have none, or that nobody sold. */
  readonly surplus: readonly string[];
  readonly wrongValue: readonly string[];
  readonly wrongPerson: readonly string[];
  /** Entries of the journal since following began. */
  readonly entries: { readonly written: number; readonly missing: number; readonly surplus: number };
};

type Purchase = { readonly email: string; readonly value: number | null };

async function purchasesAt({ account }: House): Promise<Map<number, Purchase[]>> {
  const found = new Map<number, Purchase[]>();
  await inParallel(await account.emails(), async (email) => {
    for (const { type, value, texts } of (await account.contact(email))?.events ?? []) {
      const id = Number(texts['externalId']?.split('-').at(-1));
      if (type === 'PURCHASE') found.set(id, [...(found.get(id) ?? []), { email, value }]);
    }
  });
  return found;
}

async function compareEntries({ launched, market, integrationId }: House, firstOrder: number): Promise<Verdict['entries']> {
  const written = (await market.log()).filter(({ orderId }) => orderId >= firstOrder).map((entry) => entry.id);
  const rows = await ask<{ id: string }>(launched.databaseUrl, `select log_id as id from journal_entry where integration_id = $1 and record_id::bigint >= $2`, [integrationId, firstOrder]);
  const stored = new Set(rows.map((row) => Number(row.id)));
  const missing = written.filter((id) => !stored.has(id)).length;
  return { written: written.length, missing, surplus: rows.length - (written.length - missing) };
}

export async function compare(house: House, { orders }: Ledger): Promise<Verdict> {
  const found = await purchasesAt(house);
  const [missing, doubled, surplus, wrongValue, wrongPerson]: string[][] = [[], [], [], [], []];
  for (const [id, expected] of orders) {
    const purchases = found.get(id) ?? [];
    const [one] = purchases;
    if ('none' in expected) {
      if (one !== undefined) surplus?.push(`${String(id)} (${expected.none}): ${JSON.stringify(purchases)}`);
    } else if (one === undefined) missing?.push(`${String(id)} of ${expected.email}, ${String(expected.value)} PLN`);
    else if (purchases.length > 1) doubled?.push(`${String(id)}: ${JSON.stringify(purchases)}`);
    else if (one.email !== expected.email) wrongPerson?.push(`${String(id)}: ${one.email} instead of ${expected.email}`);
    else if (one.value !== expected.value) wrongValue?.push(`${String(id)}: ${String(one.value)} instead of ${String(expected.value)}`);
  }
  for (const id of found.keys()) if (!orders.has(id)) surplus?.push(`${String(id)}, which nobody sold`);
  return {
    purchases: [...found.values()].flat().length, missing: missing ?? [], doubled: doubled ?? [], surplus: surplus ?? [], wrongValue: wrongValue ?? [], wrongPerson: wrongPerson ?? [],
    entries: await compareEntries(house, Math.min(...orders.keys())),
  };
}

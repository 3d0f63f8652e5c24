import { createHash } from 'node:crypto';
import { isFailure } from '#libs/domain/failure.js';
import { idOf, isRow, textOf } from '../sdk/values.js';
import { isSameEmail, LOOKED_UP_TYPE } from './assumptions.js';
import type { IdeaCommerceClient } from './idea-commerce.client.js';
import { lookedUpEmail, needsAccounts, type Known } from './order-people.js';
import { Remembered } from './remembered.js';

const HOUR_MS = 3_600_000;
/** E-mails and accounts are kept as digests, so that no list of people grows in a worker. */
const partners = new Remembered<string | null>(HOUR_MS, 5_000);
const accounts = new Remembered<ReadonlySet<string> | null>(HOUR_MS, 500);

/** An account orders come from, as `OrderOrigin` names it. */
export type OwnAccount = { readonly type: string; readonly account: string; readonly name: string };

export async function readAccounts(client: IdeaCommerceClient, signal: AbortSignal): Promise<readonly OwnAccount[]> {
  const rows = await client.all('integrations', {}, signal);
  return rows.flatMap((row) => {
    const [type, account, name] = isRow(row) ? [textOf(row['provider']), idOf(row['account_id']), textOf(row['account_name'])] : [null, null, null];
    return type === null || account === null || name === null ? [] : [{ type: type.toLowerCase(), account, name }];
  });
}

/** Names of the seller's own accounts; null where the token may not read them. */
const ownAccounts = (client: IdeaCommerceClient, signal: AbortSignal): Promise<ReadonlySet<string> | null> =>
  accounts.of(client.key, client.nowMs(), async () => {
    try {
      return new Set((await readAccounts(client, signal)).map(({ name }) => name.toLowerCase()));
    } catch (error) {
      if (isFailure(error) && error.kind === 'permission_missing') return null;
      throw error;
    }
  });

/** The customer's own partner record, by e-mail; the oldest where there are several. */
const partnerOf = (client: IdeaCommerceClient, email: string, signal: AbortSignal): Promise<string | null> =>
  partners.of(createHash('sha256').update(`${client.key}\n${email}`).digest('hex'), client.nowMs(), async () => {
    const rows = await client.all('partners', { email }, signal);
    const ids = rows.flatMap((row) => (isRow(row) && row['type'] === LOOKED_UP_TYPE && isSameEmail(textOf(row['email']) ?? '', email) ? (idOf(row['id']) ?? []) : []));
    return ids.sort((a, b) => Number(a) - Number(b))[0] ?? null;
  });

/** Everything the orders of an answer need and do not say; asks for nothing where they say it all. */
export async function lookUp(client: IdeaCommerceClient, rows: readonly unknown[], signal: AbortSignal): Promise<Known> {
  const orders = rows.filter(isRow);
  const own = orders.some(needsAccounts) ? await ownAccounts(client, signal) : null;
  const found = new Map<string, string | null>();
  for (const email of new Set(orders.flatMap((row) => lookedUpEmail(row) ?? []))) found.set(email, await partnerOf(client, email, signal));
  return { ownAccounts: own, partners: found };
}

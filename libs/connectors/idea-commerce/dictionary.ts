import { isFailure } from '#libs/domain/failure.js';
import type { DictionaryEntry } from '../sdk/connector.js';
import { STATUSES } from './assumptions.js';
import type { IdeaCommerceClient } from './idea-commerce.client.js';
import { readAccounts, type OwnAccount } from './look-ups.js';
import { BY_HAND } from './order.mapper.js';

const named = ({ type, account, name }: OwnAccount): DictionaryEntry => ({ kind: 'source', code: `${type}/${account}`, name, iso: null });

/** Names of states, which the API has none of, and of the accounts orders come from. */
export async function readDictionary(client: IdeaCommerceClient, signal: AbortSignal): Promise<readonly DictionaryEntry[]> {
  let accounts: readonly OwnAccount[] = [];
  try {
    accounts = await readAccounts(client, signal);
  } catch (error) {
    // Orders are worth having without the names of the accounts they come from.
    if (!isFailure(error) || error.kind !== 'permission_missing') throw error;
  }
  const sources = new Map([{ ...BY_HAND, name: 'Wprowadzone ręcznie' }, ...accounts].map((one) => [`${one.type}/${one.account}`, named(one)]));
  return [...[...STATUSES].map(([code, name]): DictionaryEntry => ({ kind: 'status', code, name, iso: null })), ...sources.values()];
}

import { isFailure } from '#libs/domain/failure.js';
import type { Localized } from '#libs/domain/words.js';
import type { CheckReport, Tick } from '../sdk/check.js';
import { idOf, isRow, textOf } from '../sdk/values.js';
import { momentText, OVERLAP_MS } from './assumptions.js';
import type { IdeaCommerceClient, List } from './idea-commerce.client.js';
import { listFix } from './idea-commerce.errors.js';

/** One list, confirmed by the cheapest read of it. Everything but a missing right ends the check. */
async function tryList(client: IdeaCommerceClient, list: List, required: boolean, label: Localized, signal: AbortSignal): Promise<Tick> {
  try {
    await client.list(list, { limit: 1 }, signal);
    return { code: list, state: 'ok', required, label };
  } catch (error) {
    if (!isFailure(error) || error.kind !== 'permission_missing') throw error;
    return { code: list, state: 'missing', required, label, fix: listFix(list) };
  }
}

/** Times are taken for UTC: orders from the future say that they are not, or that a clock is wrong. */
async function clockTick(client: IdeaCommerceClient, signal: AbortSignal): Promise<Tick> {
  const base = { code: 'clock', required: false, label: { pl: 'Czas zamówień zgodny z czasem UTC', en: 'Times of orders agree with UTC' } } as const;
  if ((await client.count('orders', { create_date_from: momentText(client.nowMs() + OVERLAP_MS) }, signal)) === 0) return { ...base, state: 'ok' };
  return {
    ...base,
    state: 'missing',
    fix: {
      pl: 'Instancja ma zamówienia z przyszłości: podaje czas w innej strefie niż UTC albo jeden z zegarów jest zły. Nowe zamówienia przyjdą z opóźnieniem, a ich godziny będą przesunięte. Zgłoś to opiekunowi tej usługi.',
      en: 'The instance has orders from the future: it tells times in another zone than UTC, or one of the clocks is wrong. New orders will come late, and their hours will be off. Report it to whoever looks after this service.',
    },
  };
}

/**
 * The tick list of an instance. Nothing but reads is tried, and nothing else is ever done.
 * @throws Failure when there is no such instance, or the token is refused
 */
export async function checkInstance(client: IdeaCommerceClient, signal: AbortSignal): Promise<CheckReport> {
  const shops = await client.probe(signal);
  const orders = await tryList(client, 'orders', true, { pl: 'Odczyt zamówień', en: 'Orders can be read' }, signal);
  const partners = await tryList(client, 'partners', true, { pl: 'Odczyt kontrahentów', en: 'Partners can be read' }, signal);
  const accounts = await tryList(client, 'integrations', false, { pl: 'Odczyt nazw kont sprzedaży', en: 'Names of sales accounts can be read' }, signal);
  const ticks: Tick[] = [{ code: 'token_accepted', state: 'ok', required: true, label: { pl: 'Token przyjęty', en: 'Token accepted' } }, orders, partners, accounts];
  if (orders.state === 'ok') ticks.push(await clockTick(client, signal));
  return { ticks, facts: { shops: shops.rows.flatMap((row) => (isRow(row) ? [{ id: idOf(row['id']), name: textOf(row['name']) }] : [])) } };
}

import type { JsonObject, Localized } from '#libs/domain/words.js';
import type { CheckReport, Tick } from '../sdk/check.js';
import { isRow } from '../sdk/values.js';
import { secondsOf } from './seconds.js';
import type { BaseLinkerClient } from './baselinker.client.js';
import { readSources, readStatuses } from './dictionary.js';
import { journalOf } from './journal.js';
import { orderIdOf } from './order.mapper.js';
import { FIRST_SECOND } from './survey.js';

const KEPT_MS = 3 * 86_400_000;
/** Oldest orders that are remembered to know the account again under another token. */
const PROBES = 5;

const ok = (code: string, pl: string, en: string): Tick => ({ code, state: 'ok', required: true, label: { pl, en } });

const JOURNAL: Localized = { pl: 'Dziennik zdarzeń zamówień włączony', en: 'Journal of orders switched on' };
const SWITCH_ON: Localized = {
  pl: 'Dziennik jest pusty, chociaż w ostatnich trzech dniach były zamówienia. Włącz go w panelu BaseLinkera: Moje konto → API (dziennik zdarzeń zamówień), a jeśli nie ma tam takiej opcji, napisz do pomocy BaseLinkera. Do tego czasu zamówienia są czytane rzadziej, a zmian w nich nie widać.',
  en: 'The journal is empty although there were orders in the last three days. Switch it on in the BaseLinker panel: My account → API (journal of order events), or write to the BaseLinker help desk where there is no such option. Until then orders are read less often, and changes of them are not seen.',
};
const NOT_TOLD: Localized = {
  pl: 'Dziennik jest pusty, ale w ostatnich trzech dniach nie było też zamówień, więc nie wiadomo, czy działa. Sprawdź w panelu BaseLinkera: Moje konto → API.',
  en: 'The journal is empty, but there were no orders in the last three days either, so that nobody can tell whether it works. See the BaseLinker panel: My account → API.',
};

/** A journal that is switched off answers with an empty list (sheet section 3): only orders without entries give it away. */
async function journalTick(client: BaseLinkerClient, signal: AbortSignal): Promise<Tick> {
  const base = { code: 'journal', required: false, label: JOURNAL } as const;
  const journal = journalOf(client);
  if ((await journal.read(null, signal)).entries.length > 0) return { ...base, state: 'ok' };
  const nowMs = client.nowMs();
  const off = await journal.missed(nowMs - KEPT_MS, nowMs, signal);
  return off ? { ...base, state: 'missing', fix: SWITCH_ON } : { ...base, state: 'unknown', fix: NOT_TOLD };
}

/** The account's oldest orders: they stay the same while newer ones come. */
async function oldestOrders(client: BaseLinkerClient, signal: AbortSignal): Promise<JsonObject[]> {
  const { rows } = await client.orders({ date_confirmed_from: FIRST_SECOND }, signal);
  return rows
    .flatMap((row) => {
      const [id, added] = isRow(row) ? [orderIdOf(row), secondsOf(row['date_add'])] : [null, null];
      return id === null || typeof added !== 'number' ? [] : [{ id, createdAt: new Date(added * 1_000).toISOString() }];
    })
    .slice(0, PROBES);
}

/**
 * The tick list of an account, in five requests at most. No rights of tokens are documented; one that may not use a method fails the check with that.
 * @throws Failure when the token is refused or the address is not the API
 */
export async function checkAccount(client: BaseLinkerClient, signal: AbortSignal): Promise<CheckReport> {
  const sources = await readSources(client, signal);
  const statuses = await readStatuses(client, signal);
  const probes = await oldestOrders(client, signal);
  const journal = await journalTick(client, signal);
  const ticks: Tick[] = [
    ok('token_accepted', 'Token przyjęty', 'Token accepted'),
    ok('orders', 'Odczyt zamówień', 'Orders can be read'),
    ok('sources', 'Odczyt źródeł zamówień', 'Sources of orders can be read'),
    ok('statuses', 'Odczyt statusów', 'Statuses can be read'),
    journal,
  ];
  return { ticks, facts: { sources: sources.map(({ type, account, name }) => ({ type, account, name })), statuses: statuses.length, probes } };
}

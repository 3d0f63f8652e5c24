import type { ConsentState } from '#libs/domain/records.js';
import type { ConsentWrite, ConsentWritten } from '../sdk/connector.js';
import { idOf, isRow, textOf, type Row } from '../sdk/values.js';
import { faultOf } from './answer.js';
import { clientIdOf } from './client.mapper.js';
import { CLIENTS, CLIENTS_PATH } from './clients.js';
import { clientConsents } from './consents.js';
import { yesNo } from './fields.js';
import type { IdoSellClient } from './idosell.client.js';
import { untrustworthy } from './idosell.errors.js';
import { readShops } from './shops.js';
import { MOST_IDS } from './source.js';

/** Nobody is told: who takes a consent back elsewhere has been told there (sheet section 4.4b). */
const QUIET: Row = { clientsSettings: { clientSettingSendMail: false, clientSettingSendSms: false } };
const LISTS = { email: { list: 'newsletterEmailApprovalsData', name: 'inNewsletterEmailApproval' }, sms: { list: 'newsletterSmsApprovalsData', name: 'inNewsletterSmsApproval' } } as const;

type Placed = ConsentWrite & { readonly shop: string };
type Outcome = Pick<ConsentWritten, 'outcome' | 'detail'>;
const UNCHANGED: Outcome = { outcome: 'unchanged', detail: null };
const refused = (detail: string): Outcome => ({ outcome: 'refused', detail });

/** What of a client's wishes differs from the panel; later wishes about the same list replace earlier ones. */
type Change = { readonly id: string; readonly login: string; readonly wishes: readonly Placed[] };

const placeOf = ({ channel, shop }: Placed): string => `${channel}/${shop}`;

/** Approvals as they are; a list without an entry for the shop is no approval. @returns why nothing may be written, instead */
function changeOf(id: string, row: Row | undefined, wishes: readonly Placed[]): Change | Outcome {
  if (row === undefined) return refused('not_found');
  const login = textOf(row['clientLogin']);
  // The call knows accounts by their login; of people without an account no call is known.
  if (yesNo(row, 'isUnregistered') || login === null) return refused('no_account');
  const states = new Map(clientConsents(row, null).map(({ channel, shop, state }): [string, ConsentState] => [`${channel}/${shop ?? ''}`, state]));
  const last = new Map(wishes.map((wish) => [placeOf(wish), wish]));
  return { id, login, wishes: [...last.values()].filter((wish) => (states.get(placeOf(wish)) ?? 'refused') !== wish.state) };
}

function rowOf({ id, login, wishes }: Change): Row {
  const approvals = (channel: 'email' | 'sms'): Row => {
    const { list, name } = LISTS[channel];
    const entries = wishes.filter((wish) => wish.channel === channel).map(({ shop, state }) => ({ [name]: state === 'granted' ? 'y' : 'n', shopId: Number(shop) }));
    return entries.length === 0 ? {} : { [list]: entries };
  };
  return { clientLogin: login, requestReference: id, ...approvals('email'), ...approvals('sms') };
}

/** The platform's word on a client: by our reference, else by its number, else by the place in the list. */
function wordOn({ id }: Change, place: number, rows: readonly Row[], count: number): Outcome {
  const resultOf = (row: Row): Row => (isRow(row['clientsResult']) ? row['clientsResult'] : {});
  const found = rows.find((row) => textOf(resultOf(row)['requestReference']) === id) ?? rows.find((row) => idOf(resultOf(row)['clientId']) === id) ?? (rows.length === count ? rows[place] : undefined);
  if (found === undefined) return refused('no_answer');
  const fault = faultOf(found['errors']);
  // Its words may hold data of the person; the code tells enough.
  if (fault !== 0) return refused(`fault_${String(fault)}`);
  return found['resultStatus'] === false ? refused('not_written') : { outcome: 'written', detail: null };
}

async function rowsOf(client: IdoSellClient, ids: readonly string[], signal: AbortSignal): Promise<Map<string, Row>> {
  const { rows } = await client.list(CLIENTS_PATH, CLIENTS, { clientsIds: ids, resultsLimit: MOST_IDS }, signal);
  const found = new Map(rows.filter(isRow).flatMap((row): [string, Row][] => {
    const id = clientIdOf(row);
    return id === null ? [] : [[id, row]];
  }));
  for (const id of found.keys()) if (!ids.includes(id)) throw untrustworthy('filter_ignored', CLIENTS_PATH);
  return found;
}

async function writeBatch(client: IdoSellClient, wishes: ReadonlyMap<string, readonly Placed[]>, signal: AbortSignal): Promise<Map<string, Outcome>> {
  const rows = await rowsOf(client, [...wishes.keys()], signal);
  const outcomes = new Map<string, Outcome>();
  const changes: Change[] = [];
  for (const [id, own] of wishes) {
    const change = changeOf(id, rows.get(id), own);
    if ('outcome' in change) outcomes.set(id, change);
    else if (change.wishes.length === 0) outcomes.set(id, UNCHANGED);
    else changes.push(change);
  }
  if (changes.length === 0) return outcomes;
  // By the official text the settings stand beside `params`; what a version looks for inside it finds there as well.
  const answered = await client.put(CLIENTS_PATH, { clients: changes.map(rowOf), ...QUIET }, QUIET, signal);
  changes.forEach((change, place) => outcomes.set(change.id, wordOn(change, place, answered, changes.length)));
  return outcomes;
}

/** The shop a wish is about; null where several would do, because a consent is never given or taken for a shop nobody named. */
async function shopFor(client: IdoSellClient, shop: string | null, writes: readonly ConsentWrite[], signal: AbortSignal): Promise<string | null> {
  if (shop !== null || writes.every((write) => write.shop !== null)) return shop;
  const shops = await readShops(client, signal);
  return shops.length === 1 ? (shops[0]?.id ?? null) : null;
}

/**
 * Writes newsletter approvals of accounts (sheet section 4.4b): clients are read first, so that nothing is written that is so
 * already. Two requests for each hundred clients.
 * @param shop the one shop the integration is about; null: all of the panel
 * @throws Failure `permission_missing` when the key may not write to CRM
 */
export async function writeConsents(client: IdoSellClient, shop: string | null, writes: readonly ConsentWrite[], signal: AbortSignal): Promise<ConsentWritten[]> {
  const only = await shopFor(client, shop, writes, signal);
  const placed = writes.map((write): Placed | null => {
    const place = write.shop ?? only;
    return place === null || idOf(write.customerId) !== write.customerId ? null : { ...write, shop: place };
  });
  const wishes = Map.groupBy(placed.filter((write) => write !== null), (write) => write.customerId);
  const outcomes = new Map<string, Outcome>();
  const all = [...wishes];
  for (let at = 0; at < all.length; at += MOST_IDS) {
    for (const [id, outcome] of await writeBatch(client, new Map(all.slice(at, at + MOST_IDS)), signal)) outcomes.set(id, outcome);
  }
  return writes.map(({ customerId }, index) => ({ customerId, ...(placed[index] === null ? refused((writes[index]?.shop ?? only) === null ? 'shop_not_named' : 'not_found') : (outcomes.get(customerId) ?? refused('not_found'))) }));
}

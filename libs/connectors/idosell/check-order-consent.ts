import type { Localized } from '#libs/domain/words.js';
import type { Tick } from '../sdk/check.js';
import { isRow, type Row } from '../sdk/values.js';
import { sharingWord } from './consents.js';

/** So many of the newest orders are looked at: one request, which also confirms the right to orders. */
export const PROBED_ORDERS = 20;

/** The newest first, where the panel sorts at all; any other orders tell nearly as well. */
export const NEWEST_ORDERS: Row = { ordersBy: [{ elementName: 'sn', sortDirection: 'DESC' }], resultsPage: 0, resultsLimit: PROBED_ORDERS };

const both = (pl: string, en: string): Localized => ({ pl, en });

const LABEL = both('Zgoda na udostępnianie danych w zamówieniach', 'Consent to share data in orders');
/** Names of pages of the panel as the SALESmanago help gives them; the panel has no English ones we know of. */
const PAGE = 'Moderacja → Zarządzanie zachowaniem sklepu → Składanie zamówień → Treść zgody na udostępnianie informacji o zamówieniu serwisom współpracującym ze sklepem';
const CONFIGURE = both(`Aby kupujący byli o nią pytani, w panelu ustaw: ${PAGE}.`, `For buyers to be asked for it, set in the panel: ${PAGE} (Moderation → managing shop behaviour → placing orders → text of the consent).`);

const FIXES = {
  absent: both(
    `API nie zwraca tej zgody (emailProcessingConsent) w zamówieniach. ${CONFIGURE.pl} Jeżeli mimo to nie pojawi się w nowych zamówieniach, trzeba wybrać inne źródło zgody: znacznik klienta prowadzony przez sklep (clientTag). Zgoda na newsletter jej nie zastępuje, chyba że jej treść obejmuje udostępnianie danych.`,
    `The API does not return this consent (emailProcessingConsent) in orders. ${CONFIGURE.en} If it then still does not appear in new orders, another source of consent has to be chosen: a label the shop keeps on the client (clientTag). The newsletter approval does not stand in for it, unless its text covers sharing the data.`,
  ),
  disabled: both(`API zwraca tę zgodę, ale w najnowszych zamówieniach jest wyłączona: nikt nie był o nią pytany. ${CONFIGURE.pl}`, `The API returns this consent, but it is switched off in the newest orders: nobody was asked for it. ${CONFIGURE.en}`),
  unknown: both(`Nie ma jeszcze zamówień, więc nie wiadomo, czy API zwraca tę zgodę. ${CONFIGURE.pl}`, `There are no orders yet, so it is not known whether the API returns this consent. ${CONFIGURE.en}`),
  unread: both('Zamówień nie udało się odczytać, więc nie wiadomo, czy API zwraca tę zgodę.', 'Orders could not be read, so it is not known whether the API returns this consent.'),
} as const;

export type OrderConsent = { readonly tick: Tick; /** Whether rows carry it; null: not known. */ readonly fact: boolean | null };

/** Whether orders tell of the consent to share their data (sheet section 4.4b). @param rows the newest orders; null: not read */
export function orderConsentOf(rows: readonly unknown[] | null): OrderConsent {
  const base = { code: 'order_consent', required: false, label: LABEL } as const;
  if (rows === null || rows.length === 0) return { tick: { ...base, state: 'unknown', fix: rows === null ? FIXES.unread : FIXES.unknown }, fact: null };
  const words = rows.filter(isRow).map(sharingWord).filter((word) => word !== undefined);
  if (words.length === 0) return { tick: { ...base, state: 'missing', fix: FIXES.absent }, fact: false };
  if (words.every((word) => word === 'disabled')) return { tick: { ...base, state: 'missing', fix: FIXES.disabled }, fact: true };
  return { tick: { ...base, state: 'ok' }, fact: true };
}

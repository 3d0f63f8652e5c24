import type { JsonObject, Localized } from '#libs/domain/words.js';

/** Rules of alerts; stored with each alert. */
export const ALERT_RULES = ['needs_authentication', 'run_incomplete', 'open_rejects', 'account_blocked', 'silent_shop', 'journal_silent', 'webhooks_silent', 'webhooks_after_stop', 'webhooks_unreadable',
  'destination_needs_authentication', 'deliveries_failed', 'deliveries_stuck'] as const;
export type AlertRule = (typeof ALERT_RULES)[number];

const shown = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

function localized(value: unknown): Localized | null {
  const { pl, en } = (typeof value === 'object' && value !== null ? value : {}) as Partial<Localized>;
  return typeof pl === 'string' && typeof en === 'string' ? { pl, en } : null;
}

/** A moment as people read it: `2026-03-01 12:00 UTC`. */
function moment(value: unknown): string {
  const at = new Date(shown(value));
  return Number.isNaN(at.getTime()) ? shown(value) : `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** What an alert says; `name` is the integration's or destination's own name. */
export const ALERT_TEXT: Readonly<Record<AlertRule, (name: string, detail: JsonObject) => Localized>> = {
  needs_authentication: (name) => ({
    pl: `Integracja „${name}” wymaga ponownego uwierzytelnienia: platforma odrzuciła dane dostępowe lub brakuje uprawnienia.`,
    en: `The integration "${name}" needs to be authenticated again: the platform refused its credentials or a permission is missing.`,
  }),
  run_incomplete: (name, detail) => {
    const gap = localized(detail['gap']);
    if (gap !== null) {
      return {
        pl: `Dzień śledzenia dziennika integracji „${name}” (${shown(detail['day'])}) nie jest kompletny. ${gap.pl} Szczegóły są przy przebiegu ${shown(detail['runId'])}.`,
        en: `A day of following the journal of the integration "${name}" (${shown(detail['day'])}) is not complete. ${gap.en} Details are shown with the run ${shown(detail['runId'])}.`,
      };
    }
    return {
      pl: `Przebieg (${shown(detail['kind'])}) integracji „${name}” nie doszedł do końca; miejsca i powody są przy przebiegu ${shown(detail['runId'])}.`,
      en: `A run (${shown(detail['kind'])}) of the integration "${name}" did not get to its end; places and reasons are shown with the run ${shown(detail['runId'])}.`,
    };
  },
  open_rejects: (name, detail) => ({
    pl: `Integracja „${name}” ma otwarte odrzucenia (${shown(detail['open'])}); każde mówi, co poprawić, i można je ponowić.`,
    en: `The integration "${name}" has open rejects (${shown(detail['open'])}); each tells what to fix, and can be replayed.`,
  }),
  account_blocked: (name, detail) => ({
    pl: `Platforma wstrzymała zapytania integracji „${name}” do ${moment(detail['until'])}; nic nie ginie, odczyt ruszy sam.`,
    en: `The platform has stopped the requests of the integration "${name}" until ${moment(detail['until'])}; nothing is lost, reading goes on by itself.`,
  }),
  silent_shop: (name, detail) => ({
    pl: `Sklep integracji „${name}” milczy od ${moment(detail['since'])}, choć najdłuższa zwykła przerwa trwała około ${shown(detail['usualHours'])} godz.; sprawdź, czy sklep działa.`,
    en: `The shop of the integration "${name}" has been silent since ${moment(detail['since'])}, although its longest usual pause was about ${shown(detail['usualHours'])} hours; check whether the shop works.`,
  }),
  journal_silent: (name, detail) => ({
    pl: `Dziennik zmian integracji „${name}” nic nie mówi od ${moment(detail['since'])}, choć zamówienia są: najpewniej jest wyłączony. Włącz go w ustawieniach API konta na platformie. Do tego czasu nowe zamówienia są wyszukiwane według daty, a ich zmiany widać rzadziej albo wcale (GET /integrations/${shown(detail['integrationId'])}/journal).`,
    en: `The journal of the integration "${name}" has told nothing since ${moment(detail['since'])} although there are orders: most likely it is switched off. Switch it on in the API settings of the account at the platform. Until then new orders are found by date, and edits of them are seen late or not at all (GET /integrations/${shown(detail['integrationId'])}/journal).`,
  }),
  webhooks_silent: (name, detail) => ({
    pl: `Webhooki integracji „${name}” milczą od ${detail['renewed'] === true ? 'zmiany adresu ' : ''}${moment(detail['since'])}, a odpytywanie znalazło od tego czasu zmiany w sklepie (${shown(detail['missed'])}). Sprawdź w panelu sklepu, czy webhooki są włączone i mają adres z GET /integrations/${shown(detail['integrationId'])}/webhooks oraz czy zaznaczone są wszystkie zdarzenia; do tego czasu zmiany przychodzą z odpytywaniem.`,
    en: `The webhooks of the integration "${name}" have been silent since ${detail['renewed'] === true ? 'their address was changed at ' : ''}${moment(detail['since'])}, although polling has found changes in the shop since (${shown(detail['missed'])}). Check in the panel of the shop whether the webhooks are switched off, have another address than that of GET /integrations/${shown(detail['integrationId'])}/webhooks, or an event is not ticked; until then changes come with polling.`,
  }),
  webhooks_after_stop: (name, detail) =>
    detail['deleted'] === true
      ? {
          pl: `Sklep nadal wysyła webhooki integracji „${name}”, choć została usunięta (ostatni: ${moment(detail['lastAt'])}, od wczoraj: ${shown(detail['late'])}). Usuń webhooki w panelu sklepu.`,
          en: `The shop still sends webhooks for the integration "${name}" although it was deleted (last: ${moment(detail['lastAt'])}, since yesterday: ${shown(detail['late'])}). Remove the webhooks in the panel of the shop.`,
        }
      : {
          pl: `Sklep nadal wysyła webhooki integracji „${name}”, choć jest zatrzymana (ostatni: ${moment(detail['lastAt'])}, od wczoraj: ${shown(detail['late'])}). Usuń webhooki w panelu sklepu albo uruchom integrację.`,
          en: `The shop still sends webhooks for the integration "${name}" although it is stopped (last: ${moment(detail['lastAt'])}, since yesterday: ${shown(detail['late'])}). Remove the webhooks in the panel of the shop, or start the integration.`,
        },
  webhooks_unreadable: (name, detail) => ({
    pl: `Część webhooków integracji „${name}” jest niezrozumiała (od wczoraj: ${shown(detail['unreadable'])} z ${shown(detail['received'])}). Sprawdź w panelu sklepu format i wersję API webhooków; jeżeli nie wysyła ich sklep, zmień adres (POST /integrations/${shown(detail['integrationId'])}/webhooks/renew).`,
    en: `Some webhooks of the integration "${name}" cannot be understood (since yesterday: ${shown(detail['unreadable'])} of ${shown(detail['received'])}). Check the format and the API version of the webhooks in the panel of the shop; if it is not the shop that sends them, change the address (POST /integrations/${shown(detail['integrationId'])}/webhooks/renew).`,
  }),
  destination_needs_authentication: (name, detail) => ({
    pl: `Miejsce docelowe „${name}” odrzuciło dane dostępowe (${shown(detail['code'])}). Nic nie ginie: doręczenia czekają, aż je podasz (POST /destinations/${shown(detail['destinationId'])}/authenticate).`,
    en: `The destination "${name}" has refused its credentials (${shown(detail['code'])}). Nothing is lost: deliveries wait until you enter them (POST /destinations/${shown(detail['destinationId'])}/authenticate).`,
  }),
  deliveries_failed: (name, detail) => ({
    pl: `Miejsce docelowe „${name}” nie przyjęło części doręczeń (${shown(detail['failed'])}); każde mówi dlaczego (GET /deliveries?state=failed&destinationId=${shown(detail['destinationId'])}) i można je ponowić.`,
    en: `The destination "${name}" has not taken some deliveries (${shown(detail['failed'])}); each tells why (GET /deliveries?state=failed&destinationId=${shown(detail['destinationId'])}) and can be retried.`,
  }),
  deliveries_stuck: (name, detail) => ({
    pl: `Doręczenia do „${name}” stoją od ${moment(detail['since'])}${detail['code'] === null ? '' : ` (${shown(detail['code'])})`}; sprawdź stan miejsca docelowego i czy działa usługa w tle.`,
    en: `Deliveries to "${name}" have not moved since ${moment(detail['since'])}${detail['code'] === null ? '' : ` (${shown(detail['code'])})`}; look at the state of the destination and whether the worker runs.`,
  }),
};

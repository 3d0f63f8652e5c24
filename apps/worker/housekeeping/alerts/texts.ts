import type { JsonObject, Localized } from '#libs/domain/words.js';

/** Rules of alerts; stored with each alert. */
export const ALERT_RULES = ['needs_authentication', 'run_incomplete', 'open_rejects', 'account_blocked', 'silent_shop'] as const;
export type AlertRule = (typeof ALERT_RULES)[number];

const shown = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

/** What an alert says; `name` is the integration's own name. */
export const ALERT_TEXT: Readonly<Record<AlertRule, (name: string, detail: JsonObject) => Localized>> = {
  needs_authentication: (name) => ({
    pl: `Integracja „${name}” wymaga ponownego uwierzytelnienia: platforma odrzuciła dane dostępowe lub brakuje uprawnienia.`,
    en: `The integration "${name}" needs to be authenticated again: the platform refused its credentials or a permission is missing.`,
  }),
  run_incomplete: (name, detail) => ({
    pl: `Przebieg (${shown(detail['kind'])}) integracji „${name}” nie doszedł do końca; miejsca i powody są przy przebiegu ${shown(detail['runId'])}.`,
    en: `A run (${shown(detail['kind'])}) of the integration "${name}" did not get to its end; places and reasons are shown with the run ${shown(detail['runId'])}.`,
  }),
  open_rejects: (name, detail) => ({
    pl: `Integracja „${name}” ma otwarte odrzucenia (${shown(detail['open'])}); każde mówi, co poprawić, i można je ponowić.`,
    en: `The integration "${name}" has open rejects (${shown(detail['open'])}); each tells what to fix, and can be replayed.`,
  }),
  account_blocked: (name, detail) => ({
    pl: `Platforma wstrzymała zapytania integracji „${name}” do ${shown(detail['until'])}; nic nie ginie, odczyt ruszy sam.`,
    en: `The platform has stopped the requests of the integration "${name}" until ${shown(detail['until'])}; nothing is lost, reading goes on by itself.`,
  }),
  silent_shop: (name, detail) => ({
    pl: `Sklep integracji „${name}” milczy od ${shown(detail['since'])}, choć najdłuższa zwykła przerwa trwała około ${shown(detail['usualHours'])} godz.; sprawdź, czy sklep działa.`,
    en: `The shop of the integration "${name}" has been silent since ${shown(detail['since'])}, although its longest usual pause was about ${shown(detail['usualHours'])} hours; check whether the shop works.`,
  }),
};

import { Failure } from '#libs/domain/failure.js';
import type { FailureKind } from '#libs/domain/failure.js';
import type { Json, Localized } from '#libs/domain/words.js';

/** What an answer says about itself: its HTTP status and, where the platform has its own codes, one of those. */
export type Signal = {
  readonly status: number;
  readonly code?: string | number | null;
  /** For engineers: the platform's own words. Redacted. */
  readonly detail?: string;
  readonly retryAfterMs?: number;
  readonly context?: Readonly<Record<string, Json>>;
  readonly secrets?: readonly string[];
};

/** One line of a table. A field that is left out matches everything. */
export type ErrorRule = {
  /** One status, several, or a whole class (`5xx`). */
  readonly status?: number | readonly number[] | '3xx' | '4xx' | '5xx';
  /** The platform's own code, or several. */
  readonly code?: string | number | readonly (string | number)[];
  readonly kind: FailureKind;
  /** Code of the failure; the kind when left out. */
  readonly as?: string;
  readonly message: Localized;
  readonly fix?: Localized;
};

/** Each platform folder has one table; the first line that matches decides. */
export type ErrorTable = readonly ErrorRule[];

/** What an answer means when the platform's own table has no line for it. */
export const COMMON_ERRORS = [
  {
    status: 401,
    kind: 'credentials_rejected',
    message: { pl: 'Platforma odrzuciła dane logowania.', en: 'The platform rejected the credentials.' },
    fix: { pl: 'Sprawdź klucz i uwierzytelnij integrację ponownie.', en: 'Check the key and authenticate the integration again.' },
  },
  {
    status: 403,
    kind: 'permission_missing',
    message: { pl: 'Klucz nie ma potrzebnych uprawnień.', en: 'The key lacks a permission that is needed.' },
    fix: { pl: 'Nadaj kluczowi brakujące uprawnienia w panelu platformy.', en: 'Grant the missing permission to the key in the panel of the platform.' },
  },
  {
    status: 429,
    kind: 'rate_limited',
    message: { pl: 'Platforma prosi o przerwę: zapytań było za dużo.', en: 'The platform asks for a pause: there were too many requests.' },
  },
  {
    status: [408, 423, 425],
    kind: 'platform_unavailable',
    message: { pl: 'Platforma chwilowo nie obsługuje zapytania.', en: 'The platform does not serve the request at the moment.' },
  },
  {
    status: '3xx',
    kind: 'configuration_invalid',
    as: 'redirected',
    message: { pl: 'Adres przekierowuje w inne miejsce.', en: 'The address redirects to another place.' },
    fix: { pl: 'Podaj adres docelowy, dokładnie w takiej postaci, w jakiej otwiera się sklep (https, z www lub bez).', en: 'Give the final address, exactly as the shop opens (https, with or without www).' },
  },
  {
    status: '5xx',
    kind: 'platform_unavailable',
    message: { pl: 'Platforma odpowiedziała błędem serwera.', en: 'The platform answered with a server error.' },
  },
] as const satisfies ErrorTable;

const UNKNOWN: ErrorRule = {
  kind: 'platform_defect',
  as: 'unexpected_answer',
  message: { pl: 'Platforma odpowiedziała w nieoczekiwany sposób.', en: 'The platform answered in an unexpected way.' },
};

function statusFits(rule: ErrorRule['status'], status: number): boolean {
  if (rule === undefined) return true;
  if (typeof rule === 'number') return rule === status;
  if (typeof rule === 'string') return Math.floor(status / 100) === Number(rule[0]);
  return rule.includes(status);
}

function codeFits(rule: ErrorRule['code'], code: Signal['code']): boolean {
  if (rule === undefined) return true;
  if (code === undefined || code === null) return false;
  const wanted = typeof rule === 'object' ? rule : [rule];
  // Platforms change between 14 and "14" from one version to the next.
  return wanted.some((one) => String(one) === String(code));
}

/** The line of a table that an answer falls under; null when there is none. */
export function ruleFor(table: ErrorTable, signal: Signal): ErrorRule | null {
  return table.find((rule) => statusFits(rule.status, signal.status) && codeFits(rule.code, signal.code)) ?? null;
}

/** The failure an answer stands for: by the platform's table, then by the common one; else `platform_defect`. */
export function failureFor(table: ErrorTable, signal: Signal): Failure {
  const rule = ruleFor(table, signal) ?? ruleFor(COMMON_ERRORS, signal) ?? UNKNOWN;
  return new Failure({
    kind: rule.kind,
    code: rule.as ?? rule.kind,
    message: rule.message,
    ...(rule.fix === undefined ? {} : { fix: rule.fix }),
    ...(signal.detail === undefined ? {} : { detail: signal.detail }),
    ...(signal.retryAfterMs === undefined ? {} : { retryAfterMs: signal.retryAfterMs }),
    ...(signal.secrets === undefined ? {} : { secrets: signal.secrets }),
    context: { status: signal.status, ...(signal.code === undefined || signal.code === null ? {} : { platformCode: signal.code }), ...signal.context },
  });
}

import type { Failure } from '#libs/domain/failure.js';
import type { Localized } from '#libs/domain/words.js';
import { failureFor, type ErrorTable } from '#libs/http/error-table.js';

const both = (pl: string, en: string): Localized => ({ pl, en });

export const MODULES = ['SYSTEM', 'CMS', 'CRM', 'OMS', 'PIM', 'WMS'] as const;
export type Module = (typeof MODULES)[number];

/** Where the panel shows keys and their rights (sheet section 2). */
export const KEYS_PAGE = both('Administracja → API → Klucze dostępowe do API Admin', 'Administration → API → Access keys to Admin API');

/** How to give the key a right. */
export function rightFix(module: string, level: string): Localized {
  return both(
    `W panelu otwórz ${KEYS_PAGE.pl}, edytuj klucz i przy module ${module} zaznacz ${level === 'rw' ? 'odczyt i zapis' : 'odczyt'}.`,
    `Open ${KEYS_PAGE.en} in the panel, edit the key and tick ${level === 'rw' ? 'read and write' : 'read'} for the module ${module}.`,
  );
}

const REPLACE_KEY = both(`W panelu otwórz ${KEYS_PAGE.pl}, sprawdź, czy klucz jest czynny i czy wolno go używać z adresu IP tej usługi, skopiuj go w całości i uwierzytelnij integrację ponownie.`, `Open ${KEYS_PAGE.en} in the panel, see that the key is active and may be used from the IP address of this service, copy it whole and authenticate again.`);
const CHECK_ADDRESS = both('Sprawdź adres panelu i wersję API (ustawienie „Wersja API”, domyślnie v8).', 'Check the address of the panel and the API version (the setting "API version", v8 by default).');
const WAIT = both('Próba zostanie ponowiona. Jeśli to trwa, zgłoś to pomocy IdoSell.', 'It will be tried again. If it lasts, report it to the IdoSell help desk.');

/** An answer that is no data. */
export type Refused = {
  readonly status: number;
  /** `fault 1` … of the platform's envelope, or what the body is instead: `html`, `unreadable`, `empty`. */
  readonly code: string;
  /** Path behind the version: `orders/orders/search`. */
  readonly path: string;
  /** Module and level named by `x-error`. */
  readonly scope: { readonly module: string; readonly level: string } | null;
  readonly detail: string;
  readonly secrets: readonly string[];
  /** True for a call that changes something: it needs more of a right than reading. */
  readonly writes?: boolean;
};

/** Sheet sections 2 and 3. The first line that fits decides. */
function table({ scope, path, writes }: Refused): ErrorTable {
  const module = scope?.module ?? moduleOf(path);
  const level = scope?.level ?? (writes === true ? 'rw' : 'r');
  return [
    { status: 401, kind: 'credentials_rejected', as: 'key_rejected', message: both('IdoSell nie przyjmuje tego klucza.', 'IdoSell does not accept this key.'), fix: REPLACE_KEY },
    { status: [200, 207], code: 'fault 1', kind: 'credentials_rejected', as: 'key_rejected', message: both('IdoSell nie przyjmuje tego klucza.', 'IdoSell does not accept this key.'), fix: REPLACE_KEY },
    { status: 403, kind: 'permission_missing', as: 'module_right_missing', message: both(`Klucz nie ma uprawnienia do modułu ${module} (poziom: ${level}).`, `The key has no right to the module ${module} (level: ${level}).`), fix: rightFix(module, level) },
    { status: [200, 207], code: ['fault 4', 'fault 5', 'blocked'], kind: 'platform_unavailable', as: 'shop_blocked', message: both('IdoSell zablokował sklep (na przykład z powodu nieopłaconych faktur).', 'IdoSell has blocked the shop (for instance for unpaid invoices).'), fix: both('Sprawdź komunikaty w panelu; odczyt ruszy sam po odblokowaniu.', 'See the messages in the panel; reading goes on by itself once it is unblocked.') },
    { status: 404, kind: 'configuration_invalid', as: 'not_the_api', message: both('Pod tym adresem nie ma API Admin w tej wersji.', 'There is no Admin API of this version at this address.'), fix: CHECK_ADDRESS },
    { status: '3xx', kind: 'configuration_invalid', as: 'host_redirects', message: both('Adres przekierowuje w inne miejsce.', 'The address redirects to another place.'), fix: both('Podaj adres panelu dokładnie tak, jak otwiera się po przekierowaniu.', 'Give the address of the panel exactly as it opens after the redirection.') },
    { status: [400, 405, 422], kind: 'platform_defect', as: 'request_refused', message: both('IdoSell nie rozumie zapytania.', 'IdoSell does not understand the request.'), fix: CHECK_ADDRESS },
    { status: '5xx', kind: 'platform_unavailable', as: 'server_error', message: both('IdoSell odpowiedział błędem serwera.', 'IdoSell answered with a server error.'), fix: WAIT },
    { status: [200, 207], code: 'html', kind: 'platform_defect', as: 'html_instead_of_data', message: both('W miejscu danych jest strona WWW.', 'A web page stands where data should be.'), fix: CHECK_ADDRESS },
    { status: [200, 207], code: ['unreadable', 'empty'], kind: 'platform_defect', as: 'answer_unreadable', message: both('Odpowiedź IdoSell jest urwana albo uszkodzona.', 'The answer of IdoSell is cut off or damaged.'), fix: WAIT },
    { status: [200, 207], kind: 'platform_defect', as: 'gateway_fault', message: both('IdoSell zgłosił błąd zamiast danych.', 'IdoSell reported an error instead of data.'), fix: WAIT },
  ];
}

/** The module a path belongs to, where the platform does not say (sheet section 2). */
export function moduleOf(path: string): Module {
  if (path.startsWith('clients/')) return 'CRM';
  if (path.startsWith('orders/')) return 'OMS';
  if (path.startsWith('products/') || path.startsWith('menu/')) return 'PIM';
  return path.startsWith('snippets/') || path.startsWith('config/') ? 'CMS' : 'SYSTEM';
}

export function failureOfAnswer(refused: Refused): Failure {
  return failureFor(table(refused), {
    status: refused.status,
    code: refused.code,
    detail: `${refused.path}: status ${String(refused.status)}, ${refused.code}: ${refused.detail}`,
    context: { path: refused.path, ...(refused.scope === null ? {} : { module: refused.scope.module, level: refused.scope.level }) },
    secrets: refused.secrets,
  });
}

/** An answer that arrived whole and cannot be true: rows nobody asked for, another shape than the list. */
export function untrustworthy(code: 'unexpected_shape' | 'filter_ignored' | 'no_progress' | 'rows_left_out', path: string): Failure {
  const rule = {
    kind: 'platform_defect', as: code,
    message: both('Odpowiedź IdoSell nie odpowiada zapytaniu, więc nie można jej ufać.', 'The answer of IdoSell does not fit the request, so it cannot be trusted.'),
    fix: CHECK_ADDRESS,
  } as const;
  return failureFor([rule], { status: 200, context: { path } });
}

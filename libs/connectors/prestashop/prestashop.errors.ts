import type { Failure } from '#libs/domain/failure.js';
import type { Localized } from '#libs/domain/words.js';
import { failureFor, type ErrorTable } from '#libs/http/error-table.js';

/** What is known about an answer that is no data. */
export type Refused = {
  readonly status: number;
  /** Codes of PrestaShop's own envelope; empty when the body is something else. */
  readonly codes: readonly number[];
  /** What a body without an envelope looks like. */
  readonly body: 'empty' | 'html' | 'text' | 'unreadable';
  /** The platform's words, for engineers. */
  readonly detail: string;
  readonly resource: string;
  /** Host a redirect points to. */
  readonly location: string | null;
  readonly secrets: readonly string[];
};

/** The Polish translation of the panel calls the page "API"; people find it under either word. */
export const PANEL: Localized = { pl: 'Zaawansowane → Webservice (API)', en: 'Advanced Parameters → Webservice' };

const both = (pl: string, en: string): Localized => ({ pl, en });
const REPLACE_KEY = both(`W panelu sklepu otwórz ${PANEL.pl}, skopiuj klucz (32 znaki), włącz go („Włącz klucz API”: Tak) i uwierzytelnij integrację ponownie.`, `Open ${PANEL.en} in the shop panel, copy the key (32 characters), switch it on ("Enable webservice key": Yes) and authenticate again.`);
const WAIT = both('Próba zostanie ponowiona. Jeśli to trwa, sprawdź dziennik błędów PHP sklepu.', "It will be tried again. If it lasts, see the shop's PHP error log.");

/** How to give the key what it lacks. */
export function rightFix(resource: string): Localized {
  return both(
    `W panelu sklepu otwórz ${PANEL.pl}, edytuj klucz i w tabeli „Uprawnienia” zaznacz „Wyświetl (GET)” przy zasobie „${resource}”.`,
    `Open ${PANEL.en} in the shop panel, edit the key and tick "View (GET)" for "${resource}" in the "Permissions" table.`,
  );
}

export const SHOP_FIX = both(
  `W panelu sklepu otwórz ${PANEL.pl}, edytuj klucz i w polu „Powiązanie sklepu” zaznacz ten sklep.`,
  `Open ${PANEL.en} in the shop panel, edit the key and tick this shop in "Shop association".`,
);

/** Sheet section 7. Codes are the words "code" of the envelope; the first line that fits decides. */
function table({ resource, location }: Refused): ErrorTable {
  const elsewhere = location === null ? both('innego adresu', 'another address') : both(`„${location}”`, `"${location}"`);
  return [
    { status: 401, code: 20, kind: 'credentials_rejected', as: 'key_rejected', message: both('Sklep nie zna tego klucza albo klucz jest wyłączony.', 'The shop does not know this key, or the key is switched off.'), fix: REPLACE_KEY },
    { status: 401, code: [17, 18], kind: 'credentials_rejected', as: 'key_malformed', message: both('Sklep uznał klucz za źle zapisany.', 'The shop takes the key for malformed.'), fix: REPLACE_KEY },
    { status: 401, code: 21, kind: 'permission_missing', as: 'key_without_rights', message: both('Klucz nie ma żadnych uprawnień.', 'The key has no permission at all.'), fix: rightFix('addresses, countries, currencies, customers, orders, shops, order_states') },
    { status: 401, code: 26, kind: 'permission_missing', message: both(`Klucz nie ma uprawnienia do zasobu „${resource}”.`, `The key has no permission for "${resource}".`), fix: rightFix(resource) },
    { status: 405, code: 25, kind: 'permission_missing', message: both(`Klucz nie może czytać (GET) zasobu „${resource}”.`, `The key may not read (GET) "${resource}".`), fix: rightFix(resource) },
    { status: 403, code: 132, kind: 'permission_missing', as: 'key_not_for_shop', message: both('Klucz nie jest powiązany z tym sklepem.', 'The key is not linked to this shop.'), fix: SHOP_FIX },
    { status: 401, code: 'no envelope', kind: 'configuration_invalid', as: 'authorization_stripped', message: both('Serwer sklepu nie przekazał klucza do PrestaShop: usuwa nagłówek Authorization.', "The shop's server did not hand the key to PrestaShop: it strips the Authorization header."), fix: both('Poproś hosting o „CGIPassAuth On” albo dodaj w .htaccess sklepu: SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1', 'Ask the hosting for "CGIPassAuth On", or add to the shop\'s .htaccess: SetEnvIf Authorization "(.*)" HTTP_AUTHORIZATION=$1') },
    { status: 401, code: 'html', kind: 'configuration_invalid', as: 'server_password', message: both('Serwer WWW sklepu sam pyta o hasło, zanim dopuści do PrestaShop.', "The shop's web server asks for a password of its own before it lets anybody through to PrestaShop."), fix: both('Wyłącz hasło serwera (.htpasswd) dla ścieżki /api/.', "Switch the server's password (.htpasswd) off for the path /api/.") },
    { status: 503, code: 22, kind: 'configuration_invalid', as: 'webservice_disabled', message: both('Webservice sklepu jest wyłączony.', "The shop's webservice is switched off."), fix: both(`W panelu sklepu otwórz ${PANEL.pl} i w części Konfiguracja ustaw „Włącz webservice (API) PrestaShop” na Tak.`, `Open ${PANEL.en} in the shop panel and set "Enable PrestaShop's webservice" to Yes.`) },
    { status: '3xx', kind: 'configuration_invalid', as: 'host_redirects', message: both(`Adres sklepu przekierowuje do ${elsewhere.pl}.`, `The shop address redirects to ${elsewhere.en}.`), fix: both('Podaj adres dokładnie tak, jak w panelu: Preferencje → Ruch i SEO (http lub https, z www lub bez); przy wielu sklepach sprawdź też numer sklepu.', 'Give the address exactly as set in the panel: Shop Parameters → Traffic & SEO (http or https, with or without www); with several shops check the shop id too.') },
    { status: 404, code: [131, 999], kind: 'configuration_invalid', as: 'shop_unknown', message: both('W tej instalacji nie ma sklepu o podanym numerze.', 'There is no shop with the given id in this installation.'), fix: both('Sprawdź numer sklepu w panelu: Zaawansowane → Multistore.', 'Check the shop id in the panel: Advanced Parameters → Multistore.') },
    { status: 404, kind: 'configuration_invalid', as: 'not_the_api', message: both('Pod tym adresem nie ma API PrestaShop.', 'There is no PrestaShop API at this address.'), fix: NOT_API_FIX },
    { status: 400, code: [78, 79, 80, 81], kind: 'configuration_invalid', as: 'language_unknown', message: both('Sklep nie ma języka o podanym numerze.', 'The shop has no language with the given id.'), fix: both('Popraw ustawienie „Numer języka nazw”.', 'Correct the setting "Language id of names".') },
    { status: 403, kind: 'platform_unavailable', as: 'blocked_by_firewall', message: both('Zapora sklepu lub hostingu odrzuca zapytania.', 'A firewall of the shop or its hosting refuses the requests.'), fix: both('Poproś hosting o dopuszczenie adresu IP tej usługi dla ścieżki /api/.', 'Ask the hosting to let the IP address of this service through for the path /api/.') },
    { status: 500, code: 'no envelope', kind: 'platform_unavailable', as: 'server_error', message: both('Sklep odpowiedział błędem serwera.', 'The shop answered with a server error.'), fix: WAIT },
    { status: 500, kind: 'platform_defect', as: 'php_error', message: both('Sklep zgłosił błąd PHP zamiast danych.', 'The shop reported a PHP error instead of data.'), fix: WAIT },
    { status: '5xx', kind: 'platform_unavailable', as: 'server_error', message: both('Sklep odpowiedział błędem serwera.', 'The shop answered with a server error.'), fix: WAIT },
    { status: 200, code: 'html', kind: 'platform_defect', as: 'html_instead_of_data', message: both('Sklep odpowiedział stroną zamiast danych.', 'The shop answered with a page instead of data.'), fix: NOT_API_FIX },
    { status: 200, kind: 'platform_defect', as: 'answer_unreadable', message: both('Odpowiedź sklepu jest urwana albo uszkodzona.', 'The answer of the shop is cut off or damaged.'), fix: WAIT },
    { status: [400, 405], kind: 'platform_defect', as: 'request_refused', message: both('Webservice sklepu nie rozumie zapytania, które rozumie każda wersja PrestaShop.', "The shop's webservice does not understand a request that every PrestaShop version understands."), fix: both('Sprawdź, czy moduł lub własny kod nie zmienia webservice sklepu.', "See whether a module or custom code changes the shop's webservice.") },
  ];
}

const NOT_API_FIX = both(
  'Sprawdź adres (podfolder!) i włącz „Przyjazny adres URL” w panelu: Preferencje → Ruch i SEO; plik .htaccess musi kierować /api/ do webservice.',
  'Check the address (subfolder!) and switch "Friendly URL" on in the panel: Shop Parameters → Traffic & SEO; the .htaccess file must lead /api/ to the webservice.',
);

/** Code that decides when the envelope lists several: 20 always brings 21 with it, 79 and 80 bring 81. */
const decisive = (codes: readonly number[]): number | undefined => (codes.includes(20) ? 20 : codes[0]);

/** The failure an answer stands for. */
export function failureOfAnswer(answer: Refused): Failure {
  const code = decisive(answer.codes) ?? (answer.status === 200 ? answer.body : answer.body === 'text' || answer.status >= 500 ? 'no envelope' : answer.body);
  const signal = {
    status: answer.status,
    code,
    detail: `${answer.resource}: status ${String(answer.status)}, ${answer.codes.length === 0 ? answer.body : answer.codes.join('+')}: ${answer.detail}`,
    context: { resource: answer.resource },
    secrets: answer.secrets,
  };
  return failureFor(table(answer), signal);
}

/** An answer that arrived whole and cannot be true: rows nobody asked for, another shape than the list. */
export function untrustworthy(code: 'unexpected_shape' | 'filter_ignored' | 'no_progress', resource: string): Failure {
  const rule = {
    kind: 'platform_defect',
    as: code,
    message: both('Odpowiedź sklepu nie odpowiada zapytaniu, więc nie można jej ufać.', 'The answer of the shop does not fit the request, so it cannot be trusted.'),
    fix: both('Sprawdź, czy moduł lub własny kod nie zmienia webservice sklepu.', "See whether a module or custom code changes the shop's webservice."),
  } as const;
  return failureFor([rule], { status: 200, context: { resource } });
}

/** The root address shows a page: most often a wrong address or URL rewriting switched off. */
export function notTheApi(answer: Refused): Failure {
  return failureOfAnswer({ ...answer, status: 404, codes: [] });
}

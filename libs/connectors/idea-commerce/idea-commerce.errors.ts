import { Failure } from '#libs/domain/failure.js';
import type { Localized } from '#libs/domain/words.js';
import { failureFor, type ErrorTable } from '#libs/http/error-table.js';
import { LIST_REFUSED, NO_SUCH_PATH, TOKEN_REFUSED } from './assumptions.js';

const both = (pl: string, en: string): Localized => ({ pl, en });

const REPLACE_TOKEN = both(
  'Skopiuj token REST API tej instancji w całości i uwierzytelnij integrację ponownie; jeśli nadal nie działa, poproś o nowy administratora panelu albo IDEA Commerce.',
  'Copy the REST API token of this instance whole and authenticate again; if it still does not work, ask whoever administers the panel, or IDEA Commerce, for a new one.',
);
const CHECK_INSTANCE = both(
  'Sprawdź pole „Nazwa IDEA Commerce”: ma w nim być to, co stoi przed .ideaerp.pl w adresie panelu. Jeśli jest dobra, zapytaj IDEA Commerce o adres API i wpisz go w polu „Adres API”.',
  'Check the field "IDEA Commerce name": it holds what stands in front of .ideaerp.pl in the address of the panel. If it is right, ask IDEA Commerce for the address of the API and enter it in the field "API address".',
);
const WAIT = both('Próba zostanie ponowiona. Jeśli to trwa, zgłoś to pomocy IDEA Commerce.', 'It will be tried again. If it lasts, report it to the IDEA Commerce help desk.');
const REPORT = both('Zgłoś to opiekunowi tej usługi: instancja nie przyjmuje zapytania w postaci, którą znamy.', 'Report it to whoever looks after this service: the instance does not take the request in the form we know.');

/** How to give a token the right to a list. */
export const listFix = (list: string): Localized =>
  both(`Poproś administratora panelu albo IDEA Commerce, aby token mógł odczytywać /v2/${list}, i uwierzytelnij integrację ponownie.`, `Ask whoever administers the panel, or IDEA Commerce, to let the token read /v2/${list}, and authenticate again.`);

export type Refused = {
  readonly status: number;
  /** `list_refused`, `error_message`, or what the body is instead of data: `html`, `unreadable`. */
  readonly code: string;
  readonly list: string;
  readonly detail: string;
  readonly secrets: readonly string[];
};

/** Sheet section 10; the first line that fits decides. What was understood and refused is not asked again (400, 422). */
const table = (list: string): ErrorTable => [
  { status: LIST_REFUSED, code: 'list_refused', kind: 'permission_missing', as: 'list_forbidden', message: both(`Token nie może odczytywać /v2/${list}.`, `The token may not read /v2/${list}.`), fix: listFix(list) },
  { status: TOKEN_REFUSED, kind: 'credentials_rejected', as: 'token_rejected', message: both('IDEA Commerce nie przyjmuje tego tokenu.', 'IDEA Commerce does not accept this token.'), fix: REPLACE_TOKEN },
  { status: NO_SUCH_PATH, kind: 'configuration_invalid', as: 'instance_not_found', message: both('Pod tym adresem nie ma API IDEA Commerce.', 'There is no API of IDEA Commerce at this address.'), fix: CHECK_INSTANCE },
  { status: '3xx', kind: 'configuration_invalid', as: 'host_redirects', message: both('Adres API przekierowuje w inne miejsce.', 'The address of the API redirects to another place.'), fix: CHECK_INSTANCE },
  { status: [400, 405, 422], kind: 'configuration_invalid', as: 'request_refused', message: both('IDEA Commerce nie przyjęło zapytania.', 'IDEA Commerce did not take the request.'), fix: REPORT },
  { status: '5xx', kind: 'platform_unavailable', as: 'server_error', message: both('IDEA Commerce odpowiedziało błędem serwera.', 'IDEA Commerce answered with a server error.'), fix: WAIT },
  { status: 200, code: 'error_message', kind: 'platform_defect', as: 'error_in_answer', message: both('IDEA Commerce zgłosiło błąd zamiast danych.', 'IDEA Commerce reported an error instead of data.'), fix: WAIT },
  { status: 200, code: 'html', kind: 'platform_defect', as: 'html_instead_of_data', message: both('W miejscu danych jest strona WWW.', 'A web page stands where data should be.'), fix: CHECK_INSTANCE },
  { status: 200, kind: 'platform_defect', as: 'answer_unreadable', message: both('Odpowiedź IDEA Commerce jest urwana albo uszkodzona.', 'The answer of IDEA Commerce is cut off or damaged.'), fix: WAIT },
];

export function failureOfAnswer({ status, code, list, detail, secrets }: Refused): Failure {
  return failureFor(table(list), { status, code, detail: `${list}: status ${String(status)}, ${code}: ${detail}`, secrets, context: { list } });
}

/** An answer that is not what was asked for: taking it would store or skip what nobody wanted. */
export function untrustworthy(code: 'unexpected_shape' | 'filter_ignored', list: string): Failure {
  return new Failure({
    kind: 'platform_defect',
    code,
    message: both('Odpowiedź IDEA Commerce nie zgadza się z tym, o co pytano.', 'The answer of IDEA Commerce does not fit what was asked for.'),
    fix: WAIT,
    context: { list },
  });
}

const NOWHERE: ReadonlySet<string> = new Set(['host_not_found', 'html_instead_of_data', 'address_not_allowed']);

/** Of a first look at an instance: a name without an address, or a page in place of an API, is a wrong name and no passing trouble. */
export function asWrongInstance(error: unknown): unknown {
  if (!(error instanceof Failure) || !NOWHERE.has(error.code)) return error;
  return new Failure({
    kind: 'configuration_invalid',
    code: 'instance_not_found',
    message: both('Pod tą nazwą nie ma instancji IDEA Commerce.', 'There is no instance of IDEA Commerce of this name.'),
    fix: CHECK_INSTANCE,
    ...(error.detail === null ? {} : { detail: error.detail }),
    context: error.context,
  });
}

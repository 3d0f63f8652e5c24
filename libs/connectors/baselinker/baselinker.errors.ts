import { Failure } from '#libs/domain/failure.js';
import type { Localized } from '#libs/domain/words.js';
import { failureFor, type ErrorTable } from '#libs/http/error-table.js';

const both = (pl: string, en: string): Localized => ({ pl, en });

const REPLACE_TOKEN = both(
  'W panelu BaseLinkera otwórz Moje konto → API, skopiuj token w całości albo utwórz nowy i uwierzytelnij integrację ponownie.',
  'In the BaseLinker panel open My account → API, copy the token whole or create a new one, and authenticate again.',
);
const RIGHTS = both(
  'W panelu BaseLinkera otwórz Moje konto → API i pozwól tokenowi na metody getOrders, getJournalList, getOrderSources, getOrderStatusList i getOrdersByPhone albo utwórz nowy token.',
  'In the BaseLinker panel open My account → API and allow the token the methods getOrders, getJournalList, getOrderSources, getOrderStatusList and getOrdersByPhone, or create a new token.',
);
const WAIT = both('Próba zostanie ponowiona. Jeśli to trwa, zgłoś to pomocy BaseLinkera.', 'It will be tried again. If it lasts, report it to the BaseLinker help desk.');
const CHECK_ENDPOINT = both('Zostaw pole „Adres API” puste. Jeśli jest puste, zgłoś to pomocy BaseLinkera.', 'Leave the field "API address" empty. If it is empty, report it to the BaseLinker help desk.');

/** Codes after which all traffic of the token has to stop (sheet section 2); the last three are only guarded against by clients. */
const STOPS: ReadonlySet<string> = new Set(['ERROR_BLOCKED_TOKEN', 'ERROR_TOO_MANY_REQUESTS', 'ERROR_QUERY_LIMIT', 'RATE_LIMIT']);
const ACCOUNT_BLOCKED = 'ERROR_USER_ACCOUNT_BLOCKED';
const ABOUT_ORDER_ID = /order[ _]?id/iu;
/** No code for a method a token may not use is documented or was seen; these words can hardly mean anything else. */
const FORBIDDEN = /PERMISSION|NOT_ALLOWED|FORBIDDEN|ACCESS_DENIED/u;

/** What an answer with an error asks for: a pause of the token, one of the whole account, or a failure by the table. */
export function verdictOf(code: string): 'pause' | 'account_pause' | 'failure' {
  if (code === ACCOUNT_BLOCKED) return 'account_pause';
  return STOPS.has(code) || code.includes('BLOCKED') || code.includes('LIMIT') ? 'pause' : 'failure';
}

/**
 * Sheet section 2; the first line that fits decides. An unknown code counts as permanent and not as a defect, which would be
 * tried again and again: with such a code the platform has understood the request and does not take it.
 */
const TABLE: ErrorTable = [
  { code: 'ERROR_EMPTY_TOKEN', kind: 'credentials_rejected', as: 'token_missing', message: both('BaseLinker nie dostał tokenu.', 'BaseLinker got no token.'), fix: REPLACE_TOKEN },
  { code: ['ERROR_BAD_TOKEN', 'ERROR_AUTH_TOKEN'], kind: 'credentials_rejected', as: 'token_rejected', message: both('BaseLinker nie przyjmuje tego tokenu.', 'BaseLinker does not accept this token.'), fix: REPLACE_TOKEN },
  { code: 'forbidden', kind: 'permission_missing', as: 'method_forbidden', message: both('Ten token nie może używać jednej z potrzebnych metod API.', 'This token may not use one of the API methods that are needed.'), fix: RIGHTS },
  { code: 'about order id', kind: 'record_invalid', as: 'order_id_refused', message: both('BaseLinker nie zna zamówienia o tym numerze.', 'BaseLinker knows no order with this number.') },
  { code: 'internal', kind: 'platform_unavailable', as: 'internal_error', message: both('BaseLinker zgłosił błąd wewnętrzny.', 'BaseLinker reported an internal error.'), fix: WAIT },
  { code: 'refused', kind: 'configuration_invalid', as: 'request_refused', message: both('BaseLinker nie przyjął zapytania.', 'BaseLinker did not take the request.'), fix: CHECK_ENDPOINT },
  { status: 200, code: 'html', kind: 'platform_defect', as: 'html_instead_of_data', message: both('W miejscu danych jest strona WWW.', 'A web page stands where data should be.'), fix: CHECK_ENDPOINT },
  { status: 200, code: 'unreadable', kind: 'platform_defect', as: 'answer_unreadable', message: both('Odpowiedź BaseLinkera jest urwana albo uszkodzona.', 'The answer of BaseLinker is cut off or damaged.'), fix: WAIT },
  { status: 404, kind: 'configuration_invalid', as: 'not_the_api', message: both('Pod tym adresem nie ma API BaseLinkera.', 'There is no BaseLinker API at this address.'), fix: CHECK_ENDPOINT },
];

/** Codes of the table for codes of the platform that have no line of their own. */
function lineOf(code: string, message: string): string {
  if (TABLE.some((rule) => (typeof rule.code === 'object' ? rule.code.includes(code) : rule.code === code))) return code;
  if (code.includes('INTERNAL')) return 'internal';
  if (FORBIDDEN.test(code)) return 'forbidden';
  return ABOUT_ORDER_ID.test(`${code} ${message}`) ? 'about order id' : 'refused';
}

type Asked = { readonly method: string; readonly secrets: readonly string[] };

/** An `ERROR` envelope. The message is the platform's own text and may repeat what was asked for, a telephone number at worst. */
export function failureOfError(code: string, message: string, { method, secrets }: Asked): Failure {
  const detail = `${code}: ${message.replaceAll(/\d{7,}/gu, '…')}`.slice(0, 300);
  return failureFor(TABLE, { status: 200, code: lineOf(code, message), detail, secrets, context: { method, platformCode: code } });
}

/** An answer that is no envelope at all: another status, a page, half a body. */
export function failureOfAnswer(status: number, body: 'html' | 'unreadable', detail: string, { method, secrets }: Asked): Failure {
  return failureFor(TABLE, { status, code: body, detail, secrets, context: { method } });
}

/** The whole user account is blocked again and again, the panel included. */
export function accountBlocked(): Failure {
  return new Failure({
    kind: 'permission_missing',
    code: 'account_blocked',
    message: both('BaseLinker zablokował całe konto i nie odblokował go mimo kilku długich przerw.', 'BaseLinker has blocked the whole account and has not opened it in spite of several long pauses.'),
    fix: both(
      'Sprawdź, czy działa panel BaseLinkera, ogranicz inne programy korzystające z tego konta, w razie potrzeby napisz do pomocy BaseLinkera, a potem uwierzytelnij integrację ponownie.',
      'See whether the BaseLinker panel works, restrain other programs that use this account, write to the BaseLinker help desk if need be, and then authenticate again.',
    ),
  });
}

/** An answer that is not what was asked for: taking it would store or skip what nobody wanted. */
export function untrustworthy(code: 'unexpected_shape' | 'filter_ignored' | 'answer_not_sorted' | 'cursor_did_not_advance', method: string): Failure {
  return new Failure({
    kind: 'platform_defect',
    code,
    message: both('Odpowiedź BaseLinkera nie zgadza się z tym, o co pytano.', 'The answer of BaseLinker does not fit what was asked for.'),
    fix: WAIT,
    context: { method },
  });
}

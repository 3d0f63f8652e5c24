import { Failure, redact, type FailureInit } from '#libs/domain/failure.js';
import type { Localized } from '#libs/domain/words.js';

const both = (pl: string, en: string): Localized => ({ pl, en });

/** A call: where, to what end, and what must not survive in the texts of its failures. */
export type Call = {
  readonly path: string;
  readonly effect: 'read' | 'write';
  readonly secrets: readonly string[];
  /** Texts about persons in the request: the vendor's words may repeat them. */
  readonly personal: () => readonly string[];
};

type Rule = Pick<FailureInit, 'kind' | 'message' | 'fix'> & { readonly code: string; readonly text: RegExp; readonly retryAfterMs?: number };

const API_PAGE = both('Centrum integracji → API → API v2', 'Integration Center → API → API v2');
const CHECK_KEYS = both(`Sprawdź Client ID i API Secret w panelu SALESmanago (${API_PAGE.pl}) i uwierzytelnij ponownie.`, `Check Client ID and API Secret in the SALESmanago panel (${API_PAGE.en}) and authenticate again.`);
export const CHECK_OWNER = both('Podaj adres, którym loguje się użytkownik tego konta SALESmanago.', 'Give the address a user of this SALESmanago account logs in with.');
export const CHECK_ENDPOINT = both(`Sprawdź pole „Endpoint”: w panelu SALESmanago ${API_PAGE.pl}, na przykład app3.salesmanago.pl.`, `Check the field "Endpoint": in the SALESmanago panel ${API_PAGE.en}, such as app3.salesmanago.pl.`);
const WAIT = both('Próba zostanie ponowiona. Jeśli to trwa, zgłoś to pomocy SALESmanago.', 'It will be tried again. If it lasts, report it to the SALESmanago help desk.');

/**
 * Refusals come as HTTP 200 with a text (sheet section 2); the first line that fits decides. The two about authentication are
 * the vendor's own; the vendor's word for an unknown owner is not known, so it is recognised by what it must be about.
 */
const REFUSALS: readonly Rule[] = [
  { text: /user not authenticated/iu, kind: 'credentials_rejected', code: 'credentials_rejected', message: both('SALESmanago nie przyjmuje tych danych logowania.', 'SALESmanago does not accept these credentials.'), fix: CHECK_KEYS },
  { text: /not authenticated/iu, kind: 'credentials_rejected', code: 'account_inactive', message: both('Konto SALESmanago jest nieaktywne.', 'The SALESmanago account is not active.'), fix: both('Zaloguj się do panelu SALESmanago i sprawdź, czy konto jest czynne i opłacone.', 'Log in to the SALESmanago panel and see that the account is active and paid for.') },
  { text: /\b(?:owner|user)\b.*\b(?:not exist|doesn't exist|not found|not known|unknown|invalid|incorrect|no such)\b|\b(?:no such|unknown|invalid|incorrect|wrong)\s+(?:owner|user)\b/iu, kind: 'configuration_invalid', code: 'owner_unknown', message: both('Konto SALESmanago nie ma takiego właściciela kontaktów.', 'The SALESmanago account has no such contact owner.'), fix: CHECK_OWNER },
  { text: /too many requests/iu, kind: 'rate_limited', code: 'rate_limited', retryAfterMs: 60_000, message: both('SALESmanago prosi o przerwę: zapytań było za dużo.', 'SALESmanago asks for a pause: there were too many requests.'), fix: both('Nic nie trzeba robić; praca wznowi się sama.', 'Nothing to do; work goes on by itself.') },
];

/** What the vendor said, for engineers. */
function detailOf(call: Call, status: number | null, words: string): string {
  // Longest first: of "Anna" and "Anna Nowak" the shorter one would leave a surname behind.
  const clean = words === '' ? 'no words' : redact(words.slice(0, 1_000), [...call.personal()].sort((a, b) => b.length - a.length));
  return `${call.path}: ${status === null ? '' : `status ${String(status)}, `}${clean.slice(0, 500)}`;
}

function failure(rule: Omit<Rule, 'text'>, call: Call, status: number | null, words: string): Failure {
  const { kind, code, message, fix, retryAfterMs } = rule;
  return new Failure({ kind, code, message, ...(fix === undefined ? {} : { fix }), ...(retryAfterMs === undefined ? {} : { retryAfterMs }), detail: detailOf(call, status, words), secrets: call.secrets, context: { path: call.path, ...(status === null ? {} : { status }) } });
}

/** The API said no in its own words. Words nobody knows concern the record of a write; a read has no record, so they are a defect. */
export function refused(call: Call, status: number, words: string): Failure {
  const known = REFUSALS.find((rule) => rule.text.test(words));
  if (known !== undefined) return failure(known, call, status, words);
  if (call.effect === 'read') return failure({ kind: 'platform_defect', code: 'request_refused', message: both('SALESmanago nie przyjęło zapytania.', 'SALESmanago did not take the request.'), fix: WAIT }, call, status, words);
  return failure({ kind: 'destination_rejected', code: 'record_refused', message: both('SALESmanago nie przyjęło tego zapisu.', 'SALESmanago did not take this record.'), fix: both('Popraw dane w sklepie i wyślij ponownie; dokładny powód jest w szczegółach.', 'Correct the data in the shop and send it again; the exact reason is in the details.') }, call, status, words);
}

/** The login was refused by status alone. */
export const unauthorised = (call: Call, status: number, words: string): Failure => refused(call, status, `User not authenticated ${words}`.trim());

/** A write left and nothing told what became of it: read back before anything is sent again. */
export function outcomeUnknown(call: Call, status: number | null, words: string, retryAfterMs: number | null = null): Failure {
  const rule = {
    kind: 'outcome_unknown', code: 'outcome_unknown',
    message: both('Zapis wysłano do SALESmanago, ale nie wiadomo, czy dotarł.', 'The write was sent to SALESmanago, but it is not known whether it arrived.'),
    fix: both('Nic nie trzeba robić: usługa odczeka, sprawdzi to w SALESmanago i dopiero wtedy ewentualnie wyśle ponownie.', 'Nothing to do: the service waits, looks it up in SALESmanago, and only then may send it again.'),
  } as const;
  return failure({ ...rule, ...(retryAfterMs === null ? {} : { retryAfterMs }) }, call, status, words);
}

/** A read that cannot be trusted or used. */
const UNUSABLE = {
  not_the_api: { kind: 'platform_defect', message: both('Pod tym adresem nie odpowiada API SALESmanago.', 'What answers at this address is not the SALESmanago API.'), fix: CHECK_ENDPOINT },
  answer_unreadable: { kind: 'platform_defect', message: both('Odpowiedź SALESmanago jest urwana albo uszkodzona.', 'The answer of SALESmanago is cut off or damaged.'), fix: WAIT },
  unexpected_shape: { kind: 'platform_defect', message: both('Odpowiedź SALESmanago ma inną postać, niż powinna, więc nie można jej ufać.', 'The answer of SALESmanago has another shape than it should, so it cannot be trusted.'), fix: WAIT },
  server_error: { kind: 'platform_unavailable', message: both('SALESmanago odpowiedziało błędem serwera.', 'SALESmanago answered with a server error.'), fix: WAIT },
  endpoint_redirects: { kind: 'configuration_invalid', message: both('Adres z pola „Endpoint” przekierowuje w inne miejsce.', 'The address of the field "Endpoint" redirects to another place.'), fix: CHECK_ENDPOINT },
  endpoint_wrong: { kind: 'configuration_invalid', message: both('Pod adresem z pola „Endpoint” nie ma API SALESmanago.', 'There is no SALESmanago API at the address of the field "Endpoint".'), fix: CHECK_ENDPOINT },
  v3_key_rejected: { kind: 'configuration_invalid', message: both('SALESmanago nie przyjmuje klucza API v3.', 'SALESmanago does not accept the API v3 key.'), fix: both('Utwórz nowy klucz: Centrum integracji → API → API v3, i podaj go przy uwierzytelnianiu.', 'Create a new key: Integration Center → API → API v3, and give it when authenticating.') },
} as const satisfies Record<string, Pick<Rule, 'kind' | 'message' | 'fix'>>;

export function unusable(code: keyof typeof UNUSABLE, call: Call, status: number | null, words: string): Failure {
  return failure({ ...UNUSABLE[code], code }, call, status, words);
}

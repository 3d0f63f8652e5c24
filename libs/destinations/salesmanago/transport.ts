import { Failure } from '#libs/domain/failure.js';
import type { Localized } from '#libs/domain/words.js';
import { outcomeUnknown, type Call } from './salesmanago.errors.js';

/** Failures of the outbound client after which the request has certainly not left. */
const NEVER_LEFT: ReadonlySet<string> = new Set(['no_connection', 'certificate_invalid', 'host_unresolved', 'host_not_found', 'address_not_allowed']);
const BUSY = 503;

/** The outbound client speaks of shops; these are the same cases in words that fit here. */
const WORDS: Readonly<Record<string, Localized>> = {
  no_connection: { pl: 'Nie udało się połączyć z SALESmanago.', en: 'SALESmanago could not be reached.' },
  timed_out: { pl: 'SALESmanago nie odpowiedziało na czas.', en: 'SALESmanago did not answer in time.' },
  answer_cut_off: { pl: 'Odpowiedź SALESmanago urwała się w połowie.', en: 'The answer of SALESmanago was cut off.' },
  certificate_invalid: { pl: 'Certyfikat TLS serwera SALESmanago jest nieważny.', en: 'The TLS certificate of the SALESmanago server is not valid.' },
  host_unresolved: { pl: 'Nie udało się teraz ustalić adresu serwera SALESmanago (DNS nie odpowiada).', en: 'The address of the SALESmanago server could not be found out now (the DNS does not answer).' },
  answer_too_large: { pl: 'Odpowiedź SALESmanago jest większa, niż można przyjąć.', en: 'The answer of SALESmanago is larger than can be accepted.' },
  encoding_broken: { pl: 'Nie da się rozpakować odpowiedzi SALESmanago.', en: 'The answer of SALESmanago cannot be decompressed.' },
  not_http: { pl: 'Pod adresem z pola „Endpoint” nie odpowiada serwer HTTP.', en: 'What answers at the address of the field "Endpoint" does not speak proper HTTP.' },
  rate_limited: { pl: 'SALESmanago prosi o przerwę: zapytań było za dużo.', en: 'SALESmanago asks for a pause: there were too many requests.' },
  platform_busy: { pl: 'SALESmanago jest chwilowo przeciążone lub w przerwie technicznej.', en: 'SALESmanago is overloaded or down for maintenance at the moment.' },
};
const FIX: Localized = { pl: 'Próba zostanie ponowiona. Jeśli to trwa, sprawdź, czy panel SALESmanago otwiera się w przeglądarce.', en: 'It will be tried again. If it lasts, see whether the SALESmanago panel opens in a browser.' };

function inOurWords(failure: Failure, call: Call): Failure {
  const message = WORDS[failure.code];
  if (message === undefined) return failure;
  return new Failure({
    kind: failure.kind, code: failure.code, message, fix: FIX, secrets: call.secrets, context: { ...failure.context, path: call.path },
    ...(failure.detail === null ? {} : { detail: failure.detail }),
    ...(failure.retryAfterMs === null ? {} : { retryAfterMs: failure.retryAfterMs }),
  });
}

/**
 * What a failure of the outbound client means for a call. A write that may have left is `outcome_unknown`, whatever stopped its
 * answer: only a connection that never opened, a refusal by 429 and our own budget mean that nothing has happened. A 503 stops
 * the account like a 429, but says nothing about the request it answers.
 */
export function transportFailure(failure: Failure, call: Call): Failure {
  if (call.effect === 'read') return inOurWords(failure, call);
  const status = typeof failure.context['status'] === 'number' ? failure.context['status'] : null;
  const untouched = NEVER_LEFT.has(failure.code) || (failure.kind === 'rate_limited' && status !== BUSY);
  return untouched ? inOurWords(failure, call) : outcomeUnknown(call, status, failure.detail ?? failure.code, failure.retryAfterMs);
}

import { Failure } from '#libs/domain/failure.js';
import type { FailureInit } from '#libs/domain/failure.js';
import { errorCode, errorMessage, errorName, errorSyscall, firstError } from './error-code.js';

/** What every failure of one exchange carries. */
export type Exchange = { readonly host: string; readonly secrets: readonly string[] };

type Text = Pick<FailureInit, 'kind' | 'code' | 'message' | 'fix'>;

const WAIT_FIX = {
  pl: 'Próba zostanie ponowiona. Jeśli to trwa, sprawdź, czy sklep otwiera się w przeglądarce, albo zapytaj firmę hostingową.',
  en: 'It will be tried again. If it lasts, see whether the shop opens in a browser, or ask the hosting company.',
};
const ASK_HOST = {
  pl: 'Zapytaj opiekuna sklepu lub firmę hostingową; pod tym adresem odpowiada coś innego niż sklep.',
  en: 'Ask whoever looks after the shop or the hosting company; something else than the shop answers at this address.',
};

const TEXTS = {
  no_connection: {
    kind: 'platform_unavailable',
    message: { pl: 'Nie udało się połączyć ze sklepem.', en: 'The shop could not be reached.' },
    fix: WAIT_FIX,
  },
  timed_out: {
    kind: 'platform_unavailable',
    message: { pl: 'Sklep nie odpowiedział na czas.', en: 'The shop did not answer in time.' },
    fix: WAIT_FIX,
  },
  answer_cut_off: {
    kind: 'platform_unavailable',
    message: { pl: 'Odpowiedź sklepu urwała się w połowie.', en: 'The answer of the shop was cut off.' },
    fix: WAIT_FIX,
  },
  certificate_invalid: {
    kind: 'platform_unavailable',
    message: { pl: 'Certyfikat TLS sklepu jest nieważny, więc połączenie nie jest bezpieczne.', en: 'The TLS certificate of the shop is not valid, so the connection is not safe.' },
    fix: { pl: 'Odnów certyfikat sklepu lub uzupełnij łańcuch certyfikatów na serwerze.', en: 'Renew the certificate of the shop, or complete the chain of certificates on its server.' },
  },
  answer_too_large: {
    kind: 'platform_defect',
    message: { pl: 'Odpowiedź sklepu jest większa, niż można przyjąć.', en: 'The answer of the shop is larger than can be accepted.' },
    fix: ASK_HOST,
  },
  encoding_broken: {
    kind: 'platform_defect',
    message: { pl: 'Nie da się rozpakować odpowiedzi sklepu.', en: 'The answer of the shop cannot be decompressed.' },
    fix: ASK_HOST,
  },
  not_http: {
    kind: 'platform_defect',
    message: { pl: 'Odpowiedź spod tego adresu nie jest poprawną odpowiedzią HTTP.', en: 'What answers at this address does not speak proper HTTP.' },
    fix: ASK_HOST,
  },
} as const satisfies Record<string, Text>;

export type ExchangeProblem = keyof typeof TEXTS;

export function exchangeFailure(problem: ExchangeProblem, exchange: Exchange, detail: string, status?: number): Failure {
  return new Failure({
    ...TEXTS[problem],
    code: problem,
    detail: `${exchange.host}: ${detail}`,
    secrets: exchange.secrets,
    context: status === undefined ? {} : { status },
  });
}

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ERR_TLS/u;
const CUT_OFF: ReadonlySet<string> = new Set(['UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'ECONNRESET', 'EPIPE', 'UND_ERR_ABORTED', 'ERR_STREAM_PREMATURE_CLOSE']);
const TIMED_OUT: ReadonlySet<string> = new Set(['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT', 'ETIMEDOUT']);

/** System calls of opening a connection. */
const OPENING: ReadonlySet<string> = new Set(['connect', 'getaddrinfo', 'bind']);

/**
 * Which of the problems an error of the client library stands for. `no_connection` is a promise that the request has not left,
 * which a write relies on: an error that does not come from opening the connection counts as a cut answer.
 */
function problemOf(error: unknown): ExchangeProblem {
  const code = errorCode(error);
  if (CERTIFICATE.test(code)) return 'certificate_invalid';
  if (TIMED_OUT.has(code)) return 'timed_out';
  if (OPENING.has(errorSyscall(error))) return 'no_connection';
  if (CUT_OFF.has(code)) return 'answer_cut_off';
  if (code.startsWith('HPE_') || errorName(error) === 'HTTPParserError' || code === 'UND_ERR_HEADERS_OVERFLOW') return 'not_http';
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return 'answer_too_large';
  return 'answer_cut_off';
}

/** The failure a thrown error stands for; failures of the guard pass through. Status: when the head had arrived. */
export function failureOf(error: unknown, exchange: Exchange, status?: number): Failure {
  if (error instanceof Failure) return error;
  const cause = firstError(error);
  if (cause instanceof Failure) return cause;
  const detail = `${errorCode(cause)} ${errorMessage(cause)}`.trim();
  return exchangeFailure(problemOf(cause), exchange, detail, status);
}

/** The platform asked for a pause (429, 503). */
export function refusedFailure(status: number, waitMs: number, exchange: Exchange): Failure {
  return new Failure({
    kind: 'rate_limited',
    code: status === 503 ? 'platform_busy' : 'rate_limited',
    message: {
      pl: status === 503 ? 'Sklep jest chwilowo przeciążony lub w przerwie technicznej.' : 'Sklep prosi o przerwę: zapytań było za dużo.',
      en: status === 503 ? 'The shop is overloaded or down for maintenance at the moment.' : 'The shop asks for a pause: there were too many requests.',
    },
    fix: { pl: 'Nic nie trzeba robić; praca wznowi się sama po przerwie.', en: 'Nothing to do; work goes on by itself after the pause.' },
    detail: `${exchange.host}: status ${status}, wait ${waitMs} ms`,
    retryAfterMs: waitMs,
    context: { status },
    secrets: exchange.secrets,
  });
}

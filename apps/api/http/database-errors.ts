/** SQLSTATE classes and codes that say: this database cannot be talked to now. */
const DOWN_STATES = /^(08|57P0|53)/u;
const DOWN_CODES: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT', 'EPIPE', 'EHOSTUNREACH', 'ENOENT']);
const DOWN_MESSAGES = /Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error|not queryable|connect ECONN|Driver not Connected/iu;

type CodedError = { readonly code?: unknown; readonly message?: unknown; readonly driverError?: unknown; readonly errors?: unknown };

function* layersOf(thrown: unknown): Generator<CodedError> {
  if (typeof thrown !== 'object' || thrown === null) return;
  const error = thrown as CodedError;
  yield error;
  yield* layersOf(error.driverError);
  // Node wraps the refusals of several addresses of one host.
  if (Array.isArray(error.errors)) for (const inner of error.errors) yield* layersOf(inner);
}

/** True when the error says that PostgreSQL cannot be reached, whatever wraps it. */
export function isDatabaseDown(thrown: unknown): boolean {
  for (const { code, message } of layersOf(thrown)) {
    if (typeof code === 'string' && (DOWN_CODES.has(code) || DOWN_STATES.test(code))) return true;
    if (typeof message === 'string' && DOWN_MESSAGES.test(message)) return true;
  }
  return false;
}

/** True when PostgreSQL refused a text it cannot hold, such as one with a NUL character. */
export function isUnstorableText(thrown: unknown): boolean {
  for (const { code } of layersOf(thrown)) if (code === '22021' || code === '22P05') return true;
  return false;
}

/** True for a violated unique key of the given name. */
export function violates(thrown: unknown, constraint: string): boolean {
  for (const layer of layersOf(thrown)) {
    if (layer.code === '23505' && (layer as { constraint?: unknown }).constraint === constraint) return true;
  }
  return false;
}

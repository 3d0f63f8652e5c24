/**
 * Node's words for a connection that failed, PostgreSQL's classes 08 (connection), 57P (shutting down, starting up),
 * 53 (out of connections), and transactions worth repeating (40001, 40P01, 25P03).
 */
const CODES: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', '40001', '40P01', '25P03']);
const CODE_CLASSES = /^(?:08|53|57P)/u;
/** What node-postgres and its pool say without a code. */
const MESSAGES = /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|connection is not queryable|not queryable/iu;

const textOf = (value: unknown, name: string): string => {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof found === 'string' ? found : '';
};

/** True when our own database could not be reached or gave up: time cures that, and nothing was decided. */
export function isDatabaseUnavailable(error: unknown): boolean {
  for (let layer: unknown = error; typeof layer === 'object' && layer !== null; layer = Reflect.get(layer, 'cause') ?? Reflect.get(layer, 'driverError')) {
    const code = textOf(layer, 'code');
    if (CODES.has(code) || CODE_CLASSES.test(code) || MESSAGES.test(textOf(layer, 'message'))) return true;
  }
  return false;
}

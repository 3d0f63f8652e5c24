import { pino } from 'pino';
import type { Bindings, ChildLoggerOptions, DestinationStream, Logger } from 'pino';
import { cleanFields, cleanText } from './clean-fields.js';

export type { Logger } from 'pino';

export type LoggerOptions = {
  /** Default: `LOG_LEVEL`, else `info`. */
  readonly level?: string;
  /** Default: standard output. */
  readonly destination?: DestinationStream;
};

const PLACEHOLDERS = /%[sdjoOifc]/u;

/** What the serializers of the HTTP server would write beyond method and path: headers hold keys, queries hold e-mails. */
const HTTP_PATHS = ['req.url', 'req.headers', 'req.query', 'req.params', 'req.remoteAddress', 'req.remotePort', 'res.headers'];

function withoutQuery(url: unknown): string {
  return typeof url === 'string' ? cleanText(url.split(/[?#]/u, 1)[0] ?? '') : '';
}

type Child = (this: Logger, bindings: Bindings, options?: ChildLoggerOptions) => Logger;

/** Bindings of child loggers pass no formatter of pino; children inherit this method from the root. */
function cleanChildren(logger: Logger): Logger {
  const original: unknown = Reflect.get(logger, 'child');
  const child: Child = function child(bindings, options) {
    return (original as Child).call(this, cleanFields(bindings), options);
  };
  return Object.assign(logger, { child });
}

/**
 * A logger of one part of the service: JSON lines, times in ISO 8601. Everything passes the redaction, child bindings
 * and errors included: what was not meant to be logged must not depend on who calls.
 */
export function createLogger(part: string, options: LoggerOptions = {}): Logger {
  const logger = pino(
    {
      level: options.level ?? process.env['LOG_LEVEL'] ?? 'info',
      base: { part },
      timestamp: pino.stdTimeFunctions.isoTime,
      messageKey: 'message',
      errorKey: 'error',
      serializers: { err: (error: unknown) => error, error: (error: unknown) => error },
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => cleanFields(fields),
      },
      redact: { paths: HTTP_PATHS, censor: (value: unknown, path) => (path.at(-1) === 'url' ? withoutQuery(value) : undefined) },
      hooks: {
        logMethod(values, method) {
          const clean = values.map((value) => (typeof value === 'string' ? cleanText(value) : value));
          const [fields, message, ...rest] = clean;
          // Placeholders would be filled after the cleaning of the fields: values belong into fields.
          if (typeof message === 'string' && PLACEHOLDERS.test(message) && rest.length > 0) {
            return method.apply(this, [fields as object, message.replaceAll('%', '%%')]);
          }
          return method.apply(this, clean as Parameters<typeof method>);
        },
      },
    },
    options.destination ?? pino.destination(1),
  );
  return cleanChildren(logger);
}

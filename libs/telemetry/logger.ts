import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import { cleanFields, cleanText } from './clean-fields.js';

export type { Logger } from 'pino';

export type LoggerOptions = {
  /** Default: `LOG_LEVEL`, else `info`. */
  readonly level?: string;
  /** Default: standard output. */
  readonly destination?: DestinationStream;
};

const PLACEHOLDERS = /%[sdjoOifc]/u;

/**
 * A logger of one part of the service: JSON lines, times in ISO 8601. Everything passes the redaction, child bindings
 * and errors included: what was not meant to be logged must not depend on who calls.
 */
export function createLogger(part: string, options: LoggerOptions = {}): Logger {
  return pino(
    {
      level: options.level ?? process.env['LOG_LEVEL'] ?? 'info',
      base: { part },
      timestamp: pino.stdTimeFunctions.isoTime,
      messageKey: 'message',
      errorKey: 'error',
      serializers: { err: (error: unknown) => error, error: (error: unknown) => error },
      formatters: {
        level: (label) => ({ level: label }),
        bindings: (bindings) => cleanFields(bindings),
        log: (fields) => cleanFields(fields),
      },
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
}

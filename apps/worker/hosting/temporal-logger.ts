import type { Logger as TemporalLogger, LogLevel } from '@temporalio/worker';
import type { Logger } from '#libs/telemetry/logger.js';

type Method = 'trace' | 'debug' | 'info' | 'warn' | 'error';

/** Lets the SDK speak through our log, redaction included. Steps that fail as expected are told at debug. */
export function temporalLogger(logger: Logger): TemporalLogger {
  const child = logger.child({ source: 'temporal' });
  const write =
    (method: Method) =>
    (message: string, meta?: object): void =>
      child[method](meta ?? {}, message);
  const methods = { trace: write('trace'), debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
  return {
    ...methods,
    log: (level: LogLevel, message: string, meta?: object) => methods[level.toLowerCase() as Method](message, meta),
  };
}

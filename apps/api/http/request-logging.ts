import type { IncomingMessage } from 'node:http';
import type { Options } from 'pino-http';
import type { Logger } from '#libs/telemetry/logger.js';
import { loggedPath } from '../addresses/public-path.js';
import { traceIdOf } from './trace.js';

/** One line a request: method, path and status. Queries hold what people search for, headers hold keys, and the path of an address given to others its token: none is logged. */
export function requestLogging(logger: Logger): Options {
  return {
    logger,
    genReqId: traceIdOf,
    customAttributeKeys: { reqId: 'traceId' },
    quietReqLogger: true,
    serializers: {
      req: (request: { method: string; url: string }) => ({ method: request.method, path: loggedPath(request.url) }),
      res: (response: { statusCode: number }) => ({ status: response.statusCode }),
    },
    autoLogging: { ignore: (request: IncomingMessage) => request.url?.includes('/health/') === true },
  };
}

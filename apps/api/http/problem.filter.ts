import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Request, Response } from 'express';
import { isFailure, redact } from '#libs/domain/failure.js';
import { isDatabaseDown, isUnstorableText } from './database-errors.js';
import { failureProblem } from './failure-problem.js';
import { httpErrorProblem } from './http-error-problem.js';
import { languageOf, say } from './language.js';
import { ApiProblem } from './problem.js';
import { databaseUnavailable, internalError, unstorableText } from './problems.js';
import { traceIdOf } from './trace.js';

function problemOf(thrown: unknown): ApiProblem {
  if (thrown instanceof ApiProblem) return thrown;
  if (isFailure(thrown)) return failureProblem(thrown);
  if (isDatabaseDown(thrown)) return databaseUnavailable();
  if (isUnstorableText(thrown)) return unstorableText();
  const status = thrown instanceof HttpException ? thrown.getStatus() : (thrown as { status?: unknown } | null)?.status;
  return typeof status === 'number' && status >= 400 && status < 500 ? httpErrorProblem(status, thrown) : internalError();
}

/** Every error leaves as RFC 9457 problem details; unexpected ones are logged with their stack and say nothing of it. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('api');

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const { init } = problemOf(thrown);
    const traceId = traceIdOf(request, response);
    if (init.status === 500) this.logger.error({ traceId, error: redact(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)) });
    if (response.headersSent) {
      response.end();
      return;
    }
    const language = languageOf(request.headers['accept-language']);
    for (const [name, value] of Object.entries(init.headers ?? {})) response.setHeader(name, value);
    response.setHeader('content-language', language);
    response.vary('accept-language');
    response.status(init.status).type('application/problem+json').send(
      JSON.stringify({
        type: `urn:sztafeta:problem:${init.code}`,
        title: init.code.replaceAll('_', ' '),
        status: init.status,
        code: init.code,
        detail: say(init.message, language),
        ...(init.fix ? { fix: say(init.fix, language) } : {}),
        ...(init.fields ? { errors: init.fields.map((field) => ({ path: field.path, code: field.code, message: say(field.message, language) })) } : {}),
        ...init.extra,
        traceId,
      }),
    );
  }
}

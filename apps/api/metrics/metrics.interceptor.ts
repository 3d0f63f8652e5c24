import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { Observable } from 'rxjs';
import type { Metrics } from '#libs/telemetry/metrics.js';
import { METRICS } from '../tokens.js';

/** Times every call by its route pattern; an address typed by a caller never becomes a label. */
@Injectable()
export class MetricsInterceptor implements NestInterceptor {
  constructor(@Inject(METRICS) private readonly metrics: Metrics) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    const end = this.metrics.apiSeconds.startTimer();
    const route = (request.route as { path?: unknown } | undefined)?.path;
    response.once('finish', () => end({ route: typeof route === 'string' ? route : 'unknown', method: request.method, status: String(response.statusCode) }));
    return next.handle();
  }
}

import { pipeline } from 'node:stream/promises';
import { All, Controller, Get, Header, Inject, Logger, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { redact } from '#libs/domain/failure.js';
import { Public } from '../auth/requires.decorator.js';
import { namesTag } from './names-tag.js';
import { OfferFeedService, type OfferFeed } from './offer-feed.service.js';

const RETRY_SECONDS = '5';
const errorText = (error: unknown): string => redact(error instanceof Error ? error.message : String(error));

/** The first piece is made before anything is answered: while the database is away that is a 503, not half a file. */
async function begun(pieces: AsyncGenerator<string>): Promise<() => AsyncGenerator<string>> {
  const first = await pieces.next();
  return async function* () {
    if (first.done === true) return;
    yield first.value;
    yield* pieces;
  };
}

@ApiTags('inbound')
@Controller('feeds')
export class FeedsController {
  private readonly logger = new Logger('feeds');

  constructor(@Inject(OfferFeedService) private readonly feeds: OfferFeedService) {}

  @Get(':token.xml')
  @Public()
  // Kept by whoever asks, but asked about each time: the file belongs to one address, and prices must not be old.
  @Header('cache-control', 'private, no-cache')
  @ApiOperation({
    summary: 'The offer of a shop as XML, for SALESmanago to fetch',
    description: 'The address comes from GET /routes/{id}/setup, is also served without /api/v1, and needs no API key. Answers `If-None-Match` with 304 while nothing has changed. Without stored products the file is empty, and the header X-Sztafeta-Warning says `no-products`. Refusals have no body.',
  })
  @ApiProduces('application/xml')
  @ApiOkResponse({ description: 'The products, in pieces' })
  @ApiResponse({ status: 304, description: 'As before' })
  @ApiResponse({ status: 404, description: 'No such address' })
  @ApiResponse({ status: 503, description: 'Ask again' })
  async read(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    try {
      const feed = await this.feeds.find(token);
      if (feed === null) response.status(404).end();
      else await this.send(feed, request, response);
    } catch (error) {
      this.logger.warn({ message: 'offer feed not sent', error: errorText(error) });
      // Half a file must not look like a whole one.
      if (response.headersSent) response.destroy();
      else {
        for (const name of ['etag', 'content-type', 'x-sztafeta-warning']) response.removeHeader(name);
        response.setHeader('retry-after', RETRY_SECONDS);
        response.status(503).end();
      }
    }
  }

  /** Any other method: as empty as for an address nobody has, since the usual problem names the path. */
  @All(':token.xml')
  @Public()
  @ApiExcludeEndpoint()
  refuse(@Res() response: Response): void {
    response.status(404).end();
  }

  private async send({ etag, products, pieces }: OfferFeed, request: Request, response: Response): Promise<void> {
    response.setHeader('etag', etag);
    response.setHeader('content-type', 'application/xml; charset=utf-8');
    if (products === 0) response.setHeader('x-sztafeta-warning', 'no-products');
    if (namesTag(request.headers['if-none-match'], etag)) {
      response.status(304).end();
      return;
    }
    if (request.method === 'HEAD') {
      response.end();
      return;
    }
    const whole = await begun(pieces());
    try {
      await pipeline(whole, response);
    } catch (error) {
      // Whoever hangs up has their reasons.
      if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    }
  }
}

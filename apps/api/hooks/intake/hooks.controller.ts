import { All, Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiExcludeEndpoint, ApiNoContentResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public } from '../../auth/requires.decorator.js';
import { HookIntake } from './hook-intake.service.js';

const RETRY_SECONDS = '5';

@ApiTags('inbound')
@Controller('hooks')
export class HooksController {
  constructor(@Inject(HookIntake) private readonly intake: HookIntake) {}

  @Post(':token')
  @Public()
  @ApiOperation({
    summary: 'Takes a webhook of a shop, also at /hooks/{token}. Only the ids of records are kept; each record is then read from the shop',
    description: 'The address comes from GET /integrations/{id}/webhooks and needs no API key. A delivery that cannot be understood, or comes while the integration does not follow the shop, is counted and answered 204 as well: platforms switch off receivers that answer with errors. Refusals have no body.',
  })
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded', 'application/xml', 'text/xml')
  @ApiBody({ description: 'Whatever the shop sends about an order or a client, up to 1 MiB (XML up to 128 KiB)', schema: { type: 'object', additionalProperties: true } })
  @ApiNoContentResponse({ description: 'Stored, or counted' })
  @ApiResponse({ status: 404, description: 'No such address' })
  @ApiResponse({ status: 408, description: 'The body took longer than 10 seconds' })
  @ApiResponse({ status: 413, description: 'More than 1 MiB' })
  @ApiResponse({ status: 415, description: 'Another content type' })
  @ApiResponse({ status: 503, description: 'Nothing was kept: send it again' })
  async receive(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    const status = await this.intake.receive(token, request);
    if (status === 503) response.setHeader('retry-after', RETRY_SECONDS);
    // Nobody waits for the rest of a body that is still arriving.
    if (status === 408) response.setHeader('connection', 'close');
    response.status(status).end();
  }

  /** Any other method: as empty as for an address nobody has, since the usual problem names the path. */
  @All(':token')
  @Public()
  @ApiExcludeEndpoint()
  refuse(@Res() response: Response): void {
    response.status(404).end();
  }
}

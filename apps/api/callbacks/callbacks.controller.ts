import { All, Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Public } from '../auth/requires.decorator.js';
import { CallbackIntake } from './callback-intake.service.js';

const RETRY_SECONDS = '5';

const DESCRIPTION =
  'The address comes from GET /routes/{id}/setup, is also served without /api/v1, and needs no API key: `key` is the SHA-1 of the address and the security parameter of the route. Calls are stored and applied a moment later; the same call again changes nothing more. Answers have no body.';

/** The query as it was sent: what is left of it after the framework has decoded it is not what the key was made of. */
const queryOf = (request: Request): string => request.originalUrl.split('?').slice(1).join('?');

const Callback = (summary: string): MethodDecorator => (target, name, descriptor) => {
  for (const decorate of [
    Public(),
    ApiOperation({ summary, description: DESCRIPTION }),
    ApiQuery({ name: 'email', description: 'Address of the contact, up to 254 characters' }),
    ApiQuery({ name: 'key', description: 'Hexadecimal SHA-1 of address and security parameter' }),
    ApiOkResponse({ description: 'Stored; also for an address nobody has' }),
    ApiResponse({ status: 400, description: 'A parameter is missing, doubled or too long' }),
    ApiResponse({ status: 403, description: 'The key is wrong' }),
    ApiResponse({ status: 404, description: 'No such address' }),
    ApiResponse({ status: 503, description: 'Nothing was kept: call again' }),
  ]) decorate(target, name, descriptor);
};

@ApiTags('inbound')
@Controller('callbacks')
export class CallbacksController {
  constructor(@Inject(CallbackIntake) private readonly intake: CallbackIntake) {}

  @Get(':token/optin')
  @Callback('SALESmanago tells that a contact has opted in')
  async optIn(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.answer(token, 'in', request, response);
  }

  @Get(':token/optout')
  @Callback('SALESmanago tells that a contact has opted out')
  async optOut(@Param('token') token: string, @Req() request: Request, @Res() response: Response): Promise<void> {
    await this.answer(token, 'out', request, response);
  }

  /** Any other method: as empty as for an address nobody has, since the usual problem names the path. */
  @All(':token/:direction')
  @Public()
  @ApiExcludeEndpoint()
  refuse(@Res() response: Response): void {
    response.status(404).end();
  }

  private async answer(token: string, direction: 'in' | 'out', request: Request, response: Response): Promise<void> {
    response.setHeader('cache-control', 'no-store');
    // Programs that look at links ask with HEAD, and Express leads them here; only a real call may change a consent.
    const status = request.method === 'GET' ? await this.intake.receive(token, direction, queryOf(request)) : 404;
    if (status === 503) response.setHeader('retry-after', RETRY_SECONDS);
    response.status(status).end();
  }
}

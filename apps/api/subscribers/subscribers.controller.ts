import { Controller, Get, Header, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Language } from '#libs/domain/words.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { Lang } from '../http/lang.decorator.js';
import { partQuery, subscribersView, type PartQuery, type SubscribersView } from './subscriber.schemas.js';
import { SubscribersService } from './subscribers.service.js';

/** Addresses of people are nothing for a cache on the way. */
const NO_STORE = ['cache-control', 'no-store'] as const;

@ApiTags('routes')
@Controller('routes')
export class SubscribersController {
  constructor(@Inject(SubscribersService) private readonly subscribers: SubscribersService) {}

  @Get(':id/subscribers')
  @Requires('routes.export')
  @Header(...NO_STORE)
  @ApiOperation({
    summary: 'How many subscribers without an account would be in the file for the import of SALESmanago, and in how many parts',
    description: '409 `subscribers_not_sent` where the route sends only persons who consented: subscribers without an account are then sent in no way.',
  })
  @ApiOkResponse({ standardSchema: subscribersView })
  async count(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<SubscribersView> {
    return await this.subscribers.count(caller, id, language);
  }

  @Get(':id/subscribers.csv')
  @Requires('routes.export')
  @Header(...NO_STORE)
  @ApiOperation({
    summary: 'Subscribers without an account as CSV for the import of SALESmanago; each download is audited',
    description: 'Semicolons, UTF-8, one address a line, and the tags of the route. X-Sztafeta-Parts says how many parts there are; an address stays in its part as long as that number stays. 409 `subscribers_not_sent` as in GET /routes/{id}/subscribers; 404 `part_unknown`.',
  })
  @ApiProduces('text/csv')
  @ApiOkResponse({ description: 'One part, as an attachment' })
  async file(@Caller() caller: Principal, @Param('id') id: string, @Query({ schema: partQuery }) { part }: PartQuery, @Res() response: Response): Promise<void> {
    await this.subscribers.send(caller, id, part, response);
  }
}

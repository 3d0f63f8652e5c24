import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Language, Localized } from '#libs/domain/words.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { Lang } from '../http/lang.decorator.js';
import type { ListPage } from '../http/page.js';
import { pageOf } from '../http/page.schemas.js';
import { DeliveriesService } from './deliveries.service.js';
import { DeliveryDeskService } from './delivery-desk.service.js';
import { changedDeliveryView, deliveryQuery, deliveryView, retriedView, retryBody, retryManyBody, type DeliveryQuery, type DeliveryView, type RetryMany, type RetryOne } from './delivery.schemas.js';
import { DELIVERY_TEXTS as TEXTS, retriedManyText } from './delivery.texts.js';

type Answer = { readonly message: string; readonly delivery: DeliveryView };

@ApiTags('deliveries')
@Controller('deliveries')
export class DeliveriesController {
  constructor(
    @Inject(DeliveriesService) private readonly deliveries: DeliveriesService,
    @Inject(DeliveryDeskService) private readonly desk: DeliveryDeskService,
  ) {}

  @Get()
  @Requires('deliveries.read')
  @ApiOperation({ summary: 'Effects at destinations, newest first, with their outcome' })
  @ApiOkResponse({ standardSchema: pageOf(deliveryView) })
  async list(@Caller() caller: Principal, @Lang() language: Language, @Query({ schema: deliveryQuery }) query: DeliveryQuery): Promise<ListPage<DeliveryView>> {
    return await this.deliveries.list(caller, query, language);
  }

  @Post('retry')
  @HttpCode(200)
  @Requires('deliveries.control')
  @ApiOperation({ summary: 'Sends all failed deliveries of a route again; those of an unknown outcome are retried one by one' })
  @ApiOkResponse({ standardSchema: retriedView })
  async retryMany(@Caller() caller: Principal, @Lang() language: Language, @Body({ schema: retryManyBody }) body: RetryMany): Promise<{ message: string; queued: number }> {
    const queued = await this.desk.retryMany(caller, body);
    return { message: retriedManyText(queued)[language], queued };
  }

  @Get(':id')
  @Requires('deliveries.read')
  @ApiOperation({ summary: 'One delivery' })
  @ApiOkResponse({ standardSchema: deliveryView })
  async read(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<DeliveryView> {
    return await this.deliveries.read(caller, id, language);
  }

  @Post(':id/retry')
  @HttpCode(200)
  @Requires('deliveries.control')
  @ApiOperation({ summary: 'Sends a failed or cancelled delivery again; one of an unknown outcome only with acceptDuplicate' })
  @ApiOkResponse({ standardSchema: changedDeliveryView })
  async retry(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Body({ schema: retryBody }) body: RetryOne): Promise<Answer> {
    const { wasUnclear } = await this.desk.retry(caller, id, body.acceptDuplicate);
    return await this.answer(caller, id, wasUnclear ? TEXTS.retriedUnclear : TEXTS.retried, language);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @Requires('deliveries.control')
  @ApiOperation({ summary: 'Takes back a delivery that waits; one whose outcome nobody could tell is taken for arrived' })
  @ApiOkResponse({ standardSchema: changedDeliveryView })
  async cancel(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string): Promise<Answer> {
    await this.desk.cancel(caller, id);
    const delivery = await this.deliveries.read(caller, id, language);
    const text = delivery.reason === 'seen_there' ? TEXTS.seenThere : delivery.state === 'cancelled' ? TEXTS.cancelled : TEXTS.cancelledAgain;
    return { message: text[language], delivery };
  }

  private async answer(caller: Principal, id: string, text: Localized, language: Language): Promise<Answer> {
    return { message: text[language], delivery: await this.deliveries.read(caller, id, language) };
  }
}

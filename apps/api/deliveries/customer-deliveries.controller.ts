import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { customerEffects, type CustomerEffect } from '#libs/delivery/desk/customer-deliveries.js';
import type { Language } from '#libs/domain/words.js';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { findCustomer } from '../customers/customer.finder.js';
import { Lang } from '../http/lang.decorator.js';
import { decodeCursor, pageQuery, toPage, type ListPage, type PageQuery } from '../http/page.js';
import { pageOf } from '../http/page.schemas.js';
import { reasonText } from '../routes/reason.texts.js';
import { customerDeliveryView, type CustomerDelivery, type DeliveryState } from './delivery.schemas.js';
import { stateText } from './delivery.texts.js';

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/u;
const KEY = /^.{36,300}$/u;

/** The state, and what is known of why. */
function textOf(effect: CustomerEffect, language: Language): string {
  const reason = effect.reason === null ? '' : reasonText(effect.reason, language);
  return effect.state === null ? reason : `${stateText(effect.state as DeliveryState, language)} ${reason}`.trim();
}

function viewOf(effect: CustomerEffect, language: Language): CustomerDelivery {
  const { moment: _moment, key: _key, routeId, routeName, destinationId, destinationName, destinationKind, ...rest } = effect;
  return {
    ...rest,
    at: effect.at.toISOString(),
    route: { id: routeId, name: routeName },
    destination: { id: destinationId, name: destinationName, kind: destinationKind },
    state: effect.state as DeliveryState | null,
    text: textOf(effect, language),
    settledAt: effect.settledAt?.toISOString() ?? null,
  };
}

@ApiTags('customers')
@Controller('customers')
export class CustomerDeliveriesController {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  @Get(':id/deliveries')
  @Requires('deliveries.read')
  @ApiOperation({ summary: 'What was sent where about a person, or why not, newest first' })
  @ApiOkResponse({ standardSchema: pageOf(customerDeliveryView) })
  async list(@Caller() caller: Principal, @Lang() language: Language, @Param('id') id: string, @Query({ schema: pageQuery }) page: PageQuery): Promise<ListPage<CustomerDelivery>> {
    const customer = await findCustomer(this.dataSource, caller.workspaceId, id);
    const [moment, key] = decodeCursor(page.cursor, [MOMENT, KEY]) ?? [];
    const before = moment === undefined || key === undefined ? null : ([moment, key] as const);
    const rows = await customerEffects(this.dataSource, { workspaceId: caller.workspaceId, customerId: customer.id, before, limit: page.limit + 1 });
    return toPage(rows, page.limit, (row) => [row.moment, row.key], (row) => viewOf(row, language));
  }
}

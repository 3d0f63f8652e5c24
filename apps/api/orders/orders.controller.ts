import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import type { ListPage } from '../http/page.js';
import { pageOf } from '../http/page.schemas.js';
import { orderView, type OrderView } from '../records/record.schemas.js';
import { foundOrderView, orderQuery, type FoundOrder, type OrderQuery } from './order.schemas.js';
import { OrdersService } from './orders.service.js';

@ApiTags('orders')
@Controller('orders')
export class OrdersController {
  constructor(@Inject(OrdersService) private readonly orders: OrdersService) {}

  @Get()
  @Requires('orders.read')
  @ApiOperation({ summary: 'Orders by number; one number may belong to several' })
  @ApiOkResponse({ standardSchema: pageOf(foundOrderView) })
  async find(@Caller() caller: Principal, @Query({ schema: orderQuery }) query: OrderQuery): Promise<ListPage<FoundOrder>> {
    return await this.orders.byNumber(caller, query);
  }

  @Get(':id')
  @Requires('orders.read')
  @ApiOperation({ summary: 'One order: lines, addresses, payment, delivery, waybill, status, links' })
  @ApiOkResponse({ standardSchema: orderView })
  async read(@Caller() caller: Principal, @Param('id') id: string): Promise<OrderView> {
    return await this.orders.read(caller, id);
  }
}

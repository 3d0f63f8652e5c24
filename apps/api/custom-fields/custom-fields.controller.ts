import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Caller, type Principal } from '../auth/principal.js';
import { Requires } from '../auth/requires.decorator.js';
import { Idempotent } from '../http/idempotent.decorator.js';
import { pageQuery, type ListPage, type PageQuery } from '../http/page.js';
import { pageOf } from '../http/page.schemas.js';
import { createFieldBody, fieldView, type CreateField, type FieldView } from './custom-field.schemas.js';
import { CustomFieldsService } from './custom-fields.service.js';

@ApiTags('custom fields')
@Controller('custom-fields')
export class CustomFieldsController {
  constructor(@Inject(CustomFieldsService) private readonly fields: CustomFieldsService) {}

  @Get()
  @Requires('custom-fields.read')
  @ApiOperation({ summary: 'Custom fields and who fills them' })
  @ApiOkResponse({ standardSchema: pageOf(fieldView) })
  async list(@Caller() caller: Principal, @Query({ schema: pageQuery }) page: PageQuery): Promise<ListPage<FieldView>> {
    return await this.fields.list(caller, page);
  }

  @Post()
  @Requires('custom-fields.write')
  @Idempotent()
  @ApiOperation({ summary: 'A new field; must exist before an integration may fill it' })
  @ApiCreatedResponse({ standardSchema: fieldView })
  async create(@Caller() caller: Principal, @Body({ schema: createFieldBody }) body: CreateField): Promise<FieldView> {
    return await this.fields.create(caller, body);
  }

  @Get(':id')
  @Requires('custom-fields.read')
  @ApiOperation({ summary: 'One field' })
  @ApiOkResponse({ standardSchema: fieldView })
  async read(@Caller() caller: Principal, @Param('id') id: string): Promise<FieldView> {
    return await this.fields.read(caller, id);
  }

  @Delete(':id')
  @HttpCode(204)
  @Requires('custom-fields.delete')
  @ApiOperation({ summary: 'Deletes a field that no integration fills, with its values' })
  @ApiNoContentResponse()
  async delete(@Caller() caller: Principal, @Param('id') id: string): Promise<void> {
    await this.fields.delete(caller, id);
  }
}

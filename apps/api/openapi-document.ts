import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject, type SwaggerDocumentOptions } from '@nestjs/swagger';
import { z } from 'zod';
import { problemView } from './http/problem.schemas.js';

type Convert = NonNullable<SwaggerDocumentOptions['standardSchemaConverter']>;

const DESCRIPTION = `Customers and orders of shops and marketplaces, on customer cards and in SALESmanago. Every call needs \`Authorization: Bearer szt_…\`; errors are RFC 9457 problem details with a stable \`code\`, in the language of \`Accept-Language\` (en, pl). Lists are paged by \`cursor\`; creating calls accept \`Idempotency-Key\`.`;

type Json = Record<string, unknown>;

/** What the format or type says already only makes the document long. */
function shorten(node: Json): void {
  if (node['format'] === 'date-time') delete node['pattern'];
  if (node['minimum'] === Number.MIN_SAFE_INTEGER) delete node['minimum'];
  if (node['maximum'] === Number.MAX_SAFE_INTEGER) delete node['maximum'];
  delete node['id'];
}

/** Schemas with an id become components, so that clients made from the document have types with names. */
const convert: Convert = (schema, { schemaType }) => {
  if (!(schema instanceof z.ZodType)) return undefined;
  const all = z.toJSONSchema(schema, { target: 'openapi-3.0', io: schemaType, unrepresentable: 'any', override: ({ jsonSchema }) => shorten(jsonSchema as Json) });
  const { definitions, $schema: _dialect, ...own } = all;
  return { schema: own, components: (definitions ?? {}) as Json };
};

/** Answered without a body, whatever is wrong: whoever tries tokens is told nothing. */
const SILENT = /\/(?:hooks|callbacks|feeds)\/\{token\}/u;

/** Every call may answer with a problem; only callers of addresses that were given out are told nothing. */
function withProblems(document: OpenAPIObject): OpenAPIObject {
  const problem = convert(problemView, { schemaType: 'output' });
  document.components = { ...document.components, schemas: { ...document.components?.schemas, ...(problem?.components as Record<string, object>) } };
  for (const [name, path] of Object.entries(document.paths)) {
    if (SILENT.test(name)) continue;
    for (const operation of [path.get, path.post, path.put, path.delete]) {
      if (operation === undefined) continue;
      operation.responses['default'] = { description: 'Problem', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } };
    }
  }
  return document;
}

/** The OpenAPI document of the application. */
export function buildDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder().setTitle('Sztafeta').setDescription(DESCRIPTION).setVersion('1').addBearerAuth().build();
  return withProblems(SwaggerModule.createDocument(app, config, { standardSchemaConverter: convert }));
}

/** Documentation at /api/docs, the document itself at /api/docs-json. */
export function offerDocument(app: INestApplication): void {
  SwaggerModule.setup('api/docs', app, () => buildDocument(app), { jsonDocumentUrl: 'api/docs-json' });
}

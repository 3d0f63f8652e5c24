import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';

const DESCRIPTION = `Shops to customer cards. Every call needs \`Authorization: Bearer szt_…\`; errors are RFC 9457 problem details with a stable \`code\`, in the language of \`Accept-Language\` (en, pl).`;

/** The OpenAPI document of the application. */
export function buildDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder().setTitle('Sztafeta').setDescription(DESCRIPTION).setVersion('1').addBearerAuth().build();
  return SwaggerModule.createDocument(app, config);
}

/** Documentation at /api/docs, the document itself at /api/docs-json. */
export function offerDocument(app: INestApplication): void {
  SwaggerModule.setup('api/docs', app, () => buildDocument(app), { jsonDocumentUrl: 'api/docs-json' });
}

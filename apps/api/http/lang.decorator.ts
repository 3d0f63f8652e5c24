import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import type { Language } from '#libs/domain/words.js';
import { languageOf } from './language.js';

/** Language of the answer's texts, as a parameter of a controller method. */
export const Lang = createParamDecorator((_data: unknown, context: ExecutionContext): Language =>
  languageOf(context.switchToHttp().getRequest<Request>().headers['accept-language']),
);

import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { IdempotencyInterceptor, WITHHELD_KEY } from './idempotency.interceptor.js';

/**
 * A creating call that may be repeated with the header `Idempotency-Key`: the first answer is given again. `withheld`:
 * members shown once only; they are not stored, and null in the repeated answer.
 */
export function Idempotent(withheld: readonly string[] = []): MethodDecorator {
  return applyDecorators(
    SetMetadata(WITHHELD_KEY, withheld),
    UseInterceptors(IdempotencyInterceptor),
    ApiHeader({ name: 'Idempotency-Key', required: false, description: 'Repeating a call with the same key gives the first answer again' }),
  );
}

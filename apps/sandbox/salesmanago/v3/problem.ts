import { jsonAnswer, type Answer } from '../answer.js';

/** A refusal of API v3: the message starts with `field|` (sheet section 5.2). */
export class Problem extends Error {
  constructor(
    readonly reasonCode: number,
    message: string,
  ) {
    super(message);
  }
}

/** Codes 10 to 15 are 400; of the others no status is known. */
export function problemAnswer({ reasonCode, message }: Problem): Answer {
  return jsonAnswer(400, { reasonCode, messages: [message] });
}

/** @throws Problem 13 or 14 */
export function requiredText(value: unknown, field: string): string {
  if (value === undefined || value === null || value === '') throw new Problem(13, `${field}|required field is missing`);
  if (typeof value !== 'string') throw new Problem(14, `${field}:string|wrong type`);
  return value;
}

/** @throws Problem 14 */
export function optionalOf(value: unknown, type: 'string' | 'number' | 'boolean', field: string): void {
  if (value !== undefined && value !== null && typeof value !== type) throw new Problem(14, `${field}:${type}|wrong type`);
}

/** @throws Problem 11 */
export function within(length: number, max: number, field: string): void {
  if (length > max) throw new Problem(11, `${field}|min:0|max:${String(max)}|over the limit`);
}

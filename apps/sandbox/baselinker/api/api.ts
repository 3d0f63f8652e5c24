/** One URL, every method. */
import type { Access } from '../access.js';
import { failure, success, type Answer } from '../answer.js';
import type { World } from '../world/world.js';
import { ApiError } from './api-error.js';
import { getOrderExtraFields, getOrderSources, getOrderStatusList } from './dictionary-methods.js';
import type { Form } from './form.js';
import { getJournalList } from './journal-method.js';
import { getOrdersByEmail, getOrdersByPhone } from './lookup-methods.js';
import { getOrders } from './orders-method.js';
import { parseParameters, type Parameters } from './parameters.js';

/** Gives the fields next to `status`. @throws ApiError */
export type Method = (world: World, parameters: Parameters) => Readonly<Record<string, unknown>>;

const METHODS: ReadonlyMap<string, Method> = new Map(Object.entries({ getJournalList, getOrders, getOrdersByPhone, getOrdersByEmail, getOrderSources, getOrderStatusList, getOrderExtraFields }));

/** @param headerToken '' = none; it goes before the one in the body */
export function answerCall(world: World, access: Access, form: Form, headerToken: string): Answer {
  const refusal = access.refuse(headerToken === '' ? form.token : headerToken, form.method);
  if (refusal !== null) return refusal;
  const method = METHODS.get(form.method);
  if (method === undefined) return failure('ERROR_UNKNOWN_METHOD', 'An unknown method was used.');
  const parameters = parseParameters(form.parameters);
  if (parameters === null) return failure('ERROR_PARSE_JSON_PARAMETERS', '');
  try {
    return success(method(world, parameters));
  } catch (error) {
    if (error instanceof ApiError) return failure(error.code, error.message);
    throw error;
  }
}

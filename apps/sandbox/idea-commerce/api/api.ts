/** Paths and methods, and what becomes of errors. */
import { broken, detail, json, type Answer } from '../answer.js';
import type { Access } from '../access.js';
import type { World } from '../world/world.js';
import { BadRequest, Broken, Invalid, invalidAnswer } from './api-error.js';
import { DICTIONARIES, type List } from './dictionaries.js';
import { listOrders } from './orders-list.js';
import { addWaybill, createOrder, moveOrders, patchOrder } from './orders-write.js';
import { listPartners } from './partners-list.js';
import { Query } from './query.js';

export type Call = { readonly method: string; readonly path: string; readonly query: string; readonly authorization: string; readonly body: string };
type Row = Readonly<Record<string, unknown>>;
type Write = (world: World, body: Row) => Row;

const LISTS: ReadonlyMap<string, List> = new Map(Object.entries({ ...DICTIONARIES, orders: listOrders, partners: listPartners }));
const POSTS: ReadonlyMap<string, Write> = new Map(Object.entries({
  orders: createOrder,
  'orders/add_waybill': addWaybill,
  'orders/to_collect': (world: World, body: Row) => moveOrders(world, body, 'to_collect'),
  'orders/transfer_to_warehouseman': (world: World, body: Row) => moveOrders(world, body, 'sent_to_warehouse'),
}));
const ONE_ORDER = /^orders\/([^/]+)$/u;

/** Path without `/v2/`: `orders`, `shipment/shipment_carriers`; '' = none of the API's. */
export function resourceOf(path: string): string {
  return path.startsWith('/v2/') ? path.slice(4).replace(/\/$/u, '') : '';
}

/** First the path, then the token, then the parameters, as FastAPI does. */
export function answerCall(world: World, access: Access, call: Call): Answer {
  const resource = resourceOf(call.path);
  const known = LISTS.has(resource) || POSTS.has(resource) || ONE_ORDER.test(resource);
  if (resource === '' || !known) return detail(404, 'Not Found');
  if (call.path.endsWith('/')) return { status: 307, headers: { Location: `/v2/${resource}${call.query === '' ? '' : `?${call.query}`}` }, body: Buffer.alloc(0) };
  const run = runnerOf(call, resource);
  if (run === null) return detail(405, 'Method Not Allowed', { Allow: LISTS.has(resource) ? 'GET' : 'POST' });
  const refusal = access.refuse(call.authorization, resource);
  if (refusal !== null) return refusal;
  try {
    const answer = run(world);
    return json(200, access.hides(resource) ? emptied(answer) : answer);
  } catch (error) {
    if (error instanceof Invalid) return invalidAnswer(error.problems, world.behaviour.pydantic);
    if (error instanceof BadRequest) return json(400, { error_message: error.message });
    if (error instanceof Broken) return broken();
    throw error;
  }
}

function runnerOf({ method, query, body }: Call, resource: string): ((world: World) => Row) | null {
  const list = LISTS.get(resource);
  if (method === 'GET' && list !== undefined) return (world) => list(world, new Query(new URLSearchParams(query)));
  const post = POSTS.get(resource);
  if (method === 'POST' && post !== undefined) return (world) => post(world, parsed(body));
  const id = ONE_ORDER.exec(resource)?.[1] ?? '';
  if (method === 'PATCH' && id !== '') return (world) => patchOrder(world, wholeId(id), parsed(body), world.behaviour);
  return null;
}

function wholeId(text: string): number {
  if (!/^\d+$/u.test(text)) throw new Invalid([{ loc: ['path', 'order_id'], kind: 'integer', input: text }]);
  return Number(text);
}

/** @throws Invalid for what is no JSON object */
function parsed(body: string): Row {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) throw new Invalid([{ loc: ['body', 0], kind: 'json', input: {} }]);
    throw error;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Invalid([{ loc: ['body'], kind: 'object', input: value }]);
  return value as Row;
}

/** What somebody sees whom the record rules let see nothing. */
function emptied(answer: Row): Row {
  return Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, Array.isArray(value) ? [] : 0]));
}

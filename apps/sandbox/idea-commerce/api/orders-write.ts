/** Writing orders (sheet section 9): the answer is 200 whether it worked or not. */
import type { Behaviour } from '../options.js';
import { PRODUCTS, STATUS_NAMES } from '../world/dictionaries.js';
import { editOrder, setStatus } from '../world/changes.js';
import { sell } from '../world/sell.js';
import type { World } from '../world/world.js';
import { Invalid, type Problem } from './api-error.js';

type Row = Readonly<Record<string, unknown>>;

const done = (id: number): Row => ({ id, error_message: null });
const failed = (id: number | null, text: string): Row => ({ id, error_message: text });

/** POST /v2/orders. @throws Invalid without lines */
export function createOrder(world: World, body: Row): Row {
  const lines = listOf(body, 'order_lines');
  const partner = body['partner'] as Row | null | undefined;
  if (partner !== undefined && partner !== null && partner['id'] === undefined && partner['name'] === undefined) return failed(null, 'Partner: id or name is required');
  for (const line of lines as readonly Row[]) {
    const product = line['product'] as { readonly id?: number; readonly name?: string } | undefined;
    if (!PRODUCTS.some(([name], at) => product?.name === name || product?.id === at + 1)) return failed(null, `Product not found: ${String(product?.name ?? product?.id)}`);
  }
  const note = typeof body['note'] === 'string' ? body['note'] : null;
  return done(sell(world, { source: null, person: null, note, ...(typeof partner?.['name'] === 'string' ? { fullname: partner['name'] } : {}) }));
}

/** PATCH /v2/orders/{id}; what it does not know it does not see. */
export function patchOrder(world: World, id: number, body: Row, { patchStatus }: Pick<Behaviour, 'patchStatus'>): Row {
  if (world.orders.get(id) === undefined) return failed(id, `Order ${String(id)} does not exist`);
  const { note, folder_id: folder, custom_fields: custom, status } = body;
  editOrder(world, id, {
    ...(typeof note === 'string' || note === null ? { note } : {}),
    ...(typeof folder === 'number' ? { folderId: folder } : {}),
    ...(typeof custom === 'object' && custom !== null ? { customFields: custom as Readonly<Record<string, string>> } : {}),
  });
  if (patchStatus === 'honoured' && typeof status === 'string') {
    if (!STATUS_NAMES.includes(status)) return failed(id, `Wrong value for status: ${status}`);
    setStatus(world, id, status);
  }
  return done(id);
}

/** POST …/add_waybill. @throws Invalid */
export function addWaybill(world: World, body: Row): Row {
  const waybills = listOf(body, 'waybill').map(String);
  const id = Number(body['order_id']);
  const order = world.orders.get(id);
  if (order === undefined) return failed(null, `Order ${String(body['order_id'])} does not exist`);
  editOrder(world, id, { waybills: [...order.waybills, ...waybills] });
  return done(id);
}

/** POST …/to_collect and …/transfer_to_warehouseman: `{ids, errors}`. @throws Invalid */
export function moveOrders(world: World, body: Row, status: string): Row {
  const asked = listOf(body, 'order_ids').map(Number);
  const ids = asked.filter((id) => world.orders.get(id) !== undefined);
  for (const id of ids) setStatus(world, id, status);
  return { ids, errors: asked.filter((id) => !ids.includes(id)).map((id) => `Order ${String(id)} does not exist`) };
}

function listOf(body: Row, name: string): readonly unknown[] {
  const value = body[name];
  const problem = (kind: Problem['kind'], input: unknown): Invalid => new Invalid([{ loc: ['body', name], kind, input }]);
  if (value === undefined) throw problem('missing', body);
  if (!Array.isArray(value)) throw problem('list', value);
  return value as readonly unknown[];
}

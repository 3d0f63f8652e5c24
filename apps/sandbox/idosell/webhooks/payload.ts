/** Bodies of webhooks. */
import { clientRow } from '../render/client-row.js';
import { orderRow } from '../render/order-row.js';
import { productRow } from '../render/product-row.js';
import type { Row } from '../render/values.js';
import type { Product } from '../world/catalogue.js';
import type { Client, Order } from '../world/model.js';
import type { World } from '../world/world.js';
import type { Hook, Shape } from './hooks.js';

export type Subject = { readonly kind: 'client'; readonly record: Client } | { readonly kind: 'order'; readonly record: Order } | { readonly kind: 'product'; readonly record: Product };

export type Message = { readonly url: string; readonly method: string; readonly contentType: string; readonly body: string };

const VERSION = 8;

function rowOf(world: World, subject: Subject): Row {
  switch (subject.kind) {
    case 'client': return clientRow(world, subject.record);
    case 'order': return orderRow(world, subject.record, { version: VERSION, folded: false });
    case 'product': return productRow(world, subject.record, { version: VERSION, promotions: false });
  }
}

function shaped(kind: Subject['kind'], row: Row, shape: Shape): Row {
  switch (shape) {
    case 'results': return { [kind === 'order' ? 'Results' : 'results']: [row] };
    case 'list': return { [`${kind}s`]: [row] };
    case 'single': return { [kind]: row };
    case 'bare': return row;
  }
}

/** A panel webhook's message: what the API itself would give, as it is now. */
export function panelMessage(world: World, hook: Hook, event: string, subject: Subject): Message {
  const payload = shaped(subject.kind, rowOf(world, subject), hook.shape);
  const base = { url: hook.url, method: 'POST' };
  switch (hook.format) {
    case 'json':
      return { ...base, contentType: 'application/json', body: JSON.stringify(payload) };
    case 'form': {
      const name = { client: 'clientId', order: 'orderSerialNumber', product: 'productId' }[subject.kind];
      return { ...base, contentType: 'application/x-www-form-urlencoded', body: new URLSearchParams({ event, [name]: String(subject.record.id), payload: JSON.stringify(payload) }).toString() };
    }
    case 'xml':
      return { ...base, contentType: 'text/xml', body: `<?xml version="1.0" encoding="UTF-8"?>\n<webhook event="${event}">${xml(payload)}</webhook>` };
  }
}

/** List entries become `item`, keys that are no XML names `entry`. */
function xml(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => `<item>${xml(item)}</item>`).join('');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).filter(([, inner]) => inner !== undefined).map(([name, inner]) => (/^[A-Za-z_]\w*$/.test(name) ? `<${name}>${xml(inner)}</${name}>` : `<entry key="${escapeXml(name)}">${xml(inner)}</entry>`)).join('');
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? escapeXml(String(value)) : '';
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Messages of campaign webhooks: the merchant's own text with `{placeholders}`. */
import { textOf } from '../world/clock.js';
import type { Basket, Channel, Client, Order } from '../world/model.js';
import type { World } from '../world/world.js';
import type { Hook } from './hooks.js';
import { escapeXml, type Message } from './payload.js';

export type Happening = { readonly event: string; readonly shopId: number; readonly client?: Client | null; readonly order?: Order; readonly basket?: Basket; readonly newsletter?: undefined | { readonly channel: Channel; readonly address: string; readonly approved: boolean } };

/** Names a template may use, beside the keys of the campaign's configuration. */
export function placeholders(world: World, { event, shopId, client, order, basket, newsletter }: Happening): Readonly<Record<string, string>> {
  const account = order?.account;
  const email = newsletter?.channel === 'email' ? newsletter.address : (client?.email ?? account?.email ?? basket?.email ?? '');
  const phone = newsletter?.channel === 'sms' ? newsletter.address : (client?.billing.phone1 ?? account?.phone1 ?? '');
  const zloty = (grosze: number): string => (grosze / 100).toFixed(2);
  const lines = basket?.lines ?? [];
  const serial = order === undefined ? '' : String(order.id);
  return {
    event, shop_id: String(shopId), now: textOf(world.clock.now()),
    client_id: String(client?.id ?? account?.clientId ?? ''), client_login: client?.login ?? account?.login ?? '', client_email: email, client_phone: phone,
    client_first_name: client?.billing.firstName ?? '', client_last_name: client?.billing.lastName ?? '', email, phone,
    order_serial: serial, order_sn: serial, order_serial_number: serial, order_id: order?.orderId ?? '', order_status: order?.status ?? '',
    order_change_date: order === undefined ? '' : textOf(order.changed), order_add_date: order === undefined ? '' : textOf(order.added),
    basket_id: basket === undefined ? '' : String(basket.id), basket_currency: basket === undefined ? '' : 'PLN',
    basket_value: basket === undefined ? '' : zloty(lines.reduce((sum, line) => sum + line.price * line.quantity, 0)),
    basket_lines: lines.map((line) => `${String(line.productId)}:${String(line.quantity)}:${zloty(line.price)}`).join(';'),
    approval: newsletter === undefined ? '' : newsletter.approved ? 'y' : 'n', newsletter_approval: newsletter === undefined ? '' : newsletter.approved ? 'y' : 'n',
  };
}

/** Values are written as the content type needs; a name nobody knows becomes empty text. */
export function campaignMessage(world: World, hook: Hook, happening: Happening): Message | null {
  const { campaign } = hook;
  if (campaign === null) return null;
  const values = { ...campaign.values, ...placeholders(world, happening) };
  const filled = (template: string, write: (value: string) => string): string => template.replace(/\{([A-Za-z][\w-]*)\}/g, (_whole, name: string) => write(values[name as keyof typeof values] ?? ''));
  return { url: filled(hook.url, encodeURIComponent), method: campaign.method, contentType: campaign.contentType, body: filled(campaign.body, writerFor(campaign.contentType)) };
}

function writerFor(contentType: string): (value: string) => string {
  if (contentType === 'application/json') return (value) => JSON.stringify(value).slice(1, -1);
  return contentType === 'text/xml' ? escapeXml : encodeURIComponent;
}

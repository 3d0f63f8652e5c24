/** Who is told of what: turns happenings of the panel into messages. */
import { addressFor } from '../world/make-client.js';
import type { Channel } from '../world/model.js';
import { needProduct } from '../world/product-changes.js';
import type { World, WorldEvent } from '../world/world.js';
import { parseCampaign } from './campaign-import.js';
import { campaignMessage, type Happening } from './campaign-message.js';
import { checkLoopback } from '../../common/loopback.js';
import { CAMPAIGN_EVENTS, PANEL_EVENTS, type Campaign, type Hook, type HookState, type WebhookRequest } from './hooks.js';
import { panelMessage, type Subject } from './payload.js';
import type { Sender } from './sender.js';

/** Campaign triggers of the panel's events; a status gives one more. */
const TRIGGERS: Readonly<Record<string, string>> = { clientCreated: 'account_created', clientUpdated: 'account_edited', orderCreated: 'order_placed', orderUpdated: 'order_edited', orderSent: 'order_sent', orderCanceled: 'order_cancelled' };

export class Webhooks {
  private hooks: Hook[] = [];
  private lastId = 0;

  constructor(
    private readonly world: World,
    private readonly sender: Sender,
  ) {
    world.listen((event) => {
      this.happened(event);
    });
  }

  /** @throws Error for an unknown event or an address elsewhere */
  add({ url, events, shape = 'results', format = 'json' }: WebhookRequest): number {
    checkLoopback(url);
    const unknown = events.find((event) => !PANEL_EVENTS.some((known) => known === event));
    if (unknown !== undefined) throw new Error(`There is no event ${unknown}`);
    return this.register({ url, events, shape, format, campaign: null, active: true });
  }

  /** Registers the webhooks of a campaign file; gives their number. @throws Error when the file is not of the known form */
  importCampaign(source: string): number {
    const imported = parseCampaign(source);
    for (const { url } of imported) checkLoopback(url);
    for (const { url, event, active, campaign } of imported) this.register({ url, events: [event], shape: 'bare', format: 'json', campaign, active });
    return imported.length;
  }

  private register(hook: Pick<Hook, 'url' | 'events' | 'shape' | 'format' | 'active'> & { readonly campaign: Campaign | null }): number {
    this.lastId += 1;
    this.hooks.push({ ...hook, id: this.lastId, sent: 0, delivered: 0, failed: 0, failedInARow: 0, lastStatus: null });
    return this.lastId;
  }

  list(): readonly HookState[] {
    return this.hooks.map(({ id, url, active, sent, delivered, failed, lastStatus }) => ({ id, url, active, sent, delivered, failed, lastStatus }));
  }

  clear(): void {
    this.hooks = [];
  }

  /** Sends one by hand to everybody who listens for it. @throws Error for an unknown event or record */
  sendOne(event: string, id: number): void {
    const { clients, orders } = this.world;
    if (event.startsWith('basket_')) {
      const basket = this.world.baskets.get(`client ${String(id)}`);
      if (basket === undefined) throw new Error(`Client ${String(id)} has no basket`);
      this.campaigns({ event, shopId: basket.shopId, client: clients.need(id), basket });
      return;
    }
    if (CAMPAIGN_EVENTS.some((known) => known === event)) {
      const order = event.startsWith('order_') ? orders.need(id) : undefined;
      const client = order === undefined ? clients.need(id) : (clients.get(order.account.clientId) ?? null);
      const channel: Channel | null = event === 'newsletter_email_changed' ? 'email' : event === 'newsletter_sms_changed' ? 'sms' : null;
      const shopId = order?.shopId ?? client?.shops[0] ?? 1;
      const newsletter = channel === null || client === null ? {} : { newsletter: { channel, address: addressFor(client, channel), approved: client.consents[channel].get(shopId)?.approved ?? false } };
      this.campaigns({ event, shopId, client, ...(order === undefined ? {} : { order }), ...newsletter });
      return;
    }
    if (!PANEL_EVENTS.some((known) => known === event)) throw new Error(`There is no event ${event}`);
    this.panel(event, this.subjectOf(event, id));
  }

  private subjectOf(event: string, id: number): Subject {
    if (event.startsWith('client')) return { kind: 'client', record: this.world.clients.need(id) };
    if (event.startsWith('order')) return { kind: 'order', record: this.world.orders.need(id) };
    return { kind: 'product', record: needProduct(this.world, id) };
  }

  private happened(event: WorldEvent): void {
    if (this.hooks.length === 0) return;
    if (event.kind === 'newsletter') {
      const { channel, address, approved, shopId, client } = event;
      this.campaigns({ event: channel === 'email' ? 'newsletter_email_changed' : 'newsletter_sms_changed', shopId, client, newsletter: { channel, address, approved } });
      return;
    }
    if (event.kind === 'basket') {
      const { name, basket, client } = event;
      this.campaigns({ event: name, shopId: basket.shopId, client, basket });
      return;
    }
    if (event.kind === 'product') {
      for (const name of event.names) this.panel(name, { kind: 'product', record: event.product });
      return;
    }
    const subject: Subject = event.kind === 'client' ? { kind: 'client', record: event.client } : { kind: 'order', record: event.order };
    for (const name of event.names) this.panel(name, subject);
    const confirmed = event.kind === 'order' && event.names.includes('orderStatusUpdated') && event.order.status === 'on_order' ? ['order_confirmed'] : [];
    for (const name of [...event.names.map((one) => TRIGGERS[one]).filter((one) => one !== undefined), ...confirmed]) {
      if (event.kind === 'client') this.campaigns({ event: name, shopId: event.client.shops[0] ?? 1, client: event.client });
      else this.campaigns({ event: name, shopId: event.order.shopId, order: event.order, client: this.world.clients.get(event.order.account.clientId) ?? null });
    }
  }

  private panel(event: string, subject: Subject): void {
    for (const hook of this.hooks) {
      if (hook.campaign === null && hook.active && hook.events.includes(event)) this.sender.send(hook, panelMessage(this.world, hook, event, subject));
    }
  }

  private campaigns(happening: Happening): void {
    for (const hook of this.hooks) {
      if (hook.campaign === null || !hook.active || !hook.events.includes(happening.event)) continue;
      if (hook.campaign.shops.length > 0 && !hook.campaign.shops.includes(happening.shopId)) continue;
      const message = campaignMessage(this.world, hook, happening);
      if (message !== null) this.sender.send(hook, message);
    }
  }
}

import type { OrderStage } from '../order-stage.js';
import type { OrderRecord } from '../records.js';
import type { ExclusionReason } from './exclusion-texts.js';
import type { KinVerdict } from './kin.js';
import { isBefore } from './moment.js';
import { isOfShop } from './of-shop.js';
import type { RelayEvent, RouteOptions } from './route-options.js';

/** Events an order can lead to. */
export type OrderEvent = Exclude<RelayEvent, 'CART'>;

export type OrderSituation = {
  readonly stage: OrderStage;
  readonly options: RouteOptions;
  /** Events of this order that were sent to the outside account, by whatever route. */
  readonly sentTypes: ReadonlySet<RelayEvent>;
  /** `isFamilyOf`, or an earlier verdict `family_sent`. */
  readonly family: boolean;
  /** What the platform itself says about its birth; absent or null: nothing. */
  readonly kin?: KinVerdict['reason'] | null;
  /** Not at the source any more. */
  readonly gone?: boolean;
  /** Orders placed before it send nothing, ms since 1970. */
  readonly eventsFromMs: number;
};

/** `update`: the event was sent, and goes again by its own id if its fingerprint differs. */
export type EventVerdict = { readonly type: OrderEvent; readonly verdict: 'send' | 'update' | ExclusionReason };

const EVENT_OF: Readonly<Record<OrderStage, OrderEvent>> = { open: 'PURCHASE', done: 'PURCHASE', failed: 'PURCHASE', dropped: 'PURCHASE', unconfirmed: 'PURCHASE', cancelled: 'CANCELLATION', returned: 'RETURN' };

/** Why an order sends nothing at all, whatever its stage and however it was read. */
function silenced(order: OrderRecord, { stage, options, family, kin, eventsFromMs }: OrderSituation): ExclusionReason | null {
  if (isBefore(order.placedAt, order.zone, eventsFromMs) !== false) return 'before_route';
  if (!isOfShop(order.shop, options.shop)) return 'other_shop';
  if (order.merged === true || stage === 'dropped') return 'order_merged';
  if (stage === 'unconfirmed') return 'not_confirmed';
  return kin ?? (family ? 'family_sent' : null);
}

function verdictFor(type: OrderEvent, { stage, options, sentTypes, gone }: OrderSituation): EventVerdict['verdict'] | null {
  const purchased = sentTypes.has('PURCHASE');
  if (stage === 'failed') return purchased ? 'order_given_up' : 'never_sent';
  if (type !== 'PURCHASE' && !purchased) return 'never_sent';
  // Taken back once is enough: a return after a cancellation would take the value away twice.
  if (type !== 'PURCHASE' && (sentTypes.has('CANCELLATION') || sentTypes.has('RETURN'))) return null;
  if (!options.events.includes(type)) return 'event_switched_off';
  if (gone === true && !purchased) return 'gone_at_source';
  return type === 'PURCHASE' && purchased ? 'update' : 'send';
}

/**
 * What an order has to tell now. The order decides, never the way it was read. One purchase for each order, when it is first seen
 * placed or done; cancelled or returned only where a purchase was told, because nobody may be asked why they sent back what they
 * were never thanked for. Empty: everything it has to tell was told.
 */
export function eventsOfOrder(order: OrderRecord, situation: OrderSituation): readonly EventVerdict[] {
  const type = EVENT_OF[situation.stage];
  const verdict = silenced(order, situation) ?? verdictFor(type, situation);
  return verdict === null ? [] : [{ type, verdict }];
}

import Big from 'big.js';
import type { OrderStage } from '../order-stage.js';
import type { OrderLine, OrderRecord } from '../records.js';
import { byExternalId } from './by-external-id.js';
import { momentMs } from './moment.js';
import { decimal, isForeign, orderValue } from './order-value.js';
import type { RelayEvent } from './route-options.js';

/** An order with what became of it at the destination. */
export type FamilyOrder = {
  readonly order: OrderRecord;
  readonly stage: OrderStage;
  readonly sentTypes: ReadonlySet<RelayEvent>;
  /** Value its PURCHASE was sent with last; null: not sent, or without one. */
  readonly sentValue: string | null;
};

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Orders that wait to be sent together wait for weeks; a repaired copy is made at once. */
const MERGE_WINDOW = 30 * DAY;
const COPY_WINDOW = 7 * DAY;
const CENT = '0.01';

const isSent = ({ sentTypes }: FamilyOrder): boolean => sentTypes.has('PURCHASE');
const isMerged = ({ order, stage }: FamilyOrder): boolean => order.merged === true || stage === 'dropped';
const isLive = (one: FamilyOrder): boolean => !isMerged(one) && (one.stage === 'open' || one.stage === 'done');

const placed = ({ order }: FamilyOrder): number | null => momentMs(order.placedAt);
const apart = (a: number | null, b: number | null): number => (a === null || b === null ? Number.POSITIVE_INFINITY : Math.abs(a - b));
const follows = (later: FamilyOrder, earlier: FamilyOrder, within: number): boolean => {
  const [from, to] = [placed(earlier), placed(later)];
  return from !== null && to !== null && to >= from && to - from <= within;
};

const goodOf = ({ productId, variantId, sku, name }: OrderLine): string => JSON.stringify(productId === null ? [sku, name] : [productId, variantId]);

/** Quantities by product. */
function goodsOf({ order }: FamilyOrder): ReadonlyMap<string, Big> {
  const goods = new Map<string, Big>();
  for (const line of order.lines) {
    const quantity = decimal(line.quantity);
    if (quantity !== null) goods.set(goodOf(line), quantity.plus(goods.get(goodOf(line)) ?? 0));
  }
  return goods;
}

function isContained(part: ReadonlyMap<string, Big>, whole: ReadonlyMap<string, Big>): boolean {
  return [...part].every(([good, quantity]) => whole.get(good)?.gte(quantity) === true);
}

/**
 * `part`, which says itself that it lives on elsewhere, may live on in `whole`: that has all its goods. Where a platform empties a
 * merged order the moment has to tell: the new order is of the very hour or bears its date.
 */
function mayHold(whole: FamilyOrder, part: FamilyOrder): boolean {
  if (!isMerged(part) || isMerged(whole)) return false;
  const goods = goodsOf(part);
  if (goods.size > 0) return apart(placed(part), placed(whole)) <= MERGE_WINDOW && isContained(goods, goodsOf(whole));
  return apart(placed(part), placed(whole)) === 0 || apart(momentMs(part.order.updatedAt), placed(whole)) <= HOUR;
}

/** `copy` may replace `original`, which was cancelled for it: the same goods, soon after, and no cancellation was sent. */
function mayReplace(copy: FamilyOrder, original: FamilyOrder): boolean {
  if (original.stage !== 'cancelled' || original.sentTypes.has('CANCELLATION') || !isLive(copy) || !follows(copy, original, COPY_WINDOW)) return false;
  const [one, other] = [goodsOf(copy), goodsOf(original)];
  return one.size > 0 && isContained(one, other) && isContained(other, one);
}

/** Only the nearest: whoever buys the same things again a week later has made another purchase. */
function isNearest(one: FamilyOrder, origin: FamilyOrder, all: readonly FamilyOrder[], may: (one: FamilyOrder, origin: FamilyOrder) => boolean): boolean {
  const distance = (other: FamilyOrder): number => apart(placed(other), placed(origin));
  const nearer = (other: FamilyOrder): boolean => distance(other) < distance(one) || (distance(other) === distance(one) && byExternalId(other.order.externalId, one.order.externalId) < 0);
  return may(one, origin) && !all.some((other) => other !== one && may(other, origin) && nearer(other));
}

/** Goods of an order at its own prices. */
function goodsValue({ order }: FamilyOrder): Big | null {
  let sum: Big | null = new Big(0);
  for (const line of order.lines) {
    const [price, quantity] = [decimal(line.unitGross), decimal(line.quantity)];
    sum = sum === null || price === null || quantity === null ? null : sum.plus(price.times(quantity));
  }
  return sum;
}

/** The least and the most a part can have taken away: its goods, with or without what delivery cost. */
function worthOf(part: FamilyOrder): readonly [Big, Big] | null {
  const total = decimal(orderValue(part.order));
  if (total === null || part.order.lines.length === 0) return null;
  const goods = isForeign(part.order) ? total : (goodsValue(part) ?? total);
  return goods.lt(total) ? [goods, total] : [total, goods];
}

function fills(lost: Big, parts: readonly FamilyOrder[]): boolean {
  let [low, high] = [new Big(0), new Big(0)];
  for (const part of parts) {
    const worth = worthOf(part);
    if (worth === null) return false;
    [low, high] = [low.plus(worth[0]), high.plus(worth[1])];
  }
  return lost.gte(low.minus(CENT)) && lost.lte(high.plus(CENT));
}

/**
 * `part` was split off `rest`: since its purchase was sent, `rest` has lost just what `part`, or all its parts, are worth. The goods
 * alone would not do: somebody who buys one of the things again makes an order that looks the same.
 */
function splitOff(part: FamilyOrder, rest: FamilyOrder, all: readonly FamilyOrder[]): boolean {
  const isPart = (one: FamilyOrder): boolean => !isSent(one) && isLive(one) && follows(one, rest, MERGE_WINDOW);
  const [before, now] = [decimal(rest.sentValue), decimal(orderValue(rest.order))];
  if (before === null || now === null || isMerged(rest) || !isPart(part) || !before.gt(now)) return false;
  const lost = before.minus(now);
  return fills(lost, [part]) || fills(lost, all.filter((one) => one !== rest && isPart(one)));
}

/** Whoever cancels at one shop or marketplace and buys the same at another one has made another purchase. */
const isOfSameOrigin = (one: OrderRecord, other: OrderRecord): boolean => one.origin?.type === other.origin?.type && one.origin?.account === other.origin?.account;

/** Where a platform knows no customers the person tells: all these orders are of one address. */
const isOfSameOwner = (one: OrderRecord, other: OrderRecord): boolean => one.ownerId === other.ownerId && one.shop === other.shop && isOfSameOrigin(one, other);

/**
 * Whether an order's purchase is told by another order's already, or is told for others: born by merge, split or copy of an order
 * whose purchase was sent. Such an order sends no purchase, and the values of the family are left alone. Orders that were all sent
 * by themselves add up by themselves. `others` are orders of the same person in the same source account, `one` among them or not.
 *
 * An order found to be of a family stays of it: callers keep the verdict, because later edits may hide the likeness.
 */
export function isFamilyOf(one: FamilyOrder, others: readonly FamilyOrder[]): boolean {
  const related = others.filter(({ order }) => order.externalId !== one.order.externalId && isOfSameOwner(order, one.order));
  const all = [one, ...related];
  const mergedInto = (whole: FamilyOrder, part: FamilyOrder): boolean => isNearest(whole, part, all, mayHold);
  const copiedFrom = (copy: FamilyOrder, original: FamilyOrder): boolean => isNearest(copy, original, all, mayReplace);
  if (!isSent(one)) return related.some((other) => isSent(other) && (mergedInto(one, other) || copiedFrom(one, other) || splitOff(one, other, all)));
  return related.some((other) => (isSent(other) ? mergedInto(one, other) : copiedFrom(other, one) || splitOff(other, one, all)));
}

import type { AddressRules } from '#libs/domain/email.js';
import { buildContact } from '#libs/domain/relay/contact.js';
import { buildEvent, eventFingerprint, refuseEvent } from '#libs/domain/relay/build-event.js';
import { eventsOfOrder, type OrderEvent } from '#libs/domain/relay/events.js';
import { isFamilyOf, type FamilyOrder } from '#libs/domain/relay/family.js';
import type { KinVerdict } from '#libs/domain/relay/kin.js';
import { consentWishes, newsletterConsent, type PreviousConsent } from '#libs/domain/relay/observed.js';
import type { Person } from '#libs/domain/relay/person.js';
import { scopeVerdict } from '#libs/domain/relay/scope.js';
import type { RelayEvent } from '#libs/domain/relay/route-options.js';
import type { EventWrite } from '#libs/domain/relay/writes.js';
import type { OrderRecord } from '#libs/domain/records.js';
import type { DestinationDefinition } from '#libs/destinations/sdk/destination.js';
import type { Fact } from '../consider/facts.js';
import { CONTACT_KEY, consentKey, eventKey, type ConsentChannelName, type Effect, type Verdict } from '../consider/effects.js';
import type { RouteRow } from '../rows.js';
import { hashOf, type Building } from './building.js';
import { verdictOfKin, type Kinship } from './kinship.js';
import type { PersonRecord } from './load-people.js';

/** What one look at a route's people needs. */
export type Judging = {
  readonly route: RouteRow;
  readonly destination: DestinationDefinition;
  readonly building: Building;
  readonly addresses: AddressRules;
  /** By `type:order id`. */
  readonly facts: ReadonlyMap<string, Fact>;
  /** Records once found to be of a family that was sent: later edits may hide the likeness. */
  readonly families: ReadonlySet<string>;
  /** By `address\nchannel`. */
  readonly consents: ReadonlyMap<string, PreviousConsent>;
  readonly nowMs: number;
  /** Orders whose purchase looks like one another route has told, by order id. */
  readonly held: ReadonlyMap<string, Verdict>;
  /** What the platform itself has told of births of orders. */
  readonly kinship: Kinship;
  /** Orders whose changes since the purchase concern only the contact. */
  readonly contactOnly: ReadonlySet<string>;
};

const SEND: Verdict = { send: true };
const out = (reason: string): Verdict => ({ send: false, reason });

export function addressVerdict({ route, destination, addresses }: Judging, person: Person): Verdict {
  const refused = destination.refuseAddress(person.address);
  if (refused !== null) return out(refused);
  const verdict = scopeVerdict(person, route.options, addresses);
  return verdict.send ? SEND : out(verdict.reason);
}

function sentTypes({ facts }: Judging, orderId: string): ReadonlySet<RelayEvent> {
  return new Set((['PURCHASE', 'CANCELLATION', 'RETURN'] as const).filter((type) => facts.has(`${type}:${orderId}`)));
}

function familyOrder(judging: Judging, order: OrderRecord): FamilyOrder {
  return { order, stage: judging.building.stageOf(order), sentTypes: sentTypes(judging, order.externalId), sentValue: judging.facts.get(`PURCHASE:${order.externalId}`)?.value ?? null };
}

/** The event an order leads to, as it would be sent. */
export function orderEvent(judging: Judging, person: Person, order: OrderRecord, type: OrderEvent): EventWrite {
  const firstSeenMs = person.orders.find((one) => one.record.externalId === order.externalId)?.firstSeenMs ?? judging.nowMs;
  return buildEvent(order, type, person.address, judging.route.options, { ...judging.building, firstSeenMs, changedMs: judging.nowMs });
}

/** Hash of what makes an event worth sending again. */
export const eventHash = (event: EventWrite): Buffer => hashOf(eventFingerprint(event));

function eventVerdict(judging: Judging, event: EventWrite, orderId: string, verdict: string): Verdict {
  const fact = judging.facts.get(`${event.type}:${orderId}`);
  if (verdict === 'send') {
    const refused = refuseEvent(event);
    if (refused !== null) return out(refused);
    if (fact !== undefined && fact.routeId !== judging.route.id) return { send: 'already_sent' };
    return (event.type === 'PURCHASE' ? judging.held.get(orderId) : undefined) ?? SEND;
  }
  if (verdict !== 'update') return out(verdict);
  // Of another route, or on its way and read back first: nothing to add.
  if (fact === undefined || fact.routeId !== judging.route.id || fact.hash?.equals(eventHash(event)) === true) return { send: 'already_sent' };
  if (fact.state === 'sending') return SEND;
  if (judging.contactOnly.has(orderId)) return out('contact_update_only');
  return fact.remoteId === null ? out('event_not_updatable') : SEND;
}

type Subject = { readonly person: Person; readonly record: PersonRecord; readonly silent: boolean };

const base = ({ person, record, silent }: Subject): Pick<Effect, 'address' | 'recordId' | 'externalId' | 'orderId' | 'eventType' | 'wish' | 'silent' | 'hash'> =>
  ({ address: person.address, recordId: record.recordId, externalId: record.externalId, orderId: null, eventType: null, wish: null, silent, hash: null });

/** A verdict that comes from the order's birth names the order by which it is told. */
function bornOf(verdict: Verdict, kin: KinVerdict | null): Verdict {
  return verdict.send === false && verdict.reason === kin?.reason ? { ...verdict, detail: `via ${kin.via}` } : verdict;
}

/** What the journal has told of an order explains its value: a split, or an edit that is none of the purchase's. Likeness then says nothing. */
const isExplained = ({ kinship, contactOnly }: Judging, orderId: string): boolean => contactOnly.has(orderId) || kinship.links.some(({ parent }) => parent === orderId);

/** Whether an order looks like one of a family that was sent, where nothing better than likeness tells. */
function looksLikeFamily(judging: Judging, one: FamilyOrder, person: Person): boolean {
  if (isExplained(judging, one.order.externalId)) return false;
  return isFamilyOf(one, person.orders.filter(({ record }) => !isExplained(judging, record.externalId)).map(({ record }) => familyOrder(judging, record)));
}

/** What an order has to tell; `verdict` is the person's: whoever is not sent has no events either. */
export function orderEffects(judging: Judging, subject: Subject, verdict: Verdict): Effect[] {
  const seen = subject.person.orders.find((one) => one.record.externalId === subject.record.externalId);
  if (seen === undefined) return [];
  const { route } = judging;
  const { record: order, gone } = seen;
  const kin = verdictOfKin(judging.kinship, judging.facts, order.externalId);
  const one = familyOrder(judging, order);
  const family = judging.families.has(subject.record.recordId) || looksLikeFamily(judging, one, subject.person);
  const verdicts = eventsOfOrder(order, { stage: one.stage, options: route.options, sentTypes: one.sentTypes, family, kin: kin?.reason ?? null, gone, eventsFromMs: route.events_from_ms });
  return verdicts.map(({ type, verdict: own }) => {
    const event = orderEvent(judging, subject.person, order, type);
    const decided = verdict.send === true ? bornOf(eventVerdict(judging, event, order.externalId, own), kin) : verdict;
    return { ...base(subject), kind: 'event', key: eventKey(type, order.externalId), orderId: order.externalId, eventType: type, verdict: decided };
  });
}

export function contactEffect(judging: Judging, subject: Subject, verdict: Verdict, renameFrom: string | null): Effect {
  const hash = verdict.send === true && renameFrom === null ? hashOf(buildContact(subject.person, judging.route.options, judging.building)) : null;
  return { ...base(subject), kind: 'contact', key: CONTACT_KEY, hash, wish: renameFrom === null ? null : { renameFrom }, verdict };
}

/** The consent of a channel as it counts now, for the route to remember. */
export type ConsentNow = { readonly address: string; readonly channel: ConsentChannelName; readonly state: 'granted' | 'refused'; readonly observedMs: number };

/** Changes of consents that were observed. Leaving goes out whether or not the person is sent otherwise. */
export function consentEffects(judging: Judging, subject: Subject, verdict: Verdict): { readonly effects: Effect[]; readonly now: ConsentNow[] } {
  const { options } = judging.route;
  const effects: Effect[] = [];
  const now: ConsentNow[] = [];
  for (const channel of options.consents) {
    const previous = judging.consents.get(`${subject.person.address}\n${channel}`) ?? null;
    const current = newsletterConsent(subject.person, channel, options.shop);
    const wish = consentWishes(subject.person, channel, options.shop, previous);
    const place = { ...base(subject), kind: 'consent' as const, key: consentKey(channel) };
    if (wish === 'consent_source_changed') effects.push({ ...place, verdict: out(wish) });
    else if (wish !== null) {
      effects.push({ ...place, wish: { opt: wish.to, changedMs: wish.changedMs }, verdict: wish.to === 'out' ? SEND : verdict });
      if (current !== null && (wish.to === 'out' || verdict.send === true)) now.push({ address: subject.person.address, channel, state: current.state, observedMs: current.observedMs });
    } else if (current !== null && (previous === null || previous.state === current.state)) now.push({ address: subject.person.address, channel, state: current.state, observedMs: current.observedMs });
  }
  return { effects, now };
}

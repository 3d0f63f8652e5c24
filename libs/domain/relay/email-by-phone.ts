import { joiningEmail, type AddressRules } from '../email.js';
import { normalizePhone } from '../phone.js';
import type { OrderRecord } from '../records.js';
import { fold } from '../text.js';
import { GIVEN_NAMES } from './given-names.js';
import type { EmailByPhone } from './route-options.js';

/** The e-mail other orders with the same phone tell, or why there is none. */
export type EmailFound = { readonly address: string } | { readonly reason: 'email_not_found' | 'email_ambiguous' | 'surname_differs' };

type Name = { readonly first: string; readonly last: string };

const SPACES = /\s+/gu;
const NAME = /^\p{L}.*\p{L}$/u;
const plain = (name: string | null): string => fold(name ?? '').replace(SPACES, ' ').trim();

/** Phones of contact, delivery and invoice as E.164, each once, sorted. */
export function phonesOf({ contact, deliveryAddress, invoiceAddress }: OrderRecord): string[] {
  const typed = [contact, deliveryAddress, invoiceAddress].flatMap((place) => place?.phones ?? []);
  return [...new Set(typed.flatMap((phone) => normalizePhone(phone) ?? []))].sort();
}

/** The e-mail an order tells of its buyer; masked addresses, and those shared by many people or made by a marketplace, are none. */
export function realEmail(order: OrderRecord, addresses: AddressRules): string | null {
  return joiningEmail(order.contact?.email ?? null, addresses);
}

/** Only orders of Allegro hide whom they are about: what has no e-mail elsewhere was bought without one. */
export function seeksEmail(order: OrderRecord, addresses: AddressRules): boolean {
  return order.marketplace?.name === 'allegro' && realEmail(order, addresses) === null;
}

function namesOf({ contact, deliveryAddress, invoiceAddress }: OrderRecord): Name[] {
  return [contact, deliveryAddress, invoiceAddress].flatMap((place) => (place === null ? [] : [{ first: plain(place.firstName), last: plain(place.lastName) }]));
}

/** An initial is no name, nor is a note in brackets. */
const isName = (name: string): boolean => NAME.test(name);

/**
 * The whole surname, or the two names in exchanged fields; never a part of one, nor a first name that happens to be a surname. Where
 * both write the surname first, a first name stands in its place, and says nothing without the other.
 */
function agree(one: Name, other: Name): boolean {
  if (isName(one.last) && one.last === other.last) return !GIVEN_NAMES.has(one.last) || one.first === other.first;
  return one.first !== '' && one.last !== '' && one.first === other.last && one.last === other.first;
}

const surnameAgrees = (one: OrderRecord, other: OrderRecord): boolean => namesOf(one).some((name) => namesOf(other).some((named) => agree(name, named)));

/**
 * Finds the e-mail of an order by its phone. `others`: present orders of the same integration, in any order, the one asked about
 * among them or not. Several addresses mean that the phone says nothing: a family, an office, a carrier's hotline.
 */
export function emailByPhone(order: OrderRecord, others: readonly OrderRecord[], how: Exclude<EmailByPhone, 'off'>, addresses: AddressRules): EmailFound {
  const phones = new Set(phonesOf(order));
  const candidates = others.flatMap((other) => {
    const email = other.externalId === order.externalId ? null : realEmail(other, addresses);
    return email !== null && phonesOf(other).some((phone) => phones.has(phone)) ? [{ other, email }] : [];
  });
  if (candidates.length === 0) return { reason: 'email_not_found' };
  const agreeing = how === 'phone' ? candidates : candidates.filter(({ other }) => surnameAgrees(order, other));
  const [address, second] = new Set(agreeing.map(({ email }) => email));
  if (address === undefined) return { reason: 'surname_differs' };
  return second === undefined ? { address } : { reason: 'email_ambiguous' };
}

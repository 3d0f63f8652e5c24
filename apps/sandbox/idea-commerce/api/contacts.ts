/** How e-mail and telephone of a filter are compared (A9). */
import type { Behaviour } from '../options.js';
import type { Order } from '../world/model.js';

type Test = (value: string | null) => boolean;

export function emailTest(asked: string, { emailMatch }: Pick<Behaviour, 'emailMatch'>): Test {
  if (emailMatch === 'exact') return (value) => value === asked;
  const small = asked.toLowerCase();
  if (emailMatch === 'insensitive') return (value) => value?.toLowerCase() === small;
  const pattern = new RegExp(`^${small.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&').replaceAll('_', '.').replaceAll('%', '.*')}$`, 'u');
  return (value) => value !== null && pattern.test(value.toLowerCase());
}

export function phoneTest(asked: string, { phoneMatch }: Pick<Behaviour, 'phoneMatch'>): Test {
  if (phoneMatch === 'exact') return (value) => value === asked;
  const digits = digitsOf(asked);
  return (value) => value !== null && digitsOf(value) === digits;
}

/** The values of an order a filter looks at. */
export function contactsOf({ email, phone, delivery, invoice }: Order, field: 'email' | 'phone', { contactColumns }: Pick<Behaviour, 'contactColumns'>): readonly (string | null)[] {
  const partner = field === 'email' ? email : phone;
  if (contactColumns === 'partner') return [partner];
  return contactColumns === 'all' ? [partner, delivery[field], invoice[field]] : [delivery[field], invoice[field]];
}

const digitsOf = (phone: string): string => phone.replace(/\D/gu, '');

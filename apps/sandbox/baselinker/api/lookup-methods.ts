/** Slim look-ups by telephone and e-mail (sheet section 5). */
import type { Behaviour } from '../options.js';
import type { Order } from '../world/model.js';
import type { World } from '../world/world.js';
import { text, type Parameters } from './parameters.js';

type Answered = Readonly<Record<string, unknown>>;

export function getOrdersByPhone(world: World, parameters: Parameters): Answered {
  const phone = text(parameters, 'phone', 50);
  const fits = phoneTest(phone, world.behaviour);
  return rows(world, (order) => order.phone !== '' && fits(order.phone), (order) => ({ delivery_fullname: order.delivery.fullname, delivery_company: order.delivery.company }));
}

export function getOrdersByEmail(world: World, parameters: Parameters): Answered {
  const email = text(parameters, 'email', 50).toLowerCase();
  return rows(world, (order) => email !== '' && order.email.toLowerCase() === email, () => ({}));
}

function rows(world: World, wanted: (order: Order) => boolean, more: (order: Order) => Answered): Answered {
  const { lookupCap, typeDrift } = world.behaviour;
  const number = (value: number): number | string => (typeDrift === '2018' || typeDrift === '2022' || typeDrift === 'strings' ? String(value) : value);
  const found = world.shelf.shuffled(wanted);
  return {
    orders: found.slice(0, lookupCap ?? found.length).map((order) => ({
      order_id: number(order.id), order_status_id: number(order.statusId), ...more(order), date_in_status: order.dateInStatus, date_add: order.dateAdd,
    })),
  };
}

/** Whether a stored telephone is the one asked for. */
function phoneTest(asked: string, { phoneMatch, phonePartial }: Behaviour): (stored: string) => boolean {
  const digits = asked.replace(/\D/gu, '');
  if (digits === '') return () => false;
  if (phonePartial) return (stored) => stored.replace(/\D/gu, '').includes(digits.slice(-7));
  if (phoneMatch === 'exact') return (stored) => stored === asked;
  if (phoneMatch === 'digits') return (stored) => stored.replace(/\D/gu, '') === digits;
  return /^\+?\d+$/u.test(asked) ? (stored) => national(stored) === national(asked) : () => false;
}

function national(phone: string): string {
  const digits = phone.replace(/\D/gu, '');
  return /^(?:00)?48\d{9}$/u.test(digits) ? digits.slice(-9) : digits;
}

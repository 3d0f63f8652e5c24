/** Slim look-ups by telephone and e-mail (sheet section 5). */
import type { Order } from '../world/model.js';
import { shuffled } from '../world/shelf.js';
import type { World } from '../world/world.js';
import { text, type Parameters } from './parameters.js';

type Answered = Readonly<Record<string, unknown>>;

export function getOrdersByPhone(world: World, parameters: Parameters): Answered {
  return rows(world, byPhone(world, text(parameters, 'phone', 50)), (order) => ({ delivery_fullname: order.delivery.fullname, delivery_company: order.delivery.company }));
}

export function getOrdersByEmail(world: World, parameters: Parameters): Answered {
  const email = text(parameters, 'email', 50);
  return rows(world, email === '' ? [] : world.shelf.contacts.byEmail(email), () => ({}));
}

function rows({ behaviour: { lookupCap, typeDrift } }: Pick<World, 'behaviour'>, orders: Iterable<Order>, more: (order: Order) => Answered): Answered {
  const number = (value: number): number | string => (typeDrift === '2018' || typeDrift === '2022' || typeDrift === 'strings' ? String(value) : value);
  const found = shuffled(orders);
  return {
    orders: found.slice(0, lookupCap ?? found.length).map((order) => ({
      order_id: number(order.id), order_status_id: number(order.statusId), ...more(order), date_in_status: order.dateInStatus, date_add: order.dateAdd,
    })),
  };
}

/** An empty telephone finds nobody. */
function byPhone({ shelf, behaviour: { phoneMatch, phonePartial } }: World, asked: string): Iterable<Order> {
  const digits = digitsOf(asked);
  if (digits === '') return [];
  if (phonePartial) return [...shelf.all()].filter((order) => digitsOf(order.phone).includes(digits.slice(-7)));
  const same = [...shelf.contacts.byPhone(asked)];
  if (phoneMatch === 'exact') return same.filter((order) => order.phone === asked);
  if (phoneMatch === 'digits') return same.filter((order) => digitsOf(order.phone) === digits);
  return /^\+?\d+$/u.test(asked) ? same : [];
}

const digitsOf = (phone: string): string => phone.replace(/\D/gu, '');

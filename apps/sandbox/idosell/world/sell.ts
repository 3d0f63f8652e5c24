/** Sales that happen now. */
import { createClient } from './client-changes.js';
import { makeClient, newBuyer } from './make-client.js';
import { makeOrder } from './make-order.js';
import { emptyBasket } from './shopping.js';
import type { World } from './world.js';

/** A marketplace buyer, new or back again: always a new row with a new address, the hash tells it is the same person. */
function createBuyer(world: World): number {
  const { random } = world;
  const known = world.clients.rows.map((client) => client.allegro).filter((one) => one !== null);
  const allegro = known.length > 0 && random.chance(0.5) ? random.pick(known) : newBuyer(random);
  const ms = world.clock.nowMs();
  const client = world.clients.add(makeClient(world, random, { at: ms, modified: ms, oneOff: true, allegro }));
  client.modified = world.clock.now();
  world.emit({ kind: 'client', names: ['clientCreated'], client });
  return client.id;
}

/** `n` orders now: a third by new clients, some of them without an account. */
export function sell(world: World, n: number): { orders: number[]; clients: number[] } {
  const sold: { orders: number[]; clients: number[] } = { orders: [], clients: [] };
  const { random } = world;
  for (let count = 0; count < n; count += 1) {
    const accounts = world.clients.rows.filter((client) => !client.oneOff);
    let client = accounts.length > 0 && !random.chance(0.33) ? random.pick(accounts) : undefined;
    if (client === undefined) {
      const id = random.chance(world.settings.shares.allegro) ? createBuyer(world) : createClient(world, { oneOff: random.chance(0.4) });
      sold.clients.push(id);
      client = world.clients.need(id);
    }
    sold.orders.push(sellTo(world, client.id));
  }
  return sold;
}

/** A client known already places an order now; gives its serial number. @throws Error when there is no such client */
export function sellTo(world: World, clientId: number): number {
  const { random } = world;
  const client = world.clients.need(clientId);
  const order = world.orders.add(makeOrder(world, random, { client, ms: world.clock.nowMs(), age: 0, status: random.pick(['new', 'payment_waiting']) }));
  emptyBasket(world, clientId);
  world.emit({ kind: 'order', names: ['orderCreated'], order });
  return order.id;
}

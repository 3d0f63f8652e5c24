import { control, type Sandbox } from '../sandbox-process.js';

/** Somebody who buys at Allegro only. What stands before the "+" is the same in all their orders at one seller, what stands behind it never is. */
export const BUYER = { firstName: 'Bogna', lastName: 'Pokazowa', phone: '512000999', email: 'bogna.pokazowa@example.com', login: 'bogna_pokazowa', hash: 'k3v9p0z7wq' } as const;

/** The base form of their masked address. */
export const BASE = `${BUYER.hash}@allegromail.pl`;
/** The address of one order. */
export const masked = (order: string): string => `${BUYER.hash}+${order}@allegromail.pl`;

/** Orders the buyer places, each with an address of its own. */
const [FIRST, THIRD] = ['4c1e08a7b', '9d27f310c'] as const;
/** The one the message was written from: of their first order. */
export const WRITTEN_FROM = masked(FIRST);

/** Two orders at IDEA Commerce, before it is connected. Gives their ids. */
export async function buyTwice(idea: Sandbox): Promise<readonly number[]> {
  const { hash, ...person } = BUYER;
  const sale = { source: 'allegro', config: 1, person: { ...person, hash } };
  const first = await control<number>(idea, 'sell', { sale: { ...sale, email: WRITTEN_FROM } });
  return [first, await control<number>(idea, 'sell', { sale })];
}

/** A third one, which another system gathers. Gives its id. */
export function buyElsewhere(market: Sandbox): Promise<number> {
  const { login, hash: _, ...person } = BUYER;
  return control<number>(market, 'sell', { sale: { source: 'allegro', person, login, email: masked(THIRD) } });
}

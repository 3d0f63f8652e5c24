import type { SharedPerson } from '../demo-person.js';
import { control, type Sandbox } from '../sandbox-process.js';

/** The shop account of the simulated BaseLinker, which is the IdoSell panel of the demo. */
export const SHOP_SOURCE = { type: 'shop', account: '9014' } as const;

/** Somebody as BaseLinker knows them. The telephone is what its orders of one person have in common. */
export const buyerOf = ({ email, firstName, lastName }: SharedPerson): object => ({ email, firstName, lastName, phone: '512000777' });

/** BaseLinker fetches an order that was placed in the panel: the same number, the same person, an order of its own. */
export const fetchOrder = (market: Sandbox, person: SharedPerson, serial: number): Promise<number> =>
  control<number>(market, 'sell', { sale: { source: SHOP_SOURCE.type, sourceId: Number(SHOP_SOURCE.account), shopOrderId: serial, person: buyerOf(person) } });

export type OrderTruth = { readonly id: number; readonly email: string; readonly phone: string; /** In grosze. */ readonly total: number };

export const orderTruth = (market: Sandbox, id: number): Promise<OrderTruth> => control<OrderTruth>(market, 'order', { id });

import { person, type Person } from './people.js';
import type { Random } from '../../common/random.js';

/** One buyer of the marketplace: the hash is the same in every order at this seller, the part after + never. */
export type AllegroBuyer = { readonly who: Person; readonly hash: string; readonly login: string };

export function allegroBuyer(random: Random): AllegroBuyer {
  const who = person(random);
  const login = random.chance(0.4) ? `Client:${random.text(8, '123456789')}` : `zmyslony_${random.text(6, 'abcdefghijklmnoprstuwyz0123456789')}`;
  return { who, hash: random.text(10, 'abcdefghijklmnopqrstuvwxyz0123456789'), login };
}

/** Address of one transaction; old imports left some in the bare form. */
export function maskedEmail(random: Random, buyer: AllegroBuyer): string {
  if (random.chance(0.1)) return `${buyer.hash}@allegromail.pl`;
  return `${buyer.hash}+${random.text(random.int(7, 9), '0123456789abcdef')}@allegromail.pl`;
}

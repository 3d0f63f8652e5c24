import type { Row } from '../data/row.js';
import { allegroBuyer, maskedEmail } from './allegro-buyer.js';
import { company, email, person, type Person } from './people.js';
import type { Random } from '../../common/random.js';
import type { Directory } from './shop.js';

export const CUSTOMER_KINDS = ['account', 'guest', 'allegro', 'technical'] as const;
export type CustomerKind = (typeof CUSTOMER_KINDS)[number];

const HEX = '0123456789abcdef';

export type CustomerInput = {
  readonly id: number;
  readonly kind: CustomerKind;
  /** Local text, created and last saved. */
  readonly created: string;
  readonly updated: string;
  readonly shop: number;
  readonly sharedEmails: number;
  readonly softDeleted: number;
};

/** One new customer, remembered in the directory as someone who may buy again. */
export function customerRow(random: Random, people: Directory, input: CustomerInput): Row {
  const identity = identityOf(random, people, input);
  const { who } = identity;
  const account = input.kind === 'account';
  const newsletter = account && random.chance(0.45) ? 1 : 0;
  const group = account ? 3 : 2;
  // The same emptiness is null in rows written by modules and '' in rows written by forms.
  const none = random.chance(0.5) ? null : '';
  const firm = account && random.chance(0.12) ? company(random) : none;
  const row: Row = {
    id: input.id,
    cells: {
      id_default_group: account && random.chance(0.04) ? 4 : group,
      id_lang: 1,
      newsletter_date_add: newsletter === 1 ? input.created : random.chance(0.5) ? null : '0000-00-00 00:00:00',
      ip_registration_newsletter: newsletter === 1 ? `192.0.2.${String(random.int(1, 254))}` : none,
      last_passwd_gen: input.created,
      secure_key: random.text(32, HEX),
      deleted: account && random.chance(input.softDeleted) ? 1 : 0,
      passwd: '$2y$10$invented.invented.invented.invented.invented.inventedinv',
      lastname: who.lastname,
      firstname: who.firstname,
      email: identity.email,
      id_gender: account ? who.gender : 0,
      birthday: account && random.chance(0.3) ? `19${String(random.int(50, 99))}-0${String(random.int(1, 9))}-1${String(random.int(0, 9))}` : random.chance(0.6) ? '0000-00-00' : null,
      newsletter,
      optin: newsletter === 1 && random.chance(0.3) ? 1 : 0,
      website: none,
      company: firm,
      siret: none,
      ape: none,
      outstanding_allow_amount: '0.000000',
      show_public_prices: 0,
      id_risk: 0,
      max_payment_days: 0,
      active: input.kind === 'technical' || (account && random.chance(0.01)) ? 0 : 1,
      note: account && random.chance(0.03) ? 'Dzwonić po 16 / prosi o fakturę' : none,
      is_guest: input.kind === 'guest' || input.kind === 'allegro' ? 1 : 0,
      id_shop: input.shop,
      id_shop_group: 1,
      date_add: input.created,
      date_upd: input.updated,
      reset_password_token: none,
      reset_password_validity: none === null ? null : '0000-00-00 00:00:00',
    },
    groups: [group],
  };
  if (account) people.accounts.push(row);
  if (input.kind === 'technical') people.technicalId = input.id;
  return row;
}

function identityOf(random: Random, people: Directory, input: CustomerInput): { readonly who: Person; readonly email: string } {
  if (input.kind === 'technical') return { who: { firstname: 'Anonymous', lastname: 'Anonymous', gender: 1 }, email: 'anonymous@psgdpr.com' };
  if (input.kind === 'allegro') {
    const returning = people.buyers.length > 0 && random.chance(0.3);
    const buyer = returning ? random.pick(people.buyers) : allegroBuyer(random);
    if (!returning) people.buyers.push(buyer);
    people.buyerOf.set(input.id, buyer);
    return { who: buyer.who, email: maskedEmail(random, buyer) };
  }
  const who = person(random);
  if (input.kind === 'guest' && people.emails.length > 0 && random.chance(input.sharedEmails)) return { who, email: random.pick(people.emails) };
  people.counter += 1;
  const own = email(random, who, people.counter);
  people.emails.push(own);
  return { who, email: own };
}

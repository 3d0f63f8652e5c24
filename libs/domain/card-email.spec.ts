import { order } from '../../test/support/small-records.js';
import { ALLEGRO_DOMAINS } from './allegro.js';
import { cardEmail } from './card-email.js';

const masked = (transaction: string): string => `q7hx2m9d4k+${transaction}@allegromail.pl`;
const BASE = 'q7hx2m9d4k@allegromail.pl';
const bought = (id: number, second: number, email: string | null, emails: readonly string[] = []) =>
  order(id, null, 0, { placedAt: { utc: new Date(Date.UTC(2026, 0, 1) + second * 1_000).toISOString() }, contact: { email, firstName: null, lastName: null, company: null, phones: [] }, marketplace: { name: 'allegro', login: null, emails } });
const orders = [bought(1, 10, masked('aa')), bought(2, 30, masked('cc')), bought(3, 20, masked('bb'))];

describe('the address of a card', () => {
  it('is a real one before any masked one', () => {
    expect(cardEmail([masked('aa'), 'anna@example.pl'], orders, ALLEGRO_DOMAINS)).toBe('anna@example.pl');
  });

  it('is the masked one of the newest order, in whatever order they are known', () => {
    for (const known of [orders, [...orders].reverse()]) expect(cardEmail([masked('aa'), masked('bb')], known, ALLEGRO_DOMAINS)).toBe(masked('cc'));
    expect(cardEmail([], [bought(4, 40, null, [masked('dd')]), ...orders], ALLEGRO_DOMAINS)).toBe(masked('dd'));
  });

  it('is never a base form, and of customers without orders any full one', () => {
    expect(cardEmail([BASE], [bought(5, 50, BASE)], ALLEGRO_DOMAINS)).toBeNull();
    expect(cardEmail([BASE, masked('ee')], [bought(5, 50, BASE)], ALLEGRO_DOMAINS)).toBe(masked('ee'));
    expect(cardEmail([], [], ALLEGRO_DOMAINS)).toBeNull();
  });
});

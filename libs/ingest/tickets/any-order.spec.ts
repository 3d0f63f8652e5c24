import fc from 'fast-check';
import { addsUp } from '#libs/domain/ledger.js';
import type { NeutralRecord } from '#libs/domain/records.js';
import { canonicalText } from '../../../test/support/canonical-dump.js';
import { addShop, buildHouse, emptyHouse, openPart, type House, type Shop } from '../../../test/support/house.js';
import { allegroOrder, customer, order, put, subscriber } from '../../../test/support/small-records.js';
import { linkAllWaiting } from '../link-waiting.js';
import { assignTicket, releaseTicket } from './person-decides.js';
import { postTickets } from './post-tickets.js';
import { underLock } from './under-lock.js';

let house: House;
beforeAll(async () => {
  house = await buildHouse();
  await house.dataSource.query(`update workspace set settings = '{"allegro": {}}'`);
});
afterAll(async () => {
  await house.close();
});

const MASKED = ['h1+1@allegromail.pl', 'h1+2@allegromail.pl', 'h1@allegromail.pl', 'h2+1@allegromail.pl', 'h1+1@allegromail.com'];
const ORDINARY = ['a@example.pl', 'b@example.pl', 'c@example.pl'];
/** Known to nobody, or leading to nobody. */
const STRANGE = ['h3+1@allegromail.pl', 'h1+9@allegromail.pl', 'h1+1@allegromail.pl.example.com', 'powiadomienia@allegromail.pl', 'noreply@example.pl', 'nobody', 'Jan <A@example.pl>'];

type Copy = { readonly shop: number; readonly what: string; readonly id: number; readonly email: string | null; readonly second: number };

/** A small world in which everything collides, newsletter entries of accounts with masked addresses included. */
const copies = fc.array(
  fc.record({
    shop: fc.constantFrom(0, 1),
    what: fc.constantFrom('account', 'alias', 'order', 'market', 'market', 'stranger', 'listed', 'listed'),
    id: fc.integer({ min: 1, max: 4 }),
    email: fc.constantFrom(null, ...ORDINARY, ...MASKED, ...MASKED),
    second: fc.integer({ min: 0, max: 6 }),
  }),
  { minLength: 4, maxLength: 14 },
);

function recordOf(copy: Copy): NeutralRecord {
  if (copy.what === 'account') return customer(copy.id, copy.email, copy.second);
  if (copy.what === 'stranger') return subscriber(copy.id, copy.email ?? 'a@example.pl', copy.second, null);
  if (copy.what === 'listed') return subscriber(copy.id, copy.email, copy.second, copy.id);
  if (copy.what === 'alias') return customer(copy.id + 100, copy.email, copy.second, { standing: 'alias' });
  const owner = (copy.id + copy.second) % 2 === 0 ? copy.id : copy.id + 100;
  return copy.what === 'market' ? allegroOrder(copy.id + 50, copy.second < 4 ? null : owner, copy.email === null ? [] : [copy.email], copy.second) : order(copy.id, owner, copy.second);
}

/** Accounts whose newsletter entries may show what is the address of another card. */
const LISTENERS: readonly Copy[] = [1, 2].map((id) => ({ shop: 0, what: 'account', id, email: null, second: 0 }));

/** A person that becomes one card in three steps, whichever comes first; never parted, so that a person's word has one meaning. */
const PERSON: readonly NeutralRecord[] = [customer(9, null), subscriber(9, 'p@example.pl', 2, null), order(90, 9, 0, { contact: { firstName: null, lastName: null, company: null, email: 'p@example.pl', phones: [] } })];
const PERSON_KINDS = ['customer', 'subscriber'] as const;

type Decides = 'none' | 'nobody' | 'customer' | 'subscriber' | 'released';
type Ticket = { readonly sender: string | null; readonly decides: Decides };
const tickets = fc.array(fc.record({ sender: fc.constantFrom(null, ...ORDINARY, ...MASKED, ...MASKED, ...STRANGE), decides: fc.constantFrom<Decides>('none', 'none', 'none', 'none', 'nobody', 'customer', 'subscriber', 'released') }), { minLength: 3, maxLength: 10 });

/** The buyer of an address, and an account whose newsletter entry shows it. */
const RIVALS: Copy[] = [{ shop: 0, what: 'listed', id: 1, email: 'h1+1@allegromail.pl', second: 1 }, { shop: 1, what: 'market', id: 1, email: 'h1+2@allegromail.pl', second: 1 }];
const EVERY_KIND: Ticket[] = [
  ...['h1+1@allegromail.pl', 'h1+2@allegromail.pl', 'h1+9@allegromail.pl', null].map((sender) => ({ sender, decides: 'none' as const })),
  { sender: 'h1+2@allegromail.pl', decides: 'subscriber' },
];

type Step = { readonly record: NeutralRecord; readonly shop: number } | { readonly ticket: Ticket; readonly number: number };

/** The decision about a ticket as soon as it and the card are there. True when it was made. */
async function decide({ decides }: Ticket, number: number): Promise<boolean> {
  const [ticket] = await house.dataSource.query<{ id: string }[]>(`select id from ticket where external_id = $1`, [String(number)]);
  if (ticket === undefined) return false;
  const kind = PERSON_KINDS.find((one) => one === decides);
  return await underLock(house.dataSource, house.workspaceId, async (session) => {
    const [card] = kind === undefined ? [] : await session.manager.query<{ id: string }[]>(`select customer_id as id from source_record where kind = $1 and external_id in ('9', 's9') and customer_id is not null`, [kind]);
    if (kind !== undefined && card === undefined) return false;
    await assignTicket(session, house.workspaceId, ticket.id, card?.id ?? null, 'key:test');
    if (decides === 'released') await releaseTicket(session, house.workspaceId, ticket.id);
    return true;
  });
}

async function walk(shops: readonly Shop[], steps: readonly Step[], noise: () => number): Promise<void> {
  const undecided: { ticket: Ticket; number: number }[] = [];
  const decideAll = async (): Promise<void> => {
    for (const one of undecided.splice(0)) if (!(await decide(one.ticket, one.number))) undecided.push(one);
  };
  for (let at = 0; at < steps.length; ) {
    const size = 1 + (noise() % 4);
    const slice = steps.slice(at, at + size);
    at += size;
    const told = slice.flatMap((step) => ('ticket' in step ? [step] : []));
    await postTickets(house.dataSource, house.workspaceId, told.map(({ ticket, number }) => ({ source: 'desk', externalId: String(number), sender: ticket.sender })));
    for (const [index, shop] of shops.entries()) await put(house, shop, slice.flatMap((step) => ('record' in step && step.shop === index ? [step.record] : [])));
    undecided.push(...told.filter(({ ticket }) => ticket.decides !== 'none'));
    if (noise() % 2 === 0) await decideAll();
  }
  await decideAll();
  // What a lane that ran beside this one has not read yet.
  leftOver.push(...undecided);
}
let leftOver: { ticket: Ticket; number: number }[] = [];

describe('any order, partition and parallelism of the same records, tickets and decisions', () => {
  it('gives the same cards, assignments and proposals', async () => {
    const seen = { assigned: 0, proposed: 0, base: 0, person: 0, unassigned: 0 };
    await fc.assert(
      fc.asyncProperty(copies, tickets, fc.array(fc.nat(), { minLength: 400, maxLength: 400 }), async (list, told, numbers) => {
        let drawn = 0;
        const noise = (): number => numbers[(drawn += 1) % numbers.length] ?? 0;
        // One version of a record has one content, as at the source.
        const unique = [...new Map([...LISTENERS, ...list].map((copy) => [`${String(copy.shop)}${copy.what}${String(copy.id)}${String(copy.second)}`, copy])).values()];
        const steps: Step[] = [
          ...unique.map((copy) => ({ record: recordOf(copy), shop: copy.shop })),
          ...PERSON.map((record) => ({ record, shop: 0 })),
          ...told.map((ticket, number) => ({ ticket, number })),
        ];
        const results: string[] = [];
        for (const parallel of [1, 1, 3]) {
          await emptyHouse(house);
          leftOver = [];
          const shops = [await addShop(house, 'PS1'), await addShop(house, 'PS2')];
          const shuffled = steps.map((step) => ({ step, key: noise() })).sort((a, b) => a.key - b.key).map(({ step }) => step);
          await Promise.all(Array.from({ length: parallel }, (_, lane) => walk(shops, shuffled.filter((_step, index) => index % parallel === lane), noise)));
          for (const shop of shops) await linkAllWaiting(house.dataSource, (await openPart(house, shop, 'orders')).context);
          for (const { ticket, number } of leftOver) expect(await decide(ticket, number)).toBe(true);
          results.push(await canonicalText(house.dataSource));
        }
        expect(results[1]).toBe(results[0]);
        expect(results[2]).toBe(results[0]);
        const [count] = await house.dataSource.query<(typeof seen)[]>(`select count(*) filter (where assigned_by = 'rule')::int as assigned, count(*) filter (where candidates <> '{}')::int as proposed,
          count(*) filter (where reason->>'rule' = 'base_address')::int as base, count(*) filter (where assigned_by = 'person')::int as person, count(*) filter (where customer_id is null)::int as unassigned from ticket`);
        for (const key of Object.keys(seen) as (keyof typeof seen)[]) seen[key] += count?.[key] ?? 0;
        for (const ledger of await house.dataSource.query<never[]>('select read::int, written::int, reapplied::int, identical::int, older::int, duplicate::int, excluded::int, rejected::int from part')) expect(addsUp(ledger)).toBe(true);
      }),
      { numRuns: 30, examples: [[RIVALS, EVERY_KIND, Array.from({ length: 400 }, (_, index) => index * 7_919)]] },
    );
    // The worlds were such that all of it happened.
    expect(Object.entries(seen).filter(([, count]) => count === 0)).toEqual([]);
  });
});

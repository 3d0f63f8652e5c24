import { mergeCards } from '#libs/desk/merge-cards.js';
import { splitCard, type SplitAsk } from '#libs/desk/split-card.js';
import { decide } from '#libs/desk/testing/desk-house.js';
import { cardOf, cardsByName, recordId } from '#libs/desk/testing/people.js';
import { undoDecision, type Undone } from '#libs/desk/undo-decision.js';
import { addShop, buildHouse, emptyHouse, type House, type Shop } from './house.js';

/** A house with one shop, emptied before each test, and what people do at its identity desk. */
export class DeskAtWork {
  #house: House | null = null;
  #shop: Shop | null = null;

  get house(): House {
    if (this.#house === null) throw new Error('the house is built before all tests');
    return this.#house;
  }

  get shop(): Shop {
    if (this.#shop === null) throw new Error('the shop opens before each test');
    return this.#shop;
  }

  readonly on = (kind: 'customer' | 'order', id: number): Promise<string> => cardOf(this.house.dataSource, kind, id);
  readonly rec = (kind: 'customer' | 'order' | 'subscriber', id: number | string): Promise<string> => recordId(this.house.dataSource, kind, id);
  readonly cards = (): Promise<string[]> => cardsByName(this.house.dataSource);
  readonly merge = (customerId: string, other: string): ReturnType<typeof mergeCards> => decide(this.house, (desk) => mergeCards(desk, { customerId, other, note: null }));
  readonly split = (customerId: string, records: readonly string[], keepAlone: SplitAsk['keepAlone'] = 'this'): ReturnType<typeof splitCard> =>
    decide(this.house, (desk) => splitCard(desk, { customerId, records, keepAlone, note: null }));
  readonly undo = (id: string): Promise<Undone> => decide(this.house, (desk) => undoDecision(desk, id));

  readonly idField = async (card: string): Promise<string | undefined> =>
    (await this.house.dataSource.query<{ value: string }[]>(`select number_value::text as value from customer_field_value where customer_id = $1 and field_id = $2`, [card, this.shop.fields.get('id')]))[0]?.value;

  readonly nameOf = async (card: string): Promise<unknown> => (await this.house.dataSource.query<unknown[]>('select display_name as name, email, merged_into as into from customer where id = $1', [card]))[0];

  /** To be called once at the top of a spec. */
  open(): void {
    beforeAll(async () => {
      this.#house = await buildHouse();
    });
    afterAll(async () => {
      await this.house.close();
    });
    beforeEach(async () => {
      await emptyHouse(this.house);
      this.#shop = await addShop(this.house, 'PS1', ['id', 'last_order_date']);
    });
  }
}

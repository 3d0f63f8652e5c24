import { ORDER_STAGES } from '#libs/domain/order-stage.js';
import type { OrderRecord } from '#libs/domain/records.js';
import { mapOrder } from './order.mapper.js';
import { idosell } from './idosell.connector.js';
import { STATUS_NAMES } from './statuses.js';
import { orderRow } from './testing/rows.js';

const stage = (status: string): string | undefined => idosell.orderStage?.(mapOrder(orderRow({ details: { orderStatus: status } }), { shop: null, oneOffClients: true }) as OrderRecord);

describe('the stage of an order', () => {
  it.each([
    ['new', 'open'], ['payment_waiting', 'open'], ['packed_fulfillment', 'open'], ['suspended', 'open'], ['wait_for_receive', 'open'], ['handled', 'open'], ['blocked', 'open'],
    ['finished', 'done'], ['finished_ext', 'done'], ['complainted', 'done'], ['complained', 'done'],
    ['canceled', 'cancelled'], ['all_canceled', 'cancelled'], ['false', 'cancelled'],
    ['missing', 'failed'], ['lost', 'failed'], ['returned', 'returned'], ['joined', 'dropped'],
  ])('%s is %s', (status, expected) => {
    expect(stage(status)).toBe(expected);
  });

  it.each([['something_new'], ['constructor'], ['__proto__'], ['toString']])('of the unknown status %s is open: nobody says that it is over', (status) => {
    expect(stage(status)).toBe('open');
  });

  it('is shown with the name of every status', () => {
    for (const { flags } of STATUS_NAMES) expect(ORDER_STAGES.filter((name) => flags?.[name] === true)).toHaveLength(1);
  });
});

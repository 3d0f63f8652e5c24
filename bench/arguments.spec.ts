import { readBackfillOptions } from './backfill/options.js';
import { readFirstSyncOptions } from './first-sync/options.js';
import { readKillOptions } from './kill/options.js';
import { mixOf, readWebhookOptions } from './webhooks/options.js';

describe('options of the benchmark', () => {
  it('takes the customers from the orders unless they are given', () => {
    expect(readBackfillOptions(['--orders', '3000'])).toMatchObject({ orders: 3_000, customers: 1_000, latencies: [0, 50], inFlight: [1, 4], repeat: 1 });
    expect(readKillOptions(['--customers', '70'])).toMatchObject({ orders: 50_000, customers: 70, kills: 20 });
  });

  it('takes panels as cells', () => {
    expect(readFirstSyncOptions([]).cells).toEqual([{ clients: 20_000, orders: 0 }, { clients: 10_000, orders: 20_000 }]);
    expect(readFirstSyncOptions(['--clients', '500']).cells).toEqual([{ clients: 500, orders: 0 }]);
    expect(() => readFirstSyncOptions(['--clients', '500', '--orders', '1,2'])).toThrow(/as many numbers/);
  });

  it('wants as many records as deliveries', () => {
    expect(mixOf(readWebhookOptions([]).stored, 'stored')).toEqual({ customers: 13_333, orders: 6_667 });
    expect(() => readWebhookOptions(['--clients', '500'])).toThrow(/another record/);
  });

  it('takes lists', () => {
    expect(readBackfillOptions(['--latency', '0, 20,50', '--in-flight', '2'])).toMatchObject({ latencies: [0, 20, 50], inFlight: [2] });
  });

  it.each([
    [['--orders', 'many'], /--orders must be a whole number/],
    [['--in-flight', '1,9'], /--in-flight must be a whole number from 1 to 4, not "9"/],
    [['--order', '5'], /--help/],
    [['5000'], /--help/],
  ])('refuses %j in one sentence', (args, message) => {
    expect(() => readBackfillOptions(args)).toThrow(message);
  });
});

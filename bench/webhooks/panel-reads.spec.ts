import { judgeReads, leastRequests, readsById } from './panel-reads.js';

const ask = (path: string, query: string): { at: number; path: string; query: string } => ({ at: 1, path: `/api/admin/v8/${path}`, query });

describe('what the log of the panel says about records read by id', () => {
  const log = [
    ask('clients/clients', 'clientsIds=1%2C2%2C3&resultsLimit=100'),
    ask('clients/deliveryAddress', 'clientIds=1%2C2%2C3'),
    ask('orders/orders', 'ordersSerialNumbers=1%2C7'),
    ask('orders/orders', 'ordersSerialNumbers=7'),
    ask('clients/clients', 'resultsPage=0&resultsLimit=100'),
    ask('orders/orders/search', ''),
  ];

  it('counts each record, orders apart from clients, and leaves lists out', () => {
    const { reads, requests } = readsById(log);
    expect(Object.fromEntries(reads)).toEqual({ 'customers/1': 1, 'customers/2': 1, 'customers/3': 1, 'orders/1': 1, 'orders/7': 2 });
    expect(requests).toEqual({ customers: 1, addresses: 1, orders: 2 });
  });

  it('tells what was read once, again, never, and without being named', () => {
    expect(judgeReads(['customers/1', 'customers/2', 'orders/7', 'orders/9'], readsById(log))).toEqual({ once: 2, again: 1, never: 1, unnamed: 2 });
  });

  it('knows the least number of requests', () => {
    expect(leastRequests({ customers: 101, orders: 100 })).toBe(5);
    expect(leastRequests({ customers: 0, orders: 0 })).toBe(0);
  });
});

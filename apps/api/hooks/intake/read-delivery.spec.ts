import type { ConnectorDefinition } from '#libs/connectors/sdk/connector.js';
import { pushingConnector } from '../../testing/pushing-connector.js';
import { readDelivery } from './read-delivery.js';

const read = (value: unknown): ReturnType<typeof readDelivery> => readDelivery(pushingConnector, value);
const NUL = String.fromCharCode(0);

describe('readDelivery', () => {
  it('keeps the ids of records that can be read by id, each once', () => {
    expect(read({ hints: [['order', '1'], ['client', '2'], ['order', '1'], ['address', '3']] })).toEqual({
      kind: 'hints',
      hints: [{ stream: 'orders', externalId: '1' }, { stream: 'customers', externalId: '2' }],
      carts: [],
    });
  });

  it('ignores what is not followed', () => {
    expect(read({ product: 7 })).toEqual({ kind: 'ignored', hints: [], carts: [] });
    expect(read({ hints: [['address', '3']] })).toEqual({ kind: 'ignored', hints: [], carts: [] });
  });

  it.each([['an empty id', ''], ['a NUL', `1${NUL}`], ['a line break', '1\n2'], ['half a character', '\ud800'], ['a novel', 'x'.repeat(201)]])('leaves out ids the database or a request could not take: %s', (_what, id) => {
    expect(read({ hints: [['order', id], ['order', '5']] }).hints).toEqual([{ stream: 'orders', externalId: '5' }]);
  });

  it('takes a hundred different ids of a delivery; one that names more is not believed', () => {
    const flood = (count: number): ReturnType<typeof readDelivery> => read({ hints: Array.from({ length: count }, (_, n) => ['order', String(n % 101)]) });
    expect(flood(100).hints).toHaveLength(100);
    expect(flood(101)).toEqual({ kind: 'unreadable', hints: [], carts: [] });
    expect(read({ hints: Array.from({ length: 1_500 }, () => ['order', '1']) }).hints).toHaveLength(1);
  });

  it('outlives a connector that throws, and one that has no hooks any more', () => {
    expect(read({ throws: true })).toEqual({ kind: 'unreadable', hints: [], carts: [] });
    const silent: ConnectorDefinition = { ...pushingConnector, hooks: null };
    expect(readDelivery(silent, { order: { id: '1' } })).toEqual({ kind: 'unreadable', hints: [], carts: [] });
  });
});

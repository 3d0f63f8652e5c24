import { unfoldForm } from './unfold-form.js';

const unfold = (query: string): unknown => unfoldForm([...new URLSearchParams(query)]);

describe('the fields of a form', () => {
  it.each([
    ['a=1&b=2', { a: '1', b: '2' }],
    ['order[orderSerialNumber]=17', { order: { orderSerialNumber: '17' } }],
    ['orders[0][orderSerialNumber]=1&orders[1][orderSerialNumber]=2&orders[0][x]=y', { orders: { 0: { orderSerialNumber: '1', x: 'y' }, 1: { orderSerialNumber: '2' } } }],
    ['order.orderSerialNumber=17', { order: { orderSerialNumber: '17' } }],
    ['a[b].c=1', { a: { b: { c: '1' } } }],
    ['ids[]=1&ids[]=2', { ids: { 0: '1', 1: '2' } }],
    ['id=1&id=2&id=3', { id: ['1', '2', '3'] }],
    ['order=x&order[id]=1', { order: { id: '1' } }],
    ['order[id]=1&order=x', { order: { id: '1' } }],
    ['[x]=1&a[=2&a]=3&.b=4&c.=5&a[b]c=6', { '[x]': '1', 'a[': '2', 'a]': '3', '.b': '4', 'c.': '5', 'a[b]c': '6' }],
  ])('%s', (query, record) => {
    expect(unfold(query)).toEqual(record);
  });

  it('reach no prototype, and are not deep', () => {
    unfold('__proto__[admin]=1&a[__proto__][admin]=1&constructor[prototype][admin]=1');
    expect(({} as { admin?: unknown }).admin).toBeUndefined();
    expect(() => unfold(`a${'[b]'.repeat(10)}=1`)).toThrow('too deep');
  });
});

import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { jest } from '@jest/globals';
import { newHookToken } from '#libs/security/hook-token.js';
import { startHookHouse } from '../testing/hook-house.js';
import { HookIntake } from './hook-intake.service.js';

const order = (id: string): string => JSON.stringify({ order: { id } });

describe('a webhook while the service cannot take it', () => {
  it('is answered 503 when the database is away, before and after its address was looked up', async () => {
    const house = await startHookHouse();
    try {
      const token = await house.tokenOf(await house.addShop('Sklep'));
      expect((await house.send(token, order('1'))).status).toBe(204);
      await house.dataSource.destroy();
      const answer = await fetch(`${house.url}/hooks/${token}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: order('2') });
      expect([answer.status, await answer.text(), answer.headers.get('retry-after')]).toEqual([503, '', '5']);
      expect(await house.send(newHookToken(), order('2'))).toEqual({ status: 503, text: '', type: null });
      expect(house.log()).not.toContain(token);
    } finally {
      await house.close();
    }
  });

  it('is not left behind in a batch when the service goes', async () => {
    const house = await startHookHouse();
    const token = await house.tokenOf(await house.addShop('Sklep'));
    await house.send(token, order('0'));
    // No batch goes by time now.
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask', 'performance', 'Date'] });
    try {
      const intake = house.app.get(HookIntake);
      const request = Object.assign(new PassThrough(), { headers: { 'content-type': 'application/json' } });
      request.end(order('1'));
      let status: number | null = null;
      void intake.receive(token, request as unknown as IncomingMessage).then((answered) => (status = answered));
      for (let turn = 0; turn < 5_000 && status === null; turn += 1) {
        await intake.onApplicationShutdown();
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(status).toBe(204);
    } finally {
      jest.useRealTimers();
      await house.close();
    }
  });

  it('is stored before the service goes, when it had arrived', async () => {
    const house = await startHookHouse();
    const shop = await house.addShop('Sklep');
    const token = await house.tokenOf(shop);
    await house.send(token, order('0'));
    const answers = Array.from({ length: 20 }, (_, n) => house.send(token, order(String(n))).then((answer) => answer.status, () => null));
    await Promise.race(answers);
    await house.app.close();
    const taken = (await Promise.all(answers)).filter((status) => status === 204).length;
    expect(taken).toBeGreaterThan(0);
    expect((await house.counts(shop))?.received).toBe(taken + 1);
    await house.close();
  });
});

import { createConnection, type Socket } from 'node:net';
import { startHookHouse } from './hooks/testing/hook-house.js';
import { closeSoon } from './shutdown.js';

it('the API closes although somebody stalls in the middle of a request', async () => {
  const house = await startHookHouse();
  const token = await house.tokenOf(await house.addShop('Sklep'));
  const { port, hostname } = new URL(house.url);
  const socket = await new Promise<Socket>((resolve) => {
    const opened = createConnection(Number(port), hostname, () => resolve(opened));
  });
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined).resume();
  // Half a body, and nothing more; `expect` tells when the request has arrived.
  const seen = new Promise((resolve) => socket.once('data', resolve));
  socket.write(`POST /hooks/${token} HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"ord`);
  await seen;
  await closeSoon(house.app, 20);
  await closed;
  await house.close();
});

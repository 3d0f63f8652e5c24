import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { anyFreePort, choosePort, isPortFree, requestedPort } from './ports.js';

function occupy(port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => {
      resolve(server);
    });
  });
}

describe('ports', () => {
  let busy: number;
  const servers: Server[] = [];

  beforeAll(async () => {
    busy = await anyFreePort();
    servers.push(await occupy(busy, '0.0.0.0'));
  });

  afterAll(() => {
    for (const server of servers) server.close();
  });

  it('sees that a port is busy on whichever local address', async () => {
    const loopback = await anyFreePort();
    servers.push(await occupy(loopback, '127.0.0.1'));
    expect(await isPortFree(busy)).toBe(false);
    expect(await isPortFree(loopback)).toBe(false);
    expect(await isPortFree(await anyFreePort())).toBe(true);
  });

  it('gives programs side by side different ports', async () => {
    const ports = await Promise.all(Array.from({ length: 20 }, () => anyFreePort()));
    expect(new Set(ports).size).toBe(20);
  });

  it('names a busy preferred port and takes a free one near it', async () => {
    const lines: string[] = [];
    const port = await choosePort({ label: 'the API', preferred: busy, log: (line) => lines.push(line) });
    expect(port).toBeGreaterThan(busy);
    expect(await isPortFree(port)).toBe(true);
    expect(lines).toEqual([`Port ${busy} is busy, so the API uses ${port}.`]);
  });

  it('skips ports promised to other parts', async () => {
    const free = await choosePort({ label: 'a', preferred: busy });
    expect(await choosePort({ label: 'b', preferred: busy, taken: new Set([free]) })).toBeGreaterThan(free);
  });

  it('refuses a busy port that was asked for, with the remedy', async () => {
    await expect(choosePort({ label: 'the API', preferred: 3_000, requested: { port: busy, setting: 'PORT' } })).rejects.toThrow(
      new RegExp(`^Port ${busy} \\(PORT, the API\\) is busy: end the program that uses it, choose another, for example \\d+, or leave PORT out\\.$`),
    );
  });

  it.each(['0', '65536', '80.5', 'http'])('refuses the setting PORT=%s', async (text) => {
    const requested = requestedPort('PORT', { PORT: text });
    await expect(choosePort({ label: 'the API', preferred: 3_000, requested })).rejects.toThrow('PORT must be a whole number from 1 to 65535');
  });

  it('reads an empty setting as not set', () => {
    expect(requestedPort('PORT', { PORT: '' })).toBeUndefined();
    expect(requestedPort('PORT', {})).toBeUndefined();
    expect(requestedPort('PORT', { PORT: '8080' })).toEqual({ port: 8080, setting: 'PORT' });
  });
});

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server of a simulated platform on the loopback address. @throws Error when the port is taken */
export async function listen(server: Server, port: number): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => { resolve(); });
  });
  const bound = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(bound.port)}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => { resolve(); });
        server.closeAllConnections();
      }),
  };
}

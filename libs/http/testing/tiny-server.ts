import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BudgetAccount, Permit, Priority, RequestBudget } from '#libs/domain/budget.js';

export type TinyServer = { readonly url: string; readonly port: number; close(): Promise<void> };

/** A server on the loopback that answers as the spec says. */
export async function tinyServer(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<TinyServer> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A budget that always gives leave and remembers what was asked of it. */
export class OpenBudget implements RequestBudget {
  readonly acquired: { key: string; priority: Priority }[] = [];
  readonly blocks: { key: string; until: Date; reason: string }[] = [];
  underWay = 0;
  mostUnderWay = 0;

  acquire(account: BudgetAccount, priority: Priority): Promise<Permit> {
    this.acquired.push({ key: account.key, priority });
    this.underWay += 1;
    this.mostUnderWay = Math.max(this.mostUnderWay, this.underWay);
    return Promise.resolve({
      release: () => {
        this.underWay -= 1;
      },
    });
  }

  block(account: BudgetAccount, until: Date, reason: string): Promise<void> {
    this.blocks.push({ key: account.key, until, reason });
    return Promise.resolve();
  }

  blockedUntil(): Promise<null> {
    return Promise.resolve(null);
  }
}

import { z } from 'zod';
import type { Lifetime } from '#tools/lifetime.js';
import type { Log } from '#tools/progress.js';
import { controlSimulation, startSimulation } from '../simulation.js';

const started = z.object({ url: z.string(), key: z.string(), clientId: z.string(), owner: z.string() });
const counts = z.record(z.string(), z.number());
const result = <T>(schema: z.ZodType<T>): z.ZodType<{ result: T }> => z.object({ result: schema });
const stats = z.object({ requests: z.number(), byResource: counts, byStatus: counts });
const transactions = z.object({ events: z.number(), duplicates: z.array(z.object({ externalId: z.string(), type: z.string(), count: z.number() })) });
const writes = z.array(z.object({ at: z.number(), endpoint: z.string(), contacts: z.number(), events: z.number() }));
const contact = z.object({
  name: z.string().nullable(), company: z.string().nullable(), phone: z.string().nullable(), externalId: z.string().nullable(), lang: z.string().nullable(),
  address: z.record(z.string(), z.string().nullable()).nullable(), tags: z.array(z.string()), optedOut: z.boolean(), optedOutPhone: z.boolean(), deleted: z.boolean(),
  events: z.array(z.object({ type: z.string(), date: z.number(), value: z.number().nullable(), linked: z.boolean(), texts: z.record(z.string(), z.string()) })),
});

export type AccountStats = z.infer<typeof stats>;
export type Transactions = z.infer<typeof transactions>;
export type Write = z.infer<typeof writes>[number];
export type ContactThere = z.infer<typeof contact>;


/** A simulated SALESmanago account in a process of its own, with its control interface. */
export class SimulatedAccount {
  private constructor(
    readonly url: string,
    readonly apiSecret: string,
    readonly clientId: string,
    readonly owner: string,
    readonly pid: number,
  ) {}

  /** @throws Problem when it cannot be started */
  static async start(name: string, latencyMs: number, lifetime: Lifetime, log: Log): Promise<SimulatedAccount> {
    const { said, pid } = await startSimulation(`simulated SALESmanago account (${name})`, { platform: 'salesmanago', 'latency-ms': latencyMs }, lifetime, log);
    const { url, key, clientId, owner } = started.parse(said);
    return new SimulatedAccount(url, key, clientId, owner, pid);
  }

  private async ask<T>(schema: z.ZodType<T>, name: string, body: object = {}): Promise<T> {
    return result(schema).parse(await controlSimulation(this.url, name, body)).result;
  }

  /** Loses a share of all answers after the call was carried out, and as large a share of calls before it. */
  async loseAnswers(share: number, seed: number): Promise<void> {
    const fault = [
      { kind: 'lost-after', probability: share },
      // Drawn only where the first did not hit.
      { kind: 'lost-before', probability: share / (1 - share) },
    ];
    await controlSimulation(this.url, 'setFault', share === 0 ? { fault: null } : { fault, seed });
  }

  /** Calls that were lost, by `path kind`. */
  hits = (): Promise<Readonly<Record<string, number>>> => this.ask(counts, 'faultHits');
  counters = (): Promise<Readonly<Record<string, number>>> => this.ask(counts, 'counters');
  emails = (): Promise<readonly string[]> => this.ask(z.array(z.string()), 'emails');
  stats = (): Promise<AccountStats> => this.ask(stats, 'stats');
  transactions = (): Promise<Transactions> => this.ask(transactions, 'transactions');
  /** The last 20,000 writes, by arrival. */
  writes = (): Promise<readonly Write[]> => this.ask(writes, 'writes');
  mostContacts = (windowMs: number): Promise<number> => this.ask(z.number(), 'mostWrites', { kind: 'contacts', windowMs });
  contact = (email: string): Promise<ContactThere | null> => this.ask(contact.nullable(), 'contact', { email });

  async resetStats(): Promise<void> {
    await controlSimulation(this.url, 'resetStats', {});
  }
}

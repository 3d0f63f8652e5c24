import { numberOption, readOptions } from '../arguments.js';

export type TicketsOptions = { readonly tickets: number; readonly addresses: number; readonly repeat: number };

export const TICKETS_HELP = `tickets    new Allegro addresses written in pages by the service's own ingest, into a workspace without tickets and into one
           with many, in turns on the same database server: what looking for tickets costs a page
  --tickets N        tickets that wait; those of the new addresses are among them (50000)
  --addresses N      new addresses, each an order of a new buyer (20000)
  --repeat N         rounds; figures are medians (3)`;

/** @throws Problem for anything that is no option of this scenario, or out of range */
export function readTicketsOptions(args: readonly string[]): TicketsOptions {
  const given = readOptions(args, ['tickets', 'addresses', 'repeat'], []);
  return {
    tickets: numberOption(given, 'tickets', 50_000, { least: 1, most: 5_000_000 }),
    addresses: numberOption(given, 'addresses', 20_000, { least: 100, most: 1_000_000 }),
    repeat: numberOption(given, 'repeat', 3, { least: 1, most: 99 }),
  };
}

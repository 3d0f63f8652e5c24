import { must } from './until.js';
import type { Rest } from './rest.js';

/** The parts of a customer card the demo reads. */
export type Card = {
  readonly id: string;
  readonly tabs: readonly {
    readonly integration: { readonly id: string; readonly platform: string };
    readonly customers: readonly { readonly externalId: string }[];
    readonly orders: readonly { readonly number: string }[];
  }[];
};

export async function findCard(rest: Rest, email: string): Promise<Card | null> {
  const { items } = await rest.get<{ items: readonly { id: string }[] }>(`/customers?email=${encodeURIComponent(email)}`);
  return items[0] === undefined ? null : rest.get<Card>(`/customers/${items[0].id}`);
}

/** The card of somebody a shop knows, and their number there. @throws Problem when there is none */
export async function needClient(rest: Rest, email: string, integrationId: string): Promise<{ readonly card: Card; readonly clientId: number }> {
  const card = await findCard(rest, email);
  const clientId = Number(card?.tabs.find((tab) => tab.integration.id === integrationId)?.customers[0]?.externalId ?? 0);
  must(card !== null && clientId > 0, 'The person of both shops is not on one card.');
  return { card, clientId };
}

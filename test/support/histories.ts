import { Client, Connection } from '@temporalio/client';
import type { ServiceHouse } from './service-house.js';

/** Every workflow history of a house as text, and the number of events of the longest. */
export async function readHistories(house: ServiceHouse): Promise<{ readonly texts: string[]; readonly longest: number }> {
  const connection = await Connection.connect({ address: house.service.stack.temporalAddress });
  try {
    const client = new Client({ connection, namespace: house.service.stack.temporalNamespace });
    const texts: string[] = [];
    let longest = 0;
    for await (const workflow of client.workflow.list()) {
      const history = await client.workflow.getHandle(workflow.workflowId, workflow.runId).fetchHistory();
      longest = Math.max(longest, history.events?.length ?? 0);
      // Payloads are bytes: decoded, so that a canary inside them is found.
      texts.push(JSON.stringify(history, (_key, value: unknown) => (value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : value)));
    }
    return { texts, longest };
  } finally {
    await connection.close();
  }
}

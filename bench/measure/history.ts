import { Client, Connection } from '@temporalio/client';

/** What the workflow of a run left behind, all its continued-as-new runs together. */
export type HistoryFigures = { readonly runs: number; readonly events: number; readonly bytes: number; readonly mostEventsInARun: number; readonly steps: number };

/** Reads the histories of all executions of one workflow id. */
export async function historyOf(address: string, namespace: string, workflowId: string): Promise<HistoryFigures> {
  const connection = await Connection.connect({ address });
  try {
    const client = new Client({ connection, namespace });
    let figures: HistoryFigures = { runs: 0, events: 0, bytes: 0, mostEventsInARun: 0, steps: 0 };
    for await (const execution of client.workflow.list({ query: `WorkflowId = '${workflowId}'` })) {
      const handle = client.workflow.getHandle(workflowId, execution.runId);
      const [{ events }, { raw }] = [await handle.fetchHistory(), await handle.describe()];
      const count = events?.length ?? 0;
      figures = {
        runs: figures.runs + 1,
        events: figures.events + count,
        bytes: figures.bytes + Number(raw.workflowExecutionInfo?.historySizeBytes ?? 0),
        mostEventsInARun: Math.max(figures.mostEventsInARun, count),
        steps: figures.steps + (events ?? []).filter((event) => (event.activityTaskScheduledEventAttributes ?? null) !== null).length,
      };
    }
    return figures;
  } finally {
    await connection.close();
  }
}

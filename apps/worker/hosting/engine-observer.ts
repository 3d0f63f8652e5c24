import type { EngineObserver } from '#libs/sync/engine.js';
import type { Metrics } from '#libs/telemetry/metrics.js';

/** Writes what the engine does into the metrics of this process. */
export function engineObserver(metrics: Metrics): EngineObserver {
  return {
    pagesWritten: ({ platform, stream, seconds, added }) => {
      metrics.pageSeconds.observe({ stream }, seconds);
      const outcomes = { written: added.written, unchanged: added.identical + added.older + added.duplicate, excluded: added.excluded, rejected: added.rejected };
      for (const [outcome, count] of Object.entries(outcomes)) if (count > 0) metrics.records.inc({ platform, stream, outcome }, count);
    },
    exchanged: ({ platform, account, status, seconds }) => {
      metrics.requests.inc({ account, status: String(status) });
      metrics.requestSeconds.observe({ platform }, seconds);
    },
    runEnded: (labels) => metrics.runsEnded.inc(labels),
    failed: (kind) => metrics.failures.inc({ kind }),
  };
}

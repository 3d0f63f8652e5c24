import { DefaultLogger, Runtime } from '@temporalio/worker';

/** Failing steps are what these tests are about; only what the SDK itself cannot deal with is worth a line. Once a process. */
export function quietRuntime(): void {
  Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { forward: {}, filter: 'OFF' } } });
}

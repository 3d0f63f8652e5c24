import './native-typescript.ts';

/** Stops what the global setup started. */
export default async function globalTeardown(): Promise<void> {
  const { stopTestServers } = await import('./servers.js');
  await stopTestServers();
}

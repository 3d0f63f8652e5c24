import './native-typescript.ts';

/** One PostgreSQL and one Temporal for the whole Jest run; their addresses reach the specs through the environment. */
export default async function globalSetup(): Promise<void> {
  const { startTestServers } = await import('./servers.js');
  await startTestServers();
}

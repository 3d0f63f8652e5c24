import type { Server } from 'node:http';
import type { INestApplication } from '@nestjs/common';

/** Answers what can be answered in this time, ms; then whoever is still sending or reading is cut off. */
const PATIENCE_MS = 5_000;

/** Closes the API. One sender that stalls in the middle of a request must not hold up the end of the process. */
export async function closeSoon(app: INestApplication, patienceMs = PATIENCE_MS): Promise<void> {
  const server = app.getHttpServer() as Server;
  const timer = setTimeout(() => server.closeAllConnections(), patienceMs);
  try {
    await app.close();
  } finally {
    clearTimeout(timer);
  }
}

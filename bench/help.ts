import { BACKFILL_HELP } from './backfill/options.js';
import { DELIVERY_HELP } from './delivery/options.js';
import { FIRST_SYNC_HELP } from './first-sync/options.js';
import { JOURNAL_HELP } from './journal/options.js';
import { KILL_HELP } from './kill/options.js';
import { TICKETS_HELP } from './tickets/options.js';
import { WEBHOOKS_HELP } from './webhooks/options.js';

export const HELP = `npm run bench -- <scenario> [options]

${BACKFILL_HELP}

${KILL_HELP}

${FIRST_SYNC_HELP}

${WEBHOOKS_HELP}

${DELIVERY_HELP}

${JOURNAL_HELP}

${TICKETS_HELP}

Everything runs on this machine on data of its own, which is removed in the end; load goes to 127.0.0.1 only. Linux. The last
line is one JSON object with every figure. Exit code 1 when a promise of the service was broken. Close other programs first:
a figure from a busy machine says nothing.`;

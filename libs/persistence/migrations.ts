import { Organisation1700000000001 } from './migrations/0001-organisation.js';
import { Integrations1700000000002 } from './migrations/0002-integrations.js';
import { Cards1700000000003 } from './migrations/0003-cards.js';
import { CustomerSearch1700000000004 } from './migrations/0004-customer-search.js';
import { Budget1700000000005 } from './migrations/0005-budget.js';
import { ConsentsAndHooks1700000000006 } from './migrations/0006-consents-and-hooks.js';
import { Carts1700000000007 } from './migrations/0007-carts.js';
import { DestinationsAndRoutes1700000000008 } from './migrations/0008-destinations-and-routes.js';
import { Deliveries1700000000009 } from './migrations/0009-deliveries.js';
import { Journals1700000000010 } from './migrations/0010-journals.js';
import { GatheredOrders1700000000011 } from './migrations/0011-gathered-orders.js';
import { JournalReads1700000000012 } from './migrations/0012-journal-reads.js';
import { IdentityDesk1700000000013 } from './migrations/0013-identity-desk.js';

/** All migrations in order. Named one by one: a file that is only found by a pattern can be lost without anybody noticing. */
export const MIGRATIONS = [
  Organisation1700000000001,
  Integrations1700000000002,
  Cards1700000000003,
  CustomerSearch1700000000004,
  Budget1700000000005,
  ConsentsAndHooks1700000000006,
  Carts1700000000007,
  DestinationsAndRoutes1700000000008,
  Deliveries1700000000009,
  Journals1700000000010,
  GatheredOrders1700000000011,
  JournalReads1700000000012,
  IdentityDesk1700000000013,
];

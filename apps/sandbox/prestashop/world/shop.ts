import type { ResourceName } from '../fields.js';
import type { Settings } from '../options.js';
import type { Profile } from '../profile.js';
import type { Row } from '../data/row.js';
import type { Table } from '../data/table.js';
import type { ShopClock } from './clock.js';
import type { Random } from '../../common/random.js';
import type { AllegroBuyer } from './allegro-buyer.js';

/** Everything one simulated shop holds. */
export type Shop = {
  readonly settings: Settings;
  readonly profile: Profile;
  readonly clock: ShopClock;
  readonly tables: Readonly<Record<ResourceName, Table>>;
  /** Drives what is sold after the start. */
  readonly random: Random;
  readonly people: Directory;
};

/** Who may buy again, and where their parcels go. */
export type Directory = {
  /** Registered customers. */
  readonly accounts: Row[];
  /** Addresses by customer id. */
  readonly addresses: Map<number, Row[]>;
  readonly buyers: AllegroBuyer[];
  /** Buyer behind a customer row. */
  readonly buyerOf: Map<number, AllegroBuyer>;
  /** E-mails guests repeat. */
  readonly emails: string[];
  /** Technical customer that inherits erased people's orders; 0 = none. */
  technicalId: number;
  /** Makes e-mails unique. */
  counter: number;
};

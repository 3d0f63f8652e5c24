import type { DataSource } from 'typeorm';
import type { RouteOptions } from '#libs/domain/relay/route-options.js';
import { askQuickly } from '../addresses/ask-quickly.js';

/** The route a feed belongs to. */
export type FeedTarget = { readonly integrationId: string; readonly options: Pick<RouteOptions, 'shop' | 'language'> };

const FIND = `select integration_id as "integrationId", options from route where feed_hash = $1 and deleted_at is null`;

/** The route whose feed has a token of this hash, whether it is on or off: the feed is put in before the route starts. @throws whatever the database throws */
export async function findFeedTarget(dataSource: DataSource, hash: Buffer): Promise<FeedTarget | null> {
  const [target] = await askQuickly<FeedTarget>(dataSource, { text: FIND }, [hash]);
  return target ?? null;
}

import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { offerVersion } from '#libs/feeds/offer-version.js';
import { readOffers } from '#libs/feeds/read-offers.js';
import { isFeedToken, routeTokenHash } from '#libs/security/route-tokens.js';
import { TokenDirectory } from '../addresses/token-directory.js';
import { findFeedTarget, type FeedTarget } from './feed-target.js';

const DIRECTORY = { freshMs: 2_000, most: 10_000, nowMs: (): number => performance.now() };

/** A feed that can be read: what it would be by its tag, how many products it is made of, and its pieces. */
export type OfferFeed = { readonly etag: string; readonly products: number; readonly pieces: () => AsyncGenerator<string> };

/** Offer feeds of routes, made of what is stored each time somebody reads them. */
@Injectable()
export class OfferFeedService {
  private readonly directory: TokenDirectory<FeedTarget>;

  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {
    this.directory = new TokenDirectory((hash) => findFeedTarget(dataSource, hash), { isToken: isFeedToken, hashOf: routeTokenHash, ...DIRECTORY });
  }

  /** Tokens or options have changed. */
  forget(): void {
    this.directory.forget();
  }

  /** Null for an address nobody has. @throws whatever the database throws */
  async find(token: string): Promise<OfferFeed | null> {
    const target = await this.directory.find(token);
    if (target === null) return null;
    const { version, products, currencyCode } = await offerVersion(this.dataSource, target.integrationId, target.options);
    return { etag: `"${version}"`, products, pieces: () => readOffers(this.dataSource, { ...target, currencyCode }) };
  }
}

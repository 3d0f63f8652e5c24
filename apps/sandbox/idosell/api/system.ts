/** Settings of the panel: shops, languages, currencies, the clock, the load; snippet campaigns. */
import { faultAnswer, jsonAnswer, type Answer } from '../answer.js';
import { shopIds } from '../world/world.js';
import type { Call } from './endpoint.js';

const LANGUAGES = [
  { id: 'pol', name: 'Polski', isoCode: 'pl', enabled: true, isDefault: true },
  { id: 'eng', name: 'English', isoCode: 'en', enabled: true, isDefault: false },
];

export function readShopLanguages({ world }: Call): Answer {
  return jsonAnswer(200, { shops: shopIds(world.settings).map((shopId) => ({ shopId, shopName: world.shopName(shopId), inherited: shopId > 1, languages: LANGUAGES })) });
}

export function readShopCurrencies({ world }: Call): Answer {
  const currencies = [{ currency: 'PLN', allowedForOrders: true }, { currency: 'EUR', allowedForOrders: true }];
  return jsonAnswer(200, { shops: shopIds(world.settings).map((shopId) => ({ shopId, shopName: world.shopName(shopId), currencies })), currencies });
}

export function readShopsData({ world }: Call): Answer {
  return jsonAnswer(200, {
    shops: shopIds(world.settings).map((shopId) => ({ shop_id: shopId, shop_name: world.shopName(shopId), url: `https://${world.shopName(shopId)}/`, languages: LANGUAGES.map(({ id }) => id) })),
    main_shop: 1,
    currencies: ['PLN', 'EUR'],
  });
}

/** A real instant, while every date in the rows is a wall clock. */
export function readServerTime({ world }: Call): Answer {
  return jsonAnswer(200, { time: Math.floor(world.clock.nowMs() / 1000) });
}

export function readServerLoad({ world }: Call): Answer {
  return jsonAnswer(200, { serverLoadStatus: world.load });
}

/** Newer endpoints keep the four values of paging in an object of their own. */
export function readCampaigns({ params }: Call): Answer {
  if ((params.int('id') ?? 1) !== 1) return faultAnswer(2, 'Kampanie: zwrócono pusty wynik');
  return jsonAnswer(200, {
    campaigns: [{ id: 1, name: 'Kampania przykładowa', description: '', shop: null, active: 'y', order: 1, configVariables: [] }],
    pagination: { resultsNumberAll: 1, resultsNumberPage: 1, resultsPage: 0, resultsLimit: 100 },
  });
}

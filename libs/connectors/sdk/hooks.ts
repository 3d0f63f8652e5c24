import type { JsonObject, Localized, StreamName } from '#libs/domain/words.js';
import type { HookCart } from './hook-cart.js';

/** A record a webhook is about. Nothing else of it is ever used: the record is read by id. */
export type HookHint = { readonly stream: StreamName; readonly externalId: string };

/**
 * What a delivery says. `ignored`: a known event about something that is not followed. `unreadable`: none of the shapes the
 * platform sends. `carts`: baskets, which no platform lets anybody read; see `HookCart`.
 */
export type HookReading = { readonly kind: 'hints'; readonly hints: readonly HookHint[]; readonly carts?: readonly HookCart[] } | { readonly kind: 'ignored' } | { readonly kind: 'unreadable' };

/** What a webhook file is made from. */
export type HookFileInput = {
  /** Where the platform shall send to. */
  readonly url: string;
  /** Name of the integration, as people see it. */
  readonly name: string;
  /** Settings of the integration, as saved. */
  readonly settings: JsonObject;
  readonly generatedAt: Date;
};

/** Writes the file a shop owner imports; behind an interface, because not every platform publishes its format. */
export type HookFile = {
  readonly fileName: string;
  /** True until a real export of the platform has confirmed the format. */
  readonly experimental: boolean;
  readonly note: Localized;
  /** The file as the platform takes it. */
  build(input: HookFileInput): { readonly contentType: string; readonly text: string };
  /** The same content as JSON, for tests and for other tools. */
  describe(input: HookFileInput): unknown;
};

/** `programmable`: not an event to tick, but a webhook of its own whose content the shop owner writes. */
export type HookEvent = { readonly name: string; readonly why: Localized; readonly programmable?: true };

/** How a platform pushes changes. */
export type HookDefinition = {
  /** Events to subscribe to, by the names the platform's panel shows, and what each is good for. */
  readonly events: readonly HookEvent[];
  /** What to do in the platform's panel, step by step; `{url}` stands for the address. */
  readonly steps: readonly Localized[];
  /** How to take the webhooks out of the shop again. */
  readonly removal: Localized;
  /** A file to import instead; null where there is none. */
  readonly file: HookFile | null;
  /** Reads a decoded delivery (JSON value, form fields, or XML as objects). Never throws, whatever it is given. */
  read(payload: unknown): HookReading;
};

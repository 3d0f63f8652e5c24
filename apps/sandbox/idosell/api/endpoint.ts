import type { Answer } from '../answer.js';
import type { Module } from '../keys.js';
import type { World } from '../world/world.js';
import type { Params } from './params.js';

export type Call = {
  readonly world: World;
  readonly version: number;
  readonly params: Params;
  /** What stands beside `params` in a body; nearly every call ignores it. */
  readonly outside: Params;
};

export type Endpoint = {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Behind the version, as `clients/clients`. */
  readonly path: string;
  readonly module: Module;
  readonly level: 'r' | 'rw';
  /** Versions that have it; both ends included. */
  readonly from?: number;
  readonly to?: number;
  readonly run: (call: Call) => Answer;
};

export const TOO_MANY = 100;

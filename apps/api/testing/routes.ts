import 'reflect-metadata';
import { RequestMethod } from '@nestjs/common';
import { PERMISSION_KEY } from '../auth/requires.decorator.js';
import { CONTROLLERS } from '../controllers.js';

/** One route as Nest knows it. */
export type Route = { readonly method: string; readonly path: string; readonly mark: string | undefined };

function metadata<T>(key: string, target: object): T | undefined {
  return Reflect.getMetadata(key, target) as T | undefined;
}

/** Every route of every controller, from the decorators themselves. */
export function allRoutes(): Route[] {
  return CONTROLLERS.flatMap((controller) => {
    const prototype = controller.prototype as Record<string, unknown>;
    const base = metadata<string>('path', controller) ?? '';
    return Object.getOwnPropertyNames(prototype).flatMap((name): Route[] => {
      const handler = prototype[name];
      const method = typeof handler === 'function' ? metadata<number>('method', handler) : undefined;
      if (typeof handler !== 'function' || method === undefined) return [];
      const path = `/${base}/${metadata<string>('path', handler) ?? ''}`.replaceAll(/\/+/gu, '/').replace(/\/$/u, '');
      return [{ method: RequestMethod[method] ?? 'GET', path, mark: metadata<string>(PERMISSION_KEY, handler) }];
    });
  });
}

const TWIN = /^route=(\S+) order=(.*)$/su;

/** How the order another one looks like is kept in the detail of an exclusion. */
export const twinText = (routeId: string, orderId: string): string => `route=${routeId} order=${orderId}`;

/** The order a detail names; null for any other detail. */
export function twinOf(detail: string | null): { routeId: string; orderId: string } | null {
  const [, routeId, orderId] = TWIN.exec(detail ?? '') ?? [];
  return routeId === undefined || orderId === undefined ? null : { routeId, orderId };
}

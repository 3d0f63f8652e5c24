/**
 * Whether a record belongs to the shop a route is about. A record that names no shop is known in all of them (an account of a
 * panel is), and a route without a shop is about the only one there is.
 */
export function isOfShop(recordShop: string | null, routeShop: string | null): boolean {
  return routeShop === null || recordShop === null || recordShop === routeShop;
}

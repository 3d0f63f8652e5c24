/**
 * What an order's status means for whoever counts purchases. `open`: placed and not finished. `done`: carried out. `cancelled`:
 * not going to happen. `returned`: the goods came back. `failed`: given up for a reason that is nobody's wish (lost, missing).
 * `dropped`: no order of its own any more, its content lives in another one.
 */
export const ORDER_STAGES = ['open', 'done', 'cancelled', 'returned', 'failed', 'dropped'] as const;
export type OrderStage = (typeof ORDER_STAGES)[number];

/**
 * What an order's status means for whoever counts purchases. `open`: placed and not finished. `done`: carried out. `cancelled`:
 * not going to happen. `returned`: the goods came back. `failed`: given up for a reason that is nobody's wish (lost, missing).
 * `dropped`: no order of its own any more, its content lives in another one. `unconfirmed`: the buyer has not finished it; what is
 * bought, and by whom, can still change.
 */
export const ORDER_STAGES = ['open', 'done', 'cancelled', 'returned', 'failed', 'dropped', 'unconfirmed'] as const;
export type OrderStage = (typeof ORDER_STAGES)[number];

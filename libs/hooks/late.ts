/** Deliveries of the last moments before a stop are still on their way, and nobody removes webhooks within the minute. */
const GRACE = `interval '10 minutes'`;

/**
 * SQL over `hook h` and `integration i`: a delivery of the last 24 hours counts as late. After a stop or a deletion only if
 * it came after that; what came in a draft, after an earlier stop or at an earlier address says nothing about this one. A
 * stopped integration is changed by people only, so its last change is its stop, or later: then the next delivery tells.
 */
export const LATE_NOW = `(h.last_late_at > greatest(now() - interval '24 hours', h.created_at)
  and ((i.deleted_at is null and i.state <> 'stopped') or h.last_late_at > i.updated_at + ${GRACE}))`;

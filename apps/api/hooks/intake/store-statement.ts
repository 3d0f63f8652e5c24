import type { Statement } from '#libs/ingest/session.js';

/**
 * One statement, so one transaction and one way to the database and back: hints into the inbox, counts of the day, times of
 * the address. A row that waits already takes the new hint in; if it was to wait for longer, or for another reason, it is due
 * now. Rows are written in the order of their keys: two processes that write the same ones wait for each other instead of
 * meeting head-on. Prepared by name, because planning it takes the database longer than doing it.
 *
 * Anybody who knows the address can make ids up, and each is a paid request. So only `$3` ids of which no record is stored
 * wait at once; further ones are counted as ignored. Nothing is lost for good: polling finds what is really new. Both looks
 * are by index, one row each (`limit` keeps the planner from reading whole tables for them).
 */
export const STORE: Statement = {
  name: 'hooks_store_deliveries',
  text: `
  with counted as (
    select * from jsonb_to_recordset($1::jsonb) as x(integration uuid, received int, hints int, carts int, ignored int, unreadable int, late int)
  ), sent as materialized (
    select x.*, known.yes is null and waits.yes is null as unseen
    from jsonb_to_recordset($2::jsonb) as x(id uuid, workspace uuid, integration uuid, stream text, kind text, external text, place int)
    left join lateral (select true as yes from source_record r where r.integration_id = x.integration and r.kind = x.kind and r.external_id = x.external limit 1) known on true
    left join lateral (select true as yes from inbox b where b.integration_id = x.integration and b.stream = x.stream and b.external_id = x.external and b.part_id is null and b.applied_at is null limit 1) waits on true
  ), room as (
    select s.integration, $3::int - (select count(*) from inbox b where b.integration_id = s.integration and b.unseen and b.part_id is null and b.applied_at is null) as free
    from (select distinct integration from sent where unseen) s
  ), placed as materialized (
    select s.*, not s.unseen or row_number() over (partition by s.integration, s.unseen order by s.place) <= r.free as fits from sent s left join room r on r.integration = s.integration
  ), put as (
    insert into inbox (id, workspace_id, integration_id, stream, external_id, origin, unseen)
    select id, workspace, integration, stream, external, 'webhook', unseen from placed where fits order by integration, stream, external
    on conflict (integration_id, stream, external_id) where part_id is null and applied_at is null
      do update set not_before = null, origin = 'webhook', first_origin = case when inbox.origin = 'webhook' then inbox.first_origin else inbox.origin end
        where inbox.origin <> 'webhook' or inbox.not_before is not null
    returning id
  ), basket as materialized (
    select x.*, (known.yes or addressed.yes) is true and others.n < $5::int as fits
    from jsonb_to_recordset($4::jsonb) as x(integration uuid, workspace uuid, cart text, customer text, email text, shop text, body jsonb, hash text, at float8)
    left join lateral (select true as yes from source_record r where r.integration_id = x.integration and r.kind = 'customer' and r.external_id = x.customer limit 1) known on true
    left join lateral (select true as yes from identity i where i.workspace_id = x.workspace and i.type = 'email' and i.value = x.email limit 1) addressed on true
    left join lateral (select count(*) as n from (select 1 from cart c where c.integration_id = x.integration and coalesce(c.customer_external_id, c.email) = coalesce(x.customer, x.email) and c.cart_id <> x.cart limit $5::int) m) others on true
  ), kept as (
    insert into cart as c (integration_id, cart_id, workspace_id, customer_external_id, email, shop, body, content_hash, seen_at, changed_at)
    select integration, cart, workspace, customer, email, shop, body, hash::bytea, now(), now() from basket where fits order by integration, cart
    on conflict (integration_id, cart_id) do update set customer_external_id = excluded.customer_external_id, email = excluded.email, shop = excluded.shop,
        body = excluded.body, content_hash = excluded.content_hash, changed_at = excluded.changed_at
      where c.content_hash <> excluded.content_hash and coalesce((excluded.body->>'atMs')::float8 >= (c.body->>'atMs')::float8, true)
    returning c.integration_id, c.cart_id
  ), stored as (
    select integration, sum(fresh)::int as fresh, sum(dropped)::int as dropped from (
      select p.integration, (put.id is not null)::int as fresh, (not p.fits)::int as dropped from placed p left join put on put.id = p.id
      union all
      select b.integration, (kept.cart_id is not null)::int, (not b.fits)::int from basket b left join kept on kept.integration_id = b.integration and kept.cart_id = b.cart
    ) each group by 1
  ), day as (
    insert into hook_count (integration_id, day, received, stored, collapsed, ignored, unreadable, late)
    select c.integration, (now() at time zone 'utc')::date, c.received, coalesce(s.fresh, 0), c.hints + c.carts - coalesce(s.fresh + s.dropped, 0), c.ignored + coalesce(s.dropped, 0), c.unreadable, c.late
    from counted c left join stored s on s.integration = c.integration order by c.integration
    on conflict (integration_id, day) do update set received = hook_count.received + excluded.received, stored = hook_count.stored + excluded.stored,
      collapsed = hook_count.collapsed + excluded.collapsed, ignored = hook_count.ignored + excluded.ignored,
      unreadable = hook_count.unreadable + excluded.unreadable, late = hook_count.late + excluded.late
    returning integration_id
  )
  update hook h set first_at = case when c.hints > 0 then coalesce(h.first_at, now()) else h.first_at end,
    last_at = case when c.hints > 0 then now() else h.last_at end, last_late_at = case when c.late > 0 then now() else h.last_late_at end
  from counted c where h.integration_id = c.integration and (c.hints > 0 or c.late > 0)`,
};

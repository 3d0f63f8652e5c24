import { pipeline } from 'node:stream/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import type { RouteOptions } from '#libs/domain/relay/route-options.js';
import type { Language } from '#libs/domain/words.js';
import { withSubscribers, type ReadSubscribers } from '#libs/feeds/read-subscribers.js';
import { csvHead, csvLines, isInPart, LINE_END, partsFor, sliceOf, SLICES, type CsvShape } from '#libs/feeds/subscriber-csv.js';
import type { SubscriberSource } from '#libs/feeds/subscriber-facts.js';
import { SUBSCRIBER_REASONS, type SubscriberReason } from '#libs/feeds/subscriber-verdict.js';
import { AuditService } from '../audit/audit.service.js';
import type { Principal } from '../auth/principal.js';
import { endsOfOne, findRoute } from '../routes/route.finder.js';
import { partUnknown, subscribersNotSent } from './subscriber.problems.js';
import type { SubscribersView } from './subscriber.schemas.js';
import { LEFT_OUT_TEXTS } from './subscriber.texts.js';

/** SALESmanago imports files up to 20 MB (sheet section 9), whichever megabyte that is. */
const MOST_BYTES = 19_000_000;
/** A reader that takes nothing for this long is gone; until then a snapshot of the database is held for it, ms. */
const IDLE_MS = 60_000;

type Plan = { readonly source: SubscriberSource; readonly shape: CsvShape };
type Size = { readonly rows: readonly number[]; readonly parts: number; readonly leftOut: ReadonlyMap<SubscriberReason, number> };

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

/** Subscribers without an account as files for the import of SALESmanago. */
@Injectable()
export class SubscribersService {
  /** Less in specs. */
  bytesPerPart = MOST_BYTES;

  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(AuditService) private readonly audit: AuditService,
  ) {}

  /** @throws ApiProblem 404 · 409 `subscribers_not_sent` */
  async count(caller: Principal, id: string, language: Language): Promise<SubscribersView> {
    const { source, shape } = await this.plan(caller, id);
    const { rows, parts, leftOut } = await withSubscribers(this.dataSource, source, (read) => this.measure(read, shape));
    return {
      count: total(rows), parts, bytesPerPart: this.bytesPerPart,
      leftOut: SUBSCRIBER_REASONS.flatMap((reason) => (leftOut.has(reason) ? [{ reason, count: leftOut.get(reason) ?? 0, text: LEFT_OUT_TEXTS[reason][language] }] : [])),
    };
  }

  /** Sends one part; who took it is written down first. @throws like `count` · 404 `part_unknown` */
  async send(caller: Principal, id: string, part: number, response: Response): Promise<void> {
    const { source, shape } = await this.plan(caller, id);
    await withSubscribers(this.dataSource, source, async (read) => {
      const { rows, parts } = await this.measure(read, shape);
      if (part > parts) throw partUnknown(parts);
      const count = total(rows.filter((_rows, slice) => isInPart(slice, part, parts)));
      await this.audit.record(this.dataSource.manager, caller, { action: 'route.subscribers_export', objectId: id, detail: { part, parts, count } });
      response.type('text/csv; charset=utf-8');
      response.attachment(`subscribers-${String(part)}-of-${String(parts)}.csv`);
      for (const [name, value] of Object.entries({ part, parts, count })) response.setHeader(`x-sztafeta-${name}`, String(value));
      response.setTimeout(IDLE_MS, () => response.destroy());
      try {
        await pipeline(this.lines(read, shape, (slice) => isInPart(slice, part, parts)), response);
      } catch (error) {
        // Whoever hangs up has their reasons.
        if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
      }
    });
  }

  private async plan(caller: Principal, id: string): Promise<Plan> {
    const route = await findRoute(this.dataSource.manager, caller.workspaceId, id);
    const options = route.options as unknown as RouteOptions;
    if (options.scope !== 'everyone') throw subscribersNotSent();
    const { destination } = await endsOfOne(this.dataSource.manager, route);
    return { source: { integrationId: route.integrationId, routeId: id, destinationId: destination.id, account: destination.account, shop: options.shop }, shape: options };
  }

  private async measure(read: ReadSubscribers, shape: CsvShape): Promise<Size> {
    const rows = Array.from({ length: SLICES }, () => 0);
    const bytes = Array.from({ length: SLICES }, () => 0);
    const leftOut = new Map<SubscriberReason, number>();
    for await (const batch of read()) {
      for (const reason of batch.leftOut) leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1);
      const lines = csvLines(batch.subscribers, shape).split(LINE_END);
      for (const [n, { address }] of batch.subscribers.entries()) {
        const slice = sliceOf(address);
        rows[slice] = (rows[slice] ?? 0) + 1;
        bytes[slice] = (bytes[slice] ?? 0) + Buffer.byteLength(`${lines[n] ?? ''}${LINE_END}`);
      }
    }
    return { rows, parts: partsFor(bytes, Buffer.byteLength(csvHead(shape)), this.bytesPerPart), leftOut };
  }

  private async *lines(read: ReadSubscribers, shape: CsvShape, takes: (slice: number) => boolean): AsyncGenerator<string> {
    yield csvHead(shape);
    for await (const { subscribers } of read()) {
      const own = subscribers.filter(({ address }) => takes(sliceOf(address)));
      if (own.length > 0) yield csvLines(own, shape);
    }
  }
}

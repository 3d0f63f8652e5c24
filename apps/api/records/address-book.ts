import type { EntityManager } from 'typeorm';
import type { PostalAddress } from '#libs/domain/records.js';
import { recordsOf, STORED_COLUMNS, type Stored, type StoredRow } from './stored-record.js';

const ADDRESSES = `
  select ${STORED_COLUMNS} from unnest($1::uuid[], $2::text[]) as wanted(integration_id, external_id)
  join source_record s on s.integration_id = wanted.integration_id and s.kind = 'address' and s.external_id = wanted.external_id`;

const place = (integrationId: string, externalId: string): string => `${integrationId} ${externalId}`;

/** The addresses of orders: inside the order, or in address records it refers to, whatever the platform does. */
export class AddressBook {
  private constructor(private readonly referred: ReadonlyMap<string, PostalAddress>) {}

  /** Reads what the orders refer to: one statement for a whole list, none when nothing is referred to. */
  static async of(manager: Pick<EntityManager, 'query'>, orders: readonly Stored<'order'>[]): Promise<AddressBook> {
    const wanted = new Map<string, { readonly integrationId: string; readonly externalId: string }>();
    for (const { integrationId, record } of orders) {
      const ids = [record.deliveryAddress === null ? record.deliveryAddressId : null, record.invoiceAddress === null ? record.invoiceAddressId : null];
      for (const externalId of ids) if (externalId !== null) wanted.set(place(integrationId, externalId), { integrationId, externalId });
    }
    if (wanted.size === 0) return new AddressBook(new Map());
    const values = [...wanted.values()];
    const rows = await manager.query<StoredRow[]>(ADDRESSES, [values.map((value) => value.integrationId), values.map((value) => value.externalId)]);
    return new AddressBook(new Map(recordsOf(rows, 'address').map((row) => [place(row.integrationId, row.externalId), row.record.address])));
  }

  delivery({ integrationId, record }: Stored<'order'>): PostalAddress | null {
    return record.deliveryAddress ?? this.find(integrationId, record.deliveryAddressId);
  }

  invoice({ integrationId, record }: Stored<'order'>): PostalAddress | null {
    return record.invoiceAddress ?? this.find(integrationId, record.invoiceAddressId);
  }

  private find(integrationId: string, externalId: string | null): PostalAddress | null {
    return externalId === null ? null : (this.referred.get(place(integrationId, externalId)) ?? null);
  }
}

import type { ErasurePreview } from '#libs/erasure/preview.js';
import type { HeldThere, Receipt } from '#libs/erasure/receipt.js';
import type { Language } from '#libs/domain/words.js';
import type { Customer } from '../customers/customer.finder.js';
import type { ErasureView, PreviewView } from './erasure.schemas.js';
import { PREVIEW, stateText, todoText } from './erasure.texts.js';

export type StoredErasure = {
  readonly id: string; readonly customerId: string; readonly state: ErasureView['state']; readonly requestedBy: string; readonly requestedAt: Date; readonly removedAt: Date | null; readonly finishedAt: Date | null; readonly receipt: Receipt;
};

const heldViews = (held: readonly HeldThere[], language: Language): ErasureView['receipt']['destinations'] => held.map((one) => ({ ...one, todo: todoText(one)[language] }));

export function erasureViewOf(row: StoredErasure, language: Language): ErasureView {
  const { receipt } = row;
  return {
    id: row.id, customerId: row.customerId, state: row.state, requestedBy: row.requestedBy, message: stateText(row)[language],
    requestedAt: row.requestedAt.toISOString(), removedAt: row.removedAt?.toISOString() ?? null, finishedAt: row.finishedAt?.toISOString() ?? null,
    receipt: {
      note: receipt.note ?? null, removed: { ...receipt.removed }, tombstones: receipt.tombstones ?? 0, shared: receipt.shared ?? 0, deliveries: receipt.deliveries ?? { cancelled: 0, unclear: 0 },
      destinations: heldViews(receipt.destinations ?? [], language),
      search: receipt.search === undefined ? null : { ...receipt.search, found: [...receipt.search.found], unread: [...receipt.search.unread] },
    },
  };
}

export function previewViewOf(customer: Customer, preview: ErasurePreview, language: Language): PreviewView {
  return { customerId: customer.id, name: customer.name, ...preview, records: { ...preview.records }, destinations: heldViews(preview.destinations, language), message: PREVIEW[language] };
}

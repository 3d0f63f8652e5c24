/** Where the sealed values of an erasure are kept until its search is over. */
export const tracesPlace = (erasureId: string): { readonly ownerKind: string; readonly ownerId: string; readonly name: string } => ({ ownerKind: 'erasure', ownerId: erasureId, name: 'traces' });

/** What is known when a record's address has changed. */
export type AddressChange = {
  readonly oldDeliveredFromThisRecord: boolean;
  /** Any other routed record still has the old address. */
  readonly otherRecordsCarryOld: boolean;
  /** Read just before. */
  readonly newKnownThere: boolean;
};

/**
 * Whether a contact is renamed. Otherwise the new address becomes a contact of its own: renaming somebody else's contact, or
 * onto one that exists, would mix two people's histories and consents.
 */
export function newEmailAllowed({ oldDeliveredFromThisRecord, otherRecordsCarryOld, newKnownThere }: AddressChange): boolean {
  return oldDeliveredFromThisRecord && !otherRecordsCarryOld && !newKnownThere;
}

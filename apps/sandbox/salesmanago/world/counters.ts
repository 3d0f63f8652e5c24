/** What happened in the account that a test wants to know and no read shows. */
export type Counters = {
  contactsCreated: number;
  /** Removed contacts that a write brought back. */
  contactsRestored: number;
  /** Confirmation mails of double opt-in (sheet section 11, item 4). */
  confirmationMails: number;
  /** Starts of workflows with these triggers. */
  workflowsByContacts: number;
  workflowsByTags: number;
  workflowsByEvents: number;
  /** Records of `batchupsertv2` that were passed over in silence. */
  skippedRecords: number;
};

export function newCounters(): Counters {
  return { contactsCreated: 0, contactsRestored: 0, confirmationMails: 0, workflowsByContacts: 0, workflowsByTags: 0, workflowsByEvents: 0, skippedRecords: 0 };
}

import type { Contact } from './model.js';

/** Contacts of the account, in the order they came; one for each lower-cased address. */
export class Contacts {
  private readonly byEmail = new Map<string, Contact>();
  private readonly byId = new Map<string, Contact>();

  private readonly places = new WeakMap<Contact, number>();
  private last = 0;

  get all(): readonly Contact[] {
    return [...this.byId.values()];
  }

  get count(): number {
    return this.byId.size;
  }

  find(email: string): Contact | undefined {
    return this.byEmail.get(email.toLowerCase());
  }

  get(id: string): Contact | undefined {
    return this.byId.get(id);
  }

  /** Grows with creation. */
  place(contact: Contact): number {
    return this.places.get(contact) ?? 0;
  }

  add(contact: Contact): Contact {
    this.places.set(contact, (this.last += 1));
    this.byEmail.set(contact.email, contact);
    this.byId.set(contact.id, contact);
    return contact;
  }

  /** The contact keeps its id. */
  rekey(contact: Contact, email: string): void {
    this.byEmail.delete(contact.email);
    contact.email = email;
    this.byEmail.set(email, contact);
  }

  /** Leaves nothing. */
  remove(contact: Contact): void {
    this.byEmail.delete(contact.email);
    this.byId.delete(contact.id);
  }
}

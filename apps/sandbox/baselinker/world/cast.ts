/** Everybody who buys. Some share a telephone, some have two addresses, some buy for a company. */
import type { Random } from '../../common/random.js';
import type { KnownPerson } from '../options.js';
import { emailOf, homeOf, nameOf, nipOf, phoneDigits, type Person } from './people.js';

/** The first of every cast, so that the smallest account has the hard cases: key, name, telephone, addresses. */
const FIRST: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['Halina', 'Wzorcowa', '500100200', ['halina@wzorcowy.example']],
  // Another surname, the same telephone.
  ['Żegota', 'Gęśliński', '500100200', ['zegota@wzorcowy.example']],
  // One telephone, two addresses.
  ['Józef', 'Źdźbłowski', '511222333', ['jozef.zdzblowski@example.com', 'biuro.jz@example.org']],
];
const DOMAINS = ['example.com', 'poczta.example.pl', 'example.org'];

export class Cast {
  readonly people: Person[] = [];
  /** Coded addresses are constant for a buyer at one seller account: by account and person. */
  private readonly hashes = new Map<string, string>();

  constructor(private readonly random: Random) {}

  get(key: string): Person | undefined {
    return this.people.find((person) => person.key === key);
  }

  /** Fills the cast up. */
  fill(count: number, known: readonly KnownPerson[]): void {
    for (const [firstName, lastName, phone, emails] of FIRST) this.add({ firstName, lastName, phone, emails });
    for (const person of known) this.known(person);
    for (let n = this.people.length; n < count; n += 1) this.invent();
  }

  /** Somebody given by name: the one with that address and telephone, or a new one. */
  known({ email, firstName, lastName, phone = '', company = '', nip = '' }: KnownPerson): Person {
    const found = this.people.find((person) => person.emails.includes(email) && person.phone === phone && person.lastName === lastName);
    return found ?? this.add({ firstName, lastName, phone, emails: email === '' ? [] : [email], company, nip });
  }

  invent(): Person {
    const n = this.people.length + 1;
    const name = nameOf(this.random);
    const company = n % 6 === 5 ? `Hurtownia Źdźbło ${String(n)} sp. z o.o.` : '';
    const shared = n % 12 === 7 ? this.people[n - 2]?.phone : undefined;
    const emails = [emailOf(name, n, this.random.pick(DOMAINS)), ...(n % 9 === 4 ? [`kontakt${String(n)}@example.org`] : [])];
    return this.add({ ...name, phone: shared ?? phoneDigits(this.random), emails, company, nip: company === '' ? '' : nipOf(this.random) });
  }

  hash(person: Person, sourceId: number): string {
    const place = `${String(sourceId)} ${person.key}`;
    const known = this.hashes.get(place);
    if (known !== undefined) return known;
    const made = this.random.text(10, 'abcdefghijklmnopqrstuvwxyz0123456789');
    this.hashes.set(place, made);
    return made;
  }

  private add({ company = '', nip = '', ...who }: Pick<Person, 'firstName' | 'lastName' | 'phone' | 'emails'> & { readonly company?: string; readonly nip?: string }): Person {
    const login = this.random.chance(0.4) ? `Client:${this.random.text(8, '123456789')}` : `zmyslony_${this.random.text(6, 'abcdefgh0123456789')}`;
    const person: Person = { key: `p${String(this.people.length + 1)}`, ...who, company, nip, login, home: homeOf(this.random) };
    this.people.push(person);
    return person;
  }
}

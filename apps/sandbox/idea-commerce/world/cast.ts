/** Everybody who buys. Some share a telephone, some buy for a company. */
import type { Random } from '../../common/random.js';
import type { KnownPerson } from '../options.js';
import { emailOf, homeOf, nameOf, nipOf, phoneDigits, type Person } from './people.js';

/** The first of every cast, so that the smallest instance has the hard cases. */
const FIRST: readonly KnownPerson[] = [
  { firstName: 'Halina', lastName: 'Wzorcowa', phone: '500100200', email: 'halina@wzorcowy.example', login: 'Client:88000111' },
  // Another surname, the same telephone.
  { firstName: 'Żegota', lastName: 'Gęśliński', phone: '500100200', email: 'zegota@wzorcowy.example' },
  { firstName: 'Józef', lastName: 'Źdźbłowski', phone: '', email: 'jozef.zdzblowski@example.com' },
];
const DOMAINS = ['example.com', 'poczta.example.pl', 'example.org'];
const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

export class Cast {
  readonly people: Person[] = [];
  /** Coded addresses are constant for a buyer at one seller account (Allegro sheet B3): by account and person. */
  private readonly hashes = new Map<string, string>();
  private readonly given = new Map<string, string>();

  constructor(private readonly random: Random) {}

  get(key: string): Person | undefined {
    return this.people.find((person) => person.key === key);
  }

  /** Fills the cast up. */
  fill(count: number, known: readonly KnownPerson[]): void {
    for (const person of [...FIRST, ...known]) this.known(person);
    for (let n = this.people.length; n < count; n += 1) this.invent();
  }

  /** Somebody given by name: the one with that address and telephone, or a new one. */
  known({ email, firstName, lastName, phone = '', company = '', nip = '', login, hash }: KnownPerson): Person {
    const found = this.people.find((person) => person.email === email && person.phone === phone && person.lastName === lastName);
    const person = found ?? this.add({ firstName, lastName, phone, email, company, nip, login: login ?? this.login() });
    if (hash !== undefined) this.given.set(person.key, hash);
    return person;
  }

  invent(): Person {
    const n = this.people.length + 1;
    const name = nameOf(this.random);
    const company = n % 6 === 5 ? `Hurtownia Źdźbło ${String(n)} sp. z o.o.` : '';
    const shared = n % 12 === 7 ? this.people[n - 2]?.phone : undefined;
    return this.add({ ...name, phone: shared ?? phoneDigits(this.random), email: emailOf(name, n, this.random.pick(DOMAINS)), company, nip: company === '' ? '' : nipOf(this.random), login: this.login() });
  }

  /** Of one buyer at one account of the seller; a given one belongs to the first account (number 1). */
  hash(person: Person, account: number): string {
    const place = `${String(account)} ${person.key}`;
    const known = (account === 1 ? this.given.get(person.key) : undefined) ?? this.hashes.get(place);
    if (known !== undefined) return known;
    const made = this.random.text(10, LETTERS);
    this.hashes.set(place, made);
    return made;
  }

  private login(): string {
    return this.random.chance(0.4) ? `Client:${this.random.text(8, '123456789')}` : `zmyslony_${this.random.text(6, LETTERS)}`;
  }

  private add(who: Omit<Person, 'key' | 'home'>): Person {
    const person: Person = { key: `p${String(this.people.length + 1)}`, ...who, home: homeOf(this.random) };
    this.people.push(person);
    return person;
  }
}

/** Invented people, and how their names and telephones are written by different hands. */
import type { Random } from '../../common/random.js';

const WOMEN = ['Halina', 'Łucja', 'Bożena', 'Świętosława', 'Jadwiga', 'Róża', 'Małgorzata', 'Anna Maria'];
const MEN = ['Józef', 'Żegota', 'Mścisław', 'Łukasz', 'Wojciech', 'Grzegorz', 'Rafał', 'Zdzisław'];
const SURNAMES = [['Wzorcowa', 'Wzorcowy'], ['Źdźbłowska', 'Źdźbłowski'], ['Gęślińska', 'Gęśliński'], ['Próbna', 'Próbny'], ['Żółtańska-Wąs', 'Żółtański'], ['Makietowa', 'Makietowy'], ['Ćwiczebna', 'Ćwiczebny'], ['Łąkowska', 'Łąkowski']] as const;
const STREETS = ['Zmyślona', 'ul. Próbna', 'Źdźbłowa', 'os. Testowe', 'al. Wzorcowa'];
const TOWNS = [['Łódź', '90-'], ['Świętochłowice', '41-'], ['Żywiec', '34-'], ['Kraków', '30-'], ['Jastrzębie-Zdrój', '44-'], ['Warszawa', '00-']] as const;
const BARE: Readonly<Record<string, string>> = { ą: 'a', ć: 'c', ę: 'e', ł: 'l', ń: 'n', ó: 'o', ś: 's', ź: 'z', ż: 'z' };

export type Home = { readonly street: string; readonly zip: string; readonly city: string };

export type Person = {
  readonly key: string;
  readonly firstName: string;
  readonly lastName: string;
  /** As text; nine digits unless somebody gave it. '' = none. */
  readonly phone: string;
  /** '' = none. */
  readonly email: string;
  /** At Allegro. */
  readonly login: string;
  readonly home: Home;
  /** '' = a private person. */
  readonly company: string;
  readonly nip: string;
};

/** Without Polish letters. */
export function bare(text: string): string {
  return text.replace(/[ąćęłńóśźż]/giu, (letter) => {
    const plain = BARE[letter.toLowerCase()] ?? '';
    return letter === letter.toLowerCase() ? plain : plain.toUpperCase();
  });
}

export function nameOf(random: Random): { firstName: string; lastName: string } {
  const woman = random.chance(0.5);
  const [female, male] = random.pick(SURNAMES);
  return woman ? { firstName: random.pick(WOMEN), lastName: female } : { firstName: random.pick(MEN), lastName: male };
}

export function homeOf(random: Random): Home {
  const [city, prefix] = random.pick(TOWNS);
  return { street: `${random.pick(STREETS)} ${String(random.int(1, 180))}/${String(random.int(1, 60))}`, zip: prefix + random.text(3, '0123456789'), city };
}

export function phoneDigits(random: Random): string {
  return `5${random.text(8, '0123456789')}`;
}

/** @param n keeps it unique */
export function emailOf({ firstName, lastName }: { readonly firstName: string; readonly lastName: string }, n: number, domain: string): string {
  return `${bare(firstName).toLowerCase().replace(' ', '_')}.${bare(lastName).toLowerCase()}${String(n)}@${domain}`;
}

/** Nine digits as people type them in a shop. */
export function typedPhone(random: Random, digits: string): string {
  if (!/^\d{9}$/u.test(digits)) return digits;
  const groups = [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)];
  return random.pick([digits, digits, `+48${digits}`, groups.join(' '), groups.join('-'), `+48 ${groups.join(' ')}`, `0048${digits}`, `tel. ${digits}`]);
}

/** Ten digits with a right check digit and a prefix no tax office has; some with the country or dashes. */
export function nipOf(random: Random): string {
  const weights = [6, 5, 7, 2, 3, 4, 5, 6, 7];
  let digits = '';
  let check = 10;
  while (check === 10) {
    digits = `000${random.text(6, '123456789')}`;
    check = weights.reduce((sum, weight, at) => sum + weight * Number(digits.charAt(at)), 0) % 11;
  }
  const whole = `${digits}${String(check)}`;
  return random.pick([whole, whole, `PL${whole}`, `${whole.slice(0, 3)}-${whole.slice(3, 6)}-${whole.slice(6, 8)}-${whole.slice(8)}`]);
}

/** Invented people, and how their names and telephones are written by different hands. */
import type { Random } from '../../common/random.js';

const WOMEN = ['Halina', 'Łucja', 'Bożena', 'Świętosława', 'Jadwiga', 'Róża', 'Małgorzata', 'Żaneta'];
const MEN = ['Józef', 'Żegota', 'Mścisław', 'Łukasz', 'Wojciech', 'Grzegorz', 'Rafał', 'Zdzisław'];
const SURNAMES = [['Wzorcowa', 'Wzorcowy'], ['Źdźbłowska', 'Źdźbłowski'], ['Gęślińska', 'Gęśliński'], ['Próbna', 'Próbny'], ['Żółtańska', 'Żółtański'], ['Makietowa', 'Makietowy'], ['Ćwiczebna', 'Ćwiczebny'], ['Łąkowska', 'Łąkowski']] as const;
const STREETS = ['Zmyślona', 'ul. Próbna', 'Źdźbłowa', 'os. Testowe', 'al. Wzorcowa'];
const TOWNS = [['Łódź', '90-'], ['Świętochłowice', '41-'], ['Żywiec', '34-'], ['Kraków', '30-'], ['Jastrzębie-Zdrój', '44-'], ['Warszawa', '00-']] as const;
const BARE: Readonly<Record<string, string>> = { ą: 'a', ć: 'c', ę: 'e', ł: 'l', ń: 'n', ó: 'o', ś: 's', ź: 'z', ż: 'z' };

export type Home = { readonly address: string; readonly postcode: string; readonly city: string };

export type Person = {
  readonly key: string;
  readonly firstName: string;
  readonly lastName: string;
  /** As text; nine digits unless somebody gave it. */
  readonly phone: string;
  /** Real addresses; the first is used most. */
  readonly emails: readonly string[];
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
  const [city, postcode] = random.pick(TOWNS);
  return { address: `${random.pick(STREETS)} ${String(random.int(1, 180))}/${String(random.int(1, 60))}`, postcode: postcode + random.text(3, '0123456789'), city };
}

export function phoneDigits(random: Random): string {
  return `5${random.text(8, '0123456789')}`;
}

/** @param n keeps it unique */
export function emailOf({ firstName, lastName }: { readonly firstName: string; readonly lastName: string }, n: number, domain: string): string {
  return `${bare(firstName).toLowerCase()}.${bare(lastName).toLowerCase()}${String(n)}@${domain}`;
}

/** Nine digits as people type them in a shop. */
export function typedPhone(random: Random, digits: string): string {
  if (!/^\d{9}$/u.test(digits)) return digits;
  const groups = [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6)];
  return random.pick([digits, digits, `+48${digits}`, groups.join(' '), groups.join('-'), `+48 ${groups.join(' ')}`, `0048${digits}`, `tel. ${digits}`, `(48)${digits}`]);
}

/** Ten digits with a right check digit and a prefix no tax office has; some with dashes. */
export function nipOf(random: Random): string {
  const weights = [6, 5, 7, 2, 3, 4, 5, 6, 7];
  let digits = '';
  let check = 10;
  while (check === 10) {
    digits = `000${random.text(6, '123456789')}`;
    check = weights.reduce((sum, weight, at) => sum + weight * Number(digits.charAt(at)), 0) % 11;
  }
  return random.chance(0.4) ? `${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6, 8)}-${digits.slice(8)}${String(check)}` : `${digits}${String(check)}`;
}

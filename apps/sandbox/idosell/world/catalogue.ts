/** Goods of the shop: few, but with every shape of category the platform knows. */
import { clockChange } from './clock.js';
import type { Random } from '../../common/random.js';

export type Product = {
  readonly id: number;
  readonly name: string;
  readonly code: string;
  readonly version: string | null;
  readonly sizes: readonly string[];
  readonly vat: number;
  /** Gross, grosze. */
  readonly price: number;
  readonly weight: number;
  /** Ids of menu items, any of MENU. */
  readonly menu: readonly number[];
  readonly categoryId: number;
  readonly idosellCategory: number;
  readonly producer: string;
  /** Gone from the catalogue, still in old orders. */
  readonly deleted: boolean;
  /** Sold by the metre: quantities are decimals. */
  readonly fractional: boolean;
  readonly added: string;
  readonly modified: string;
};

export type Node = { readonly id: number; readonly parent: number; readonly pol: string; readonly eng: string };

/** Menu items; names may hold `/`, the path separator is a backslash. */
export const MENU: readonly Node[] = [
  { id: 1, parent: 0, pol: 'Kobieta', eng: 'Women' }, { id: 2, parent: 1, pol: 'Buty', eng: 'Shoes' }, { id: 3, parent: 2, pol: 'Botki', eng: 'Ankle boots' },
  { id: 4, parent: 2, pol: 'Szpilki/czółenka', eng: 'Heels/pumps' }, { id: 5, parent: 0, pol: 'Mężczyzna', eng: 'Men' }, { id: 6, parent: 5, pol: 'Koszule', eng: 'Shirts' },
  { id: 7, parent: 0, pol: 'Dom i ogród', eng: 'Home & garden' }, { id: 8, parent: 7, pol: 'Tkaniny na metry', eng: 'Fabrics by the metre' },
  { id: 9, parent: 7, pol: 'Kuchnia', eng: 'Kitchen' }, { id: 10, parent: 0, pol: 'Wyprzedaż -50%', eng: 'Sale -50%' }, { id: 11, parent: 0, pol: 'Nowości', eng: 'New' },
];

/** Own categories; the slash is part of the name. */
export const CATEGORIES: readonly Node[] = [
  { id: 101, parent: 0, pol: 'Obuwie/Sportowe', eng: 'Footwear/Sport' }, { id: 102, parent: 0, pol: 'Obuwie', eng: 'Footwear' }, { id: 103, parent: 102, pol: 'Damskie', eng: "Women's" },
  { id: 104, parent: 0, pol: 'Odzież', eng: 'Clothing' }, { id: 105, parent: 104, pol: 'Koszule/bluzki', eng: 'Shirts/blouses' }, { id: 106, parent: 0, pol: 'Dom', eng: 'Home' },
  { id: 107, parent: 106, pol: 'Tkaniny', eng: 'Fabrics' }, { id: 108, parent: 0, pol: 'Bez nazwy angielskiej', eng: '' },
];

export const IDOSELL_CATEGORIES: readonly { readonly id: number; readonly path: string }[] = [
  { id: 0, path: '' }, { id: 1188, path: 'Odzież i akcesoria > Obuwie' }, { id: 1604, path: 'Odzież i akcesoria > Ubrania' }, { id: 536, path: 'Dom i ogród > Kuchnia' },
];

const NAMES = ['Botki zamszowe', 'Szpilki lakierowane', 'Koszula lniana', 'Bluza z kapturem', 'Tkanina „Żuraw”', 'Kubek emaliowany', 'Obrus w łąkę', 'Impregnat 200 ml', 'Pędzel <płaski> 5"', 'Świeca sojowa'];
const COLOURS = ['brązowy', 'żółty', 'biało-czarny', 'ćma'];
const MENUS: readonly (readonly number[])[] = [[3], [4, 10], [6], [6, 11], [8], [9], [7, 10], [], [9, 11], []];
const CATEGORY_OF = [103, 103, 105, 104, 107, 106, 106, 101, 108, 0];
const VATS = [23, 23, 23, 23, 8, 23, 8, 23, 23, 5];

/** @param end last day of the history, `YYYY-MM-DD` */
export function products(random: Random, end: string): Product[] {
  const year = Number(end.slice(0, 4));
  return Array.from({ length: 60 }, (_unused, index) => {
    const kind = index % NAMES.length;
    const shoe = kind < 2;
    const at = (clockChange(year - 2, 2) + random.int(0, 600) * 86_400 + random.int(0, 86_399)) * 1000;
    return {
      id: 90 + index * 7 + random.int(0, 6),
      name: `${NAMES[kind] ?? ''} ${String(Math.floor(index / NAMES.length) + 1)}`,
      code: random.chance(0.2) ? '' : `KOD-${String(1000 + index)}`,
      version: random.chance(0.3) ? random.pick(COLOURS) : null,
      sizes: shoe ? ['36', '37', '38', '39'] : kind === 2 ? ['S', 'M', 'L', 'XL'] : ['uniw'],
      vat: VATS[kind] ?? 23,
      price: random.int(500, 40_000),
      weight: random.int(1, 40) * 50,
      menu: MENUS[kind] ?? [],
      categoryId: CATEGORY_OF[kind] ?? 0,
      idosellCategory: shoe ? 1188 : kind < 4 ? 1604 : kind === 5 ? 536 : 0,
      producer: random.pick(['Zmyślone', 'Makieta & Co', 'Łódka']),
      deleted: index % 29 === 28,
      fractional: kind === 4,
      added: new Date(at - 86_400_000 * 30).toISOString().slice(0, 19).replace('T', ' '),
      modified: new Date(at).toISOString().slice(0, 19).replace('T', ' '),
    };
  });
}

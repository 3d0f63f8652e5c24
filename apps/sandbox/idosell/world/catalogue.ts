/** Goods of the shop: few, but with every shape of category the platform knows. */
import { clockChange } from './clock.js';
import type { DamageKind } from './model.js';
import type { Random } from '../../common/random.js';

export type Product = {
  readonly id: number;
  readonly name: string;
  /** '' = the shop has no text in English. */
  readonly nameEng: string;
  /** HTML as a shop owner writes it. */
  readonly description: string;
  readonly code: string;
  readonly version: string | null;
  readonly sizes: readonly string[];
  readonly vat: number;
  /** Gross, grosze. */
  readonly price: number;
  /** Of a promotion that runs; null = none. */
  readonly promo: number | null;
  /** Struck through beside the price; null = none. */
  readonly strikethrough: number | null;
  /** For sale over all stocks; -1 = not counted. */
  readonly quantity: number;
  readonly visible: boolean;
  /** Only the first shop has it. */
  readonly firstShopOnly: boolean;
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
  readonly damage?: DamageKind;
};

export type Node = { readonly id: number; readonly parent: number; readonly pol: string; readonly eng: string };

/** Menu items; names may hold `/`, the path separator is a backslash. */
export const MENU: readonly Node[] = [
  { id: 1, parent: 0, pol: 'Kobieta', eng: 'Women' }, { id: 2, parent: 1, pol: 'Buty', eng: 'Shoes' }, { id: 3, parent: 2, pol: 'Botki', eng: 'Ankle boots' },
  { id: 4, parent: 2, pol: 'Szpilki/czółenka', eng: 'Heels/pumps' }, { id: 5, parent: 0, pol: 'Mężczyzna', eng: 'Men' }, { id: 6, parent: 5, pol: 'Koszule', eng: 'Shirts' },
  { id: 7, parent: 0, pol: 'Dom i ogród', eng: 'Home & garden' }, { id: 8, parent: 7, pol: 'Tkaniny na metry', eng: 'Fabrics by the metre' },
  { id: 9, parent: 7, pol: 'Kuchnia', eng: 'Kitchen' }, { id: 10, parent: 0, pol: 'Wyprzedaż -50%', eng: 'Sale -50%' }, { id: 11, parent: 0, pol: 'Nowości', eng: 'New' },
  { id: 12, parent: 9, pol: 'Kubki, filiżanki', eng: 'Mugs, cups' }, { id: 13, parent: 12, pol: '„Duże” & <małe>', eng: "Tom's \"big\" & <small>" },
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

const NAMES = ['Botki zamszowe', 'Szpilki lakierowane', 'Koszula lniana', 'Bluza z kapturem', 'Tkanina „Żuraw”', 'Kubek "Tom & Jerry\'s" <emalia>', 'Obrus w łąkę', 'Impregnat 200 ml', 'Pędzel <płaski> 5"', 'Świeca sojowa'];
const NAMES_ENG = ['Suede ankle boots', 'Patent heels', 'Linen shirt', 'Hoodie', 'Fabric', 'Mug "Tom & Jerry\'s" <enamel>', 'Tablecloth', 'Waterproofing 200 ml', 'Brush <flat> 5"', ''];
const COLOURS = ['brązowy', 'żółty', 'biało-czarny', 'ćma'];
const MENUS: readonly (readonly number[])[] = [[3], [4, 10], [6], [6, 11], [8], [13], [7, 10], [], [9, 11], []];
const CATEGORY_OF = [103, 103, 105, 104, 107, 106, 106, 101, 108, 0];
const DESCRIPTIONS = ['<p>Zmyślony towar &amp; opis.</p>', '', '<ul><li>5" &lt; 6"</li>\n<li>100 % „bawełny”</li></ul>'];
const VATS = [23, 23, 23, 23, 8, 23, 8, 23, 23, 5];

/** @param end last day of the history, `YYYY-MM-DD` */
export function products(random: Random, end: string): Product[] {
  return drawn(random, end).map((product, index) => ({ ...product, promo: index % 11 === 10 ? Math.round(product.price * 0.7) : null, strikethrough: index % 6 === 5 ? Math.round(product.price * 1.25) : null }));
}

function drawn(random: Random, end: string): Product[] {
  const year = Number(end.slice(0, 4));
  return Array.from({ length: 60 }, (_unused, index) => {
    const kind = index % NAMES.length;
    const shoe = kind < 2;
    const at = (clockChange(year - 2, 2) + random.int(0, 600) * 86_400 + random.int(0, 86_399)) * 1000;
    return {
      id: 90 + index * 7 + random.int(0, 6),
      name: `${NAMES[kind] ?? ''} ${String(Math.floor(index / NAMES.length) + 1)}`,
      nameEng: NAMES_ENG[kind] === '' ? '' : `${NAMES_ENG[kind] ?? ''} ${String(Math.floor(index / NAMES.length) + 1)}`,
      description: DESCRIPTIONS[index % DESCRIPTIONS.length] ?? '',
      code: random.chance(0.2) ? '' : `KOD-${String(1000 + index)}`,
      version: random.chance(0.3) ? random.pick(COLOURS) : null,
      sizes: shoe ? ['36', '37', '38', '39'] : kind === 2 ? ['S', 'M', 'L', 'XL'] : ['uniw'],
      vat: VATS[kind] ?? 23,
      price: random.int(500, 40_000),
      // By the place in the list, so that nothing else of the shop depends on it.
      promo: null,
      strikethrough: null,
      quantity: index % 9 === 8 ? 0 : index % 13 === 12 ? -1 : 1 + (index % 7),
      visible: index % 23 !== 22,
      firstShopOnly: index % 5 === 4,
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

/** What every seller sets up: sources, statuses, extra fields (sheet section 6), and what is sold. */
export const ALLEGRO = [7301, 7302] as const;
export const SHOPS = [9014, 9015] as const;
export const AMAZON = 4101;
export const EBAY = 5201;

/** Account names by source type and account id; a type without accounts is there as well. */
export function sourcesOf(shops: 1 | 2): Readonly<Record<string, Readonly<Record<string, string>>>> {
  return {
    personal: { 0: 'Osobiście/tel.' },
    shop: Object.fromEntries(SHOPS.slice(0, shops).map((id, at) => [id, at === 0 ? 'wzorcowy.example' : 'drugi.wzorcowy.example'])),
    blconnect: {},
    allegro: { [ALLEGRO[0]]: 'sklep-wzorcowy', [ALLEGRO[1]]: 'wzorcowy-outlet' },
    ebay: { [EBAY]: 'wzorcowy_ebay' },
    amazon: { [AMAZON]: 'Wzorcowy Amazon' },
    order_return: { 0: 'Zwroty' },
  };
}

export type Status = { readonly id: number; readonly name: string; readonly nameForCustomer: string; readonly color: string; readonly groupId: number; readonly primary: 0 | 1 };

export const STATUSES: readonly Status[] = [
  { id: 50207, name: 'Nowe zamówienia', nameForCustomer: 'Przyjęte do realizacji', color: '#2e86de', groupId: 11, primary: 1 },
  { id: 50211, name: 'Do wysłania', nameForCustomer: 'W realizacji', color: '#f5a623', groupId: 11, primary: 0 },
  { id: 50215, name: 'Wysłane', nameForCustomer: 'Wysłane', color: '#27ae60', groupId: 12, primary: 0 },
  { id: 50219, name: 'Doręczone', nameForCustomer: 'Doręczone', color: '#16a085', groupId: 12, primary: 0 },
  { id: 50223, name: 'Anulowane', nameForCustomer: 'Anulowane', color: '#7f8c8d', groupId: 13, primary: 0 },
  { id: 50227, name: 'Zwroty', nameForCustomer: 'Zwrot', color: '#c0392b', groupId: 13, primary: 0 },
];
export const STATUS = { fresh: 50207, toSend: 50211, sent: 50215, delivered: 50219, cancelled: 50223, returned: 50227 } as const;

export const EXTRA_FIELDS = [
  { extra_field_id: 135, name: 'Rodzaj klienta', editor_type: 'select', options: ['B2B', 'B2C'] },
  { extra_field_id: 172, name: 'Data umowy', editor_type: 'date' },
  { extra_field_id: 181, name: 'Umowa', editor_type: 'file' },
] as const;

/** Name, SKU, EAN, price in grosze, kg. */
export const PRODUCTS: readonly (readonly [string, string, string, number, number])[] = [
  ['Koc wełniany 140x200', 'KOC-140', '5900000000017', 12999, 1.2],
  ['Poduszka z łuską gryki', 'POD-GRY', '5900000000024', 5950, 2],
  ['Świeca sojowa "Źródło"', 'SWI-ZRO', '5900000000031', 3900, 0.4],
  ['Kubek & spodek', 'KUB-SPO', '', 4500, 0.6],
  ['Obrus lniany ąęśćż', 'OBR-LEN', '5900000000048', 21000, 0.9],
  ['Stołek dębowy', '', '5900000000055', 34999, 5.25],
  ['Zakładka do książki', 'ZAK-KSI', '5900000000062', 1, 0],
];

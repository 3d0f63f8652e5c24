import { cellText, type Row } from '../data/row.js';
import type { AllegroLoginPlace } from '../options.js';
import type { AllegroBuyer } from './allegro-buyer.js';
import { COUNTRY_IDS } from './dictionaries.js';
import { company, nip, phone, place, street } from './people.js';
import type { Random } from '../../common/random.js';

export type AddressInput = {
  readonly id: number;
  readonly owner: Row;
  readonly created: string;
  readonly updated: string;
  readonly deleted: boolean;
  readonly buyer: AllegroBuyer | undefined;
  readonly loginPlace: AllegroLoginPlace;
};

/** One address of a customer. */
export function addressRow(random: Random, input: AddressInput): Row {
  const city = place(random);
  const { owner, buyer } = input;
  const firm = buyer === undefined && random.chance(0.15) ? company(random) : '';
  const tax = firm === '' ? '' : nip(random);
  // Shops without a tax field get the number typed somewhere else.
  const taxPlace = tax === '' ? 0 : random.int(1, 4);
  const login = (where: AllegroLoginPlace): string => (buyer !== undefined && input.loginPlace === where ? buyer.login : '');
  const telephone = phone(random);
  const mobile = random.chance(0.3);
  return {
    id: input.id,
    cells: {
      id_customer: owner.id,
      id_manufacturer: 0,
      id_supplier: 0,
      id_warehouse: 0,
      id_country: COUNTRY_IDS[city.country],
      id_state: 0,
      alias: login('address_alias') || 'Mój adres',
      company: login('address_company') || (taxPlace === 4 ? `${firm} NIP ${tax}` : firm),
      lastname: cellText(owner.cells['lastname']),
      firstname: cellText(owner.cells['firstname']),
      vat_number: taxPlace === 1 ? tax : '',
      address1: street(random),
      address2: random.chance(0.1) ? 'klatka B' : '',
      postcode: city.country === 'PL' && random.chance(0.03) ? city.postcode.replace('-', '') : city.postcode,
      city: city.name,
      other: login('address_other') || (taxPlace === 3 ? `NIP: ${tax}` : ''),
      phone: mobile ? '' : telephone,
      phone_mobile: mobile ? telephone : random.chance(0.1) ? telephone : '',
      dni: taxPlace === 2 ? tax : '',
      deleted: input.deleted ? 1 : 0,
      date_add: input.created,
      date_upd: input.updated,
    },
  };
}

/** A supplier's address: nobody's customer. */
export function supplierAddressRow(id: number, created: string): Row {
  return {
    id,
    cells: {
      id_customer: 0, id_manufacturer: 0, id_supplier: 1, id_warehouse: 0, id_country: COUNTRY_IDS.PL, id_state: 0, alias: 'supplier',
      company: 'Hurtownia Wzorcowa', lastname: 'supplier', firstname: 'supplier', vat_number: '', address1: 'Zmyślona 1', address2: '',
      postcode: '00-001', city: 'Warszawa', other: '', phone: '', phone_mobile: '', dni: '', deleted: 0, date_add: created, date_upd: created,
    },
  };
}

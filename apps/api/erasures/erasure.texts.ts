import type { ErasureRow } from '#libs/erasure/rows.js';
import type { HeldThere } from '#libs/erasure/receipt.js';
import type { Localized } from '#libs/domain/words.js';

export const PREVIEW: Localized = {
  pl: 'Usunięcie jest nieodwracalne: znikają karta, jej rekordy, odrzuty, oczekujące i wykonane doręczenia. Zostają skróty, które nie wpuszczą tych danych ponownie. W sklepach i u odbiorców nic nie jest usuwane.',
  en: 'An erasure cannot be undone: the card goes, with its records, rejects, and deliveries that wait or were made. Hashes stay that keep this data from coming back. Nothing is deleted in shops and at destinations.',
};

const LEFT: Localized = {
  pl: 'Usunięto, ale wyszukiwanie znalazło wzmianki albo nie zdążyło odczytać wszystkich tabel: zobacz „search”.',
  en: 'Erased, but the search found mentions or could not read every table in time: see "search".',
};

const STATES: Readonly<Record<ErasureRow['state'], Localized>> = {
  queued: { pl: 'Usuwanie jest zlecone; trwające doręczenia są kończone.', en: 'The erasure is under way; deliveries that are being made are settled first.' },
  removed: { pl: 'Dane usunięto; trwa przeszukiwanie bazy.', en: 'Erased; the database is being searched.' },
  stopped: {
    pl: 'Niczego nie usunięto: po zleceniu karta została połączona z inną albo podzielona. Obejrzyj ją i zleć usunięcie jeszcze raz.',
    en: 'Nothing was erased: after the request the card was joined with another one or split. Look at it, and ask for the erasure again.',
  },
  done: { pl: 'Usunięto; w odczytanych tabelach nic nie znaleziono.', en: 'Erased; nothing was found in the tables that were read.' },
};

/** What an erasure has come to. */
export function stateText({ state, receipt }: Pick<ErasureRow, 'state' | 'receipt'>): Localized {
  const { search } = receipt;
  return state === 'done' && search !== undefined && search.found.length + search.unread.length > 0 ? LEFT : STATES[state];
}

/** What a person does at the destination. */
export function todoText({ contactId, name }: HeldThere): Localized {
  const which = contactId === null ? { pl: 'według adresu podanego przez tę osobę', en: 'by the address the person gave' } : { pl: `według numeru ${contactId}`, en: `by the number ${contactId}` };
  return {
    pl: `Zaloguj się do „${name}”, znajdź kontakt ${which.pl} i usuń go razem ze zdarzeniami.`,
    en: `Sign in to "${name}", find the contact ${which.en}, and delete it with its events.`,
  };
}

import { DeskRefusal, type RefusalCode } from '#libs/desk/refusal.js';
import type { Localized } from '#libs/domain/words.js';
import { ApiProblem } from '../http/problem.js';
import { notFound } from '../http/problems.js';

type Problem = { readonly status: 409 | 422; readonly message: Localized; readonly fix?: Localized };

const PROBLEMS: Record<Exclude<RefusalCode, 'not_found'>, Problem> = {
  same_card: { status: 422, message: { pl: 'Karty nie można scalić z nią samą.', en: 'A card cannot be merged with itself.' }, fix: { pl: 'Podaj w "customerId" drugą kartę.', en: 'Name the other card in "customerId".' } },
  already_one_card: {
    status: 409,
    message: { pl: 'Obie karty są już jedną kartą.', en: 'Both are one card already.' },
    fix: { pl: 'Otwórz kartę z pola "customerId".', en: 'Open the card in "customerId".' },
  },
  card_joined: {
    status: 409,
    message: { pl: 'Ta karta została tymczasem dołączona do innej, więc nie jest już tym, co było widać.', en: 'This card has been joined into another one, so it is not what was seen any more.' },
    fix: { pl: 'Obejrzyj kartę z pola "customerId" i zdecyduj ponownie.', en: 'Look at the card in "customerId" and decide again.' },
  },
  card_without_keys: {
    status: 409,
    message: { pl: 'Na jednej z kart nie ma żadnych rekordów.', en: 'One of the cards has no records.' },
    fix: { pl: 'Odczytaj ponownie dane ze sklepu.', en: 'Read the shop again.' },
  },
  not_proposed: {
    status: 409,
    message: { pl: 'Te karty nie mają już wspólnej wskazówki, więc propozycji nie ma.', en: 'These cards share no hint any more, so there is no proposal.' },
    fix: { pl: 'Jeżeli to mimo to jedna osoba, scal karty wprost: POST /customers/:id/merge.', en: 'If they are one person all the same, merge the cards directly: POST /customers/:id/merge.' },
  },
  already_refused: {
    status: 409,
    message: { pl: 'Tę propozycję ktoś już odrzucił.', en: 'Somebody has refused this proposal already.' },
    fix: { pl: 'Cofnij odrzucenie (GET /decisions, POST /decisions/:id/undo) albo scal karty wprost.', en: 'Undo the refusal (GET /decisions, POST /decisions/:id/undo) or merge the cards directly.' },
  },
  record_not_on_card: {
    status: 422,
    message: { pl: 'Wybrano rekordy, których nie ma na tej karcie.', en: 'Records were chosen that are not on this card.' },
    fix: { pl: 'Wybierz rekordy z GET /customers/:id/identities.', en: 'Choose records of GET /customers/:id/identities.' },
  },
  whole_card: {
    status: 422,
    message: { pl: 'Wybrano wszystkie rekordy karty: nie byłoby czego dzielić.', en: 'All records of the card were chosen: nothing would be left to split from.' },
    fix: { pl: 'Zostaw na karcie co najmniej jeden rekord z własnym numerem lub adresem.', en: 'Leave at least one record with a number or address of its own on the card.' },
  },
  follows_its_customer: {
    status: 422,
    message: { pl: 'Zamówienie, adres lub zapis do newslettera należy do konta klienta i idzie razem z nim.', en: 'An order, address or newsletter entry belongs to a customer account and goes with it.' },
    fix: { pl: 'Wybierz także rekord klienta z pola "ownerId" albo zostaw ten rekord.', en: 'Choose the customer record in "ownerId" too, or leave this one.' },
  },
  records_not_separable: {
    status: 422,
    message: { pl: 'Rekordów z pola "records" nie da się rozdzielić: nie mają niczego poza wartościami wspólnymi dla obu stron.', en: 'The records in "records" cannot be parted: they have nothing but values both sides share.' },
    fix: { pl: 'Przenieś je na drugą stronę albo zmień "keepAlone", które mówi, z którą kartą zostają takie rekordy.', en: 'Put them on the other side, or change "keepAlone", which says with which card such records stay.' },
  },
  decision_undone: { status: 409, message: { pl: 'Tę decyzję już cofnięto.', en: 'This decision is undone already.' } },
  decision_built_upon: {
    status: 409,
    message: { pl: 'Na tej decyzji opierają się późniejsze, więc nie można cofnąć jej samej.', en: 'Later decisions are built upon this one, so it cannot be undone alone.' },
    fix: { pl: 'Cofnij najpierw decyzje z pola "decisions", od najnowszej.', en: 'Undo the decisions in "decisions" first, the newest first.' },
  },
};

/** A refusal of the desk as people read it; anything else is passed on. */
export function deskProblem(error: unknown): unknown {
  if (!(error instanceof DeskRefusal)) return error;
  if (error.code === 'not_found') return notFound();
  return new ApiProblem({ ...PROBLEMS[error.code], code: error.code, extra: error.detail });
}

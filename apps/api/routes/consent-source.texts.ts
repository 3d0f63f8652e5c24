import type { ConsentSource, RouteOptions } from '#libs/domain/relay/route-options.js';
import type { Localized } from '#libs/domain/words.js';

/** Who is sent by an option, in words people see in every preview, export and route. */
export function consentSourceText({ scope, consentSource }: Pick<RouteOptions, 'scope' | 'consentSource'>): Localized {
  if (scope === 'everyone') {
    return {
      pl: 'Wszyscy: posiadacze kont, kupujący bez konta i subskrybenci newslettera bez konta. Żadna zgoda nie jest sprawdzana.',
      en: 'Everybody: account holders, buyers without an account and newsletter subscribers without one. No consent is looked at.',
    };
  }
  return consentSource === null ? { pl: 'Nikt: nie wskazano, co jest zgodą.', en: 'Nobody: what counts as consent is not named.' } : sourceText(consentSource);
}

function sourceText(source: ConsentSource): Localized {
  if (source === 'orderConsent') {
    return {
      pl: 'Tylko osoby ze zgodą na udostępnianie informacji o zamówieniu serwisom współpracującym ze sklepem (orderConsent).',
      en: 'Only persons with the consent to share order information with services that cooperate with the shop (orderConsent).',
    };
  }
  if (source === 'newsletterEmail') {
    return {
      pl: 'Tylko osoby ze zgodą na newsletter (newsletterEmail). To nie jest zgoda na przekazywanie danych o zamówieniach: tak zdecydował właściciel.',
      en: 'Only persons with the newsletter approval (newsletterEmail). It is not the consent to share order data: the owner has decided so.',
    };
  }
  const name = source.slice('clientTag:'.length);
  return { pl: `Tylko klienci z etykietą „${name}” prowadzoną w sklepie (clientTag).`, en: `Only clients with the label "${name}", kept in the shop (clientTag).` };
}

/** The three things that may count as consent, where one has to be chosen. */
export const CONSENT_CHOICES: Localized = {
  pl: 'Wybierz „consentSource”: „orderConsent” (zgoda na udostępnianie informacji o zamówieniu serwisom współpracującym), „clientTag:<nazwa>” (etykieta, którą sklep prowadzi na kliencie) albo „newsletterEmail” (zgoda na newsletter; tylko jeżeli uznasz, że obejmuje przekazywanie danych). Albo „scope”: „everyone”, aby przekazywać wszystkich.',
  en: 'Choose "consentSource": "orderConsent" (the consent to share order information with cooperating services), "clientTag:<name>" (a label the shop keeps on the client) or "newsletterEmail" (the newsletter approval; only if you hold that it covers sharing the data). Or "scope": "everyone" to send everybody.',
};
export const ORDER_CONSENT_STEPS: Localized = {
  pl: 'W panelu IdoSell: Moderacja → Zarządzanie zachowaniem sklepu → Składanie zamówień → Treść zgody na udostępnianie informacji o zamówieniu serwisom współpracującym ze sklepem.',
  en: 'In the IdoSell panel: Moderation → Managing shop behaviour → Placing orders → Text of the consent to share order information with services that cooperate with the shop.',
};

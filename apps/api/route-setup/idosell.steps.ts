import type { Localized } from '#libs/domain/words.js';

/** Where scripts go in the panel of IdoSell: a campaign of HTML and JavaScript add-ons (help page of SALESmanago, March 2024). */
export const IDOSELL_STEPS: readonly Localized[] = [
  {
    pl: 'Jeżeli w panelu IdoSell jest włączony wbudowany moduł SALESmanago (Marketing i integracje → Automatyzacja marketingu → SALESmanago), wyłącz go. Inaczej każdy zakup trafi do SALESmanago dwa razy.',
    en: 'If the built-in SALESmanago module is switched on in the IdoSell panel (Marketing and integrations → Marketing automation → SALESmanago), switch it off. Otherwise every purchase reaches SALESmanago twice.',
  },
  { pl: 'Otwórz Moderacja → Dodatki HTML i JavaScript.', en: 'Open Moderation → HTML and JavaScript add-ons.' },
  { pl: 'Wybierz [ + ] Dodaj kampanię.', en: 'Choose [ + ] Add campaign.' },
  { pl: 'Nazwa panelu: dowolna, na przykład „SALESmanago – monitorowanie”; widać ją tylko w panelu.', en: 'Panel name: any, such as "SALESmanago – monitoring"; only the panel shows it.' },
  { pl: 'Aktywna: TAK.', en: 'Active: YES.' },
  { pl: 'Strony: domena sklepu, o którym jest trasa. Zapisz kampanię.', en: 'Pages: the domain of the shop the route is about. Save the campaign.' },
  { pl: 'Na liście kampanii otwórz tę kampanię do edycji.', en: 'In the list of campaigns open this one for editing.' },
  { pl: 'Dodaj nowy dodatek typu HTML i wklej w jego treść cały kod z pola „snippet.html”.', en: 'Add a new add-on of the type HTML, and paste the whole code from "snippet.html" as its content.' },
  {
    pl: 'Wyświetlanie: wszystkie strony sklepu, na końcu treści strony (przed </body>), bez ograniczenia czasu.',
    en: 'Display: all pages of the shop, at the end of the page body (before </body>), without a time limit.',
  },
  {
    pl: 'Grupa odbiorców: wszyscy klienci, także niezalogowani; wszystkie urządzenia. Kod wkleja się tylko raz: jeżeli jest już w szablonie sklepu albo w innej kampanii, usuń go stamtąd.',
    en: 'Audience: all customers, also those who are not logged in; all devices. The code belongs into a page once: if it is in the template of the shop or in another campaign, take it out there.',
  },
  { pl: 'Kliknij Dodaj.', en: 'Click Add.' },
  {
    pl: 'Sprawdź: otwórz sklep w przeglądarce i znajdź w źródle strony „_smid”. Odwiedziny pojawią się w SALESmanago po chwili.',
    en: 'Try it: open the shop in a browser and find "_smid" in the source of the page. Visits show up in SALESmanago a moment later.',
  },
];

import type { Localized } from '#libs/domain/words.js';
import type { JournalState } from './journal.schemas.js';

export type Telling = { readonly message: Localized; readonly fix: Localized | null };

const plain = (pl: string, en: string, fix: Localized | null = null): Telling => ({ message: { pl, en }, fix });

const START: Localized = { pl: 'Uruchom śledzenie: POST /integrations/{id}/start.', en: 'Start following: POST /integrations/{id}/start.' };
const RESUME: Localized = { pl: 'Wznów: POST /integrations/{id}/resume albo POST /runs/{id}/resume.', en: 'Go on: POST /integrations/{id}/resume or POST /runs/{id}/resume.' };

const TEXTS: Readonly<Record<Exclude<JournalState, 'silent'>, Telling>> = {
  not_started: plain('Dziennik nie jest jeszcze śledzony.', 'The journal is not followed yet.', START),
  following: plain('Dziennik jest śledzony.', 'The journal is followed.'),
  closing_gap: plain(
    'Dziennik jest śledzony, a czas, o którym nic nie powiedział, jest odczytywany według dat zamówień.',
    'The journal is followed, and the time it told nothing of is being read by the dates of orders.',
  ),
  waiting: plain('Śledzenie czeka; ruszy samo, gdy przyczyna ustąpi.', 'Following waits; it goes on by itself when the reason is gone.'),
  paused: plain(
    'Śledzenie jest wstrzymane. Platforma przechowuje wpisy tylko przez pewien czas: po dłuższej przerwie zamówienia zostaną odczytane według dat, ale zmian starszych zamówień nie da się odtworzyć.',
    'Following is paused. The platform keeps entries for a while only: after a longer pause orders are read by their dates, but edits of older orders cannot be recovered.',
    RESUME,
  ),
  stopped: plain(
    'Śledzenie jest zatrzymane. Platforma przechowuje wpisy tylko przez pewien czas: po dłuższej przerwie zamówienia zostaną odczytane według dat, ale zmian starszych zamówień nie da się odtworzyć.',
    'Following is stopped. The platform keeps entries for a while only: after a longer break orders are read by their dates, but edits of older orders cannot be recovered.',
    START,
  ),
};

const DAY_MS = 86_400_000;
const minute = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** What a journal that is off means, and what is done in its place. */
function silent(sinceMs: number, rereadMs: number): Telling {
  const days = String(Math.round(rereadMs / DAY_MS));
  const edits: Localized = rereadMs === 0
    ? { pl: 'Zmian zamówień i ich statusów w tym czasie nie widać.', en: 'Edits of orders and their statuses are not seen meanwhile.' }
    : {
        pl: `Zmiany i statusy widać tylko raz na dobę, w zamówieniach z ostatnich dni (${days}).`,
        en: `Edits and statuses are seen once a day only, of orders of the last days (${days}).`,
      };
  return {
    message: {
      pl: `Dziennik nic nie mówi od ${minute(sinceMs)}, choć zamówienia są: najpewniej jest wyłączony. Nowe zamówienia są wyszukiwane według daty potwierdzenia, rzadziej niż zwykle. ${edits.pl}`,
      en: `The journal has told nothing since ${minute(sinceMs)} although there are orders: most likely it is switched off. New orders are found by their date of confirmation, less often than usual. ${edits.en}`,
    },
    fix: {
      pl: 'Włącz dziennik w ustawieniach API konta na platformie (BaseLinker: Moje konto → API), a jeśli nie ma tam takiej opcji, napisz do jej pomocy. Śledzenie ruszy samo.',
      en: 'Switch the journal on in the API settings of the account at the platform (BaseLinker: My account → API), or write to its help desk where there is no such option. Following goes on by itself.',
    },
  };
}

export const tellingOf = (state: JournalState, silentSinceMs: number | null, rereadMs: number): Telling => (state === 'silent' ? silent(silentSinceMs ?? 0, rereadMs) : TEXTS[state]);

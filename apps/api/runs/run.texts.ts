import type { Desired, Localized } from '#libs/domain/words.js';

export const RUN_WISH_TEXTS: Record<Desired, Localized> = {
  pause: { pl: 'Przebieg wstrzymany. Nic więcej nie zostanie odczytane ani zapisane, dopóki go nie wznowisz.', en: 'The run is paused. Nothing more is read or written until you resume it.' },
  run: { pl: 'Przebieg wznowiony w miejscu, w którym się zatrzymał.', en: 'The run goes on where it stood.' },
  stop: { pl: 'Przebieg jest anulowany. To, co zapisano, zostaje.', en: 'The run is being cancelled. What was written stays.' },
};

import { refusal, type Answer } from './answer.js';

export const MODULES = ['SYSTEM', 'CMS', 'CRM', 'OMS', 'PIM', 'WMS'] as const;
export type Module = (typeof MODULES)[number];
export type Right = '' | 'r' | 'rw';
export type KeyPatch = { readonly active?: boolean; readonly rights?: Partial<Record<Module, Right>> };

/** The one access key of the panel. */
export class AccessKey {
  private active = true;
  private rights: Record<Module, Right> = { SYSTEM: 'r', CMS: 'r', CRM: 'rw', OMS: 'r', PIM: 'r', WMS: '' };

  constructor(private readonly key: string) {}

  set(patch: KeyPatch): void {
    this.active = patch.active ?? this.active;
    this.rights = { ...this.rights, ...patch.rights };
  }

  /** Why the caller may not, or null. @param given value of `X-API-KEY` */
  refuse(given: string | undefined, module: Module, level: 'r' | 'rw'): Answer | null {
    if (!this.active || given !== this.key) {
      return refusal(401, 'Nieprawidłowy klucz dostępowy', { errors: { faultCode: 1, faultString: 'Błąd autoryzacji: nieprawidłowy klucz dostępowy' } });
    }
    const right = this.rights[module];
    if (right === 'rw' || (right === 'r' && level === 'r')) return null;
    return refusal(403, `Użytkownik nie posiada wystarczających uprawnień, żądanie zostało odrzucone. Scope: ${module.toLowerCase()}, level: ${level}`);
  }
}

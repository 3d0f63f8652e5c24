/** Who may call: the token, the account, and single methods. */
import { failure, type Answer } from './answer.js';
import { blockText, type Limiter } from './limiter.js';
import type { World } from './world/world.js';

export class Access {
  private revoked = false;
  private blocked = false;
  private forbidden: { readonly methods: readonly string[]; readonly code: string } = { methods: [], code: '' };

  constructor(
    private token: string,
    private readonly world: World,
    private readonly limiter: Limiter,
  ) {}

  revoke(): void {
    this.revoked = true;
  }

  /** A new token takes the place of the old one. */
  renew(token: string): void {
    this.token = token;
    this.revoked = false;
  }

  blockAccount(on: boolean): void {
    this.blocked = on;
  }

  accountBlocked(): boolean {
    return this.blocked;
  }

  /** The token may no longer call these methods; the code is not documented. */
  forbid(methods: readonly string[], code: string): void {
    this.forbidden = { methods, code };
  }

  /** Why the caller may not, or null. @param given '' = no token sent */
  refuse(given: string, method: string): Answer | null {
    const { behaviour, clock } = this.world;
    if (given === '') return failure('ERROR_EMPTY_TOKEN', 'No user token provided.');
    if (this.revoked || given !== this.token) return failure(behaviour.badTokenCode, 'Invalid user token');
    if (this.blocked) return accountAnswer();
    const until = this.limiter.refuse(clock.nowMs(), behaviour);
    if (until !== null) {
      this.blocked = behaviour.accountBlockAfter !== null && this.limiter.heldCalls() >= behaviour.accountBlockAfter;
      return failure('ERROR_BLOCKED_TOKEN', `Query limit exceeded, token blocked until ${blockText(until, behaviour.blockZone)}`);
    }
    const { methods, code } = this.forbidden;
    return methods.includes(method) ? failure(code, `No permission to use method ${method}`) : null;
  }
}

function accountAnswer(): Answer {
  return failure('ERROR_USER_ACCOUNT_BLOCKED', 'User account is blocked.');
}

import type { Account } from '#shared/contracts/http/market.ts';
import type { SessionState } from '#shared/contracts/ipc/contract.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import type { Reachability } from '../bank-client/connection-monitor.ts';
import type { TokenSource } from '../bank-client/bank-client.ts';
import type { ConnectionFile } from '#shared/contracts/connection.ts';
import type { Log } from '../log.ts';
import type { IdentityProvider, Tokens } from './oidc-client.ts';
import type { SessionVault } from './session-vault.ts';
import type { SignInFlow } from './sign-in-flow.ts';

export interface SessionPorts {
  readonly connection: ConnectionFile;
  readonly identity: IdentityProvider;
  readonly flow: Pick<SignInFlow, 'run' | 'cancel'>;
  readonly vault: SessionVault;
  readonly nowMs: () => number;
  /** Reads the signed-in person from the bank, with the tokens this service holds. */
  readonly readAccount: () => Promise<Account>;
  readonly reachability: () => Reachability;
  readonly unreachable: () => void;
  readonly changed: (state: SessionState) => void;
  readonly log: Log;
}

type Phase =
  | { readonly kind: 'signed_out'; readonly reason: 'start' | 'signed_out' | 'expired' }
  | { readonly kind: 'signing_in'; readonly before: 'start' | 'signed_out' | 'expired' }
  | { readonly kind: 'signed_in'; readonly account: Account };

/** An access token is not used in its last seconds, so that it does not expire on the way. */
const EARLY_MS = 20_000;

/**
 * Who is signed in, and the only place that holds tokens. Access tokens live in memory; the refresh token besides in the vault.
 * Where the provider ends the session the phase is `signed_out` with reason `expired`: drafts stay open under the same account.
 */
export class SessionService implements TokenSource {
  readonly #ports: SessionPorts;
  #phase: Phase = { kind: 'signed_out', reason: 'start' };
  #tokens: Tokens | undefined;
  #refreshing: Promise<Tokens> | undefined;
  #signingIn: Promise<SessionState> | undefined;
  #lastAccount: Account | undefined;

  constructor(ports: SessionPorts) {
    this.#ports = ports;
  }

  read(): SessionState {
    const { bankName } = this.#ports.connection;
    switch (this.#phase.kind) {
      case 'signed_out':
        return { phase: 'signed_out', bankName, reason: this.#phase.reason };
      case 'signing_in':
        return { phase: 'signing_in', bankName };
      case 'signed_in':
        return { phase: 'signed_in', bankName, account: this.#phase.account, connection: this.#ports.reachability() };
    }
  }

  /** The signed-in person, or undefined. */
  account(): Account | undefined {
    return this.#phase.kind === 'signed_in' ? this.#phase.account : undefined;
  }

  /**
   * Whose drafts are open: the signed-in person's, and after an expiry still theirs until somebody signs out or in.
   * @throws AppError `not_signed_in`
   */
  draftOwner(): string {
    if (this.#lastAccount === undefined) throw new AppError('not_signed_in', {});
    return this.#lastAccount.id;
  }

  /** Takes up the session of the last start. Offline it is signed in with the account as it was known. */
  async restore(): Promise<void> {
    const saved = await this.#ports.vault.load(this.#ports.connection.issuer, this.#ports.connection.clientId);
    if (saved === undefined) return;
    // An access token that is expired already: the first call asks for a fresh one.
    this.#tokens = { accessToken: '', expiresAtMs: 0, refreshToken: saved.refreshToken };
    try {
      this.#enter(await this.#ports.readAccount());
    } catch (error) {
      if (isAppError(error, 'bank_unreachable')) this.#enter(saved.account);
      else if (!isAppError(error, 'not_signed_in')) this.#tokens = undefined;
    }
  }

  /** @throws AppError `sign_in_failed`, `sign_in_cancelled`, `bank_unreachable` */
  signIn(): Promise<SessionState> {
    if (this.#phase.kind === 'signed_in') return Promise.resolve(this.read());
    this.#signingIn ??= this.#signIn().finally(() => {
      this.#signingIn = undefined;
    });
    return this.#signingIn;
  }

  cancelSignIn(): void {
    this.#ports.flow.cancel();
  }

  /** Forgets the tokens at once and asks the provider to revoke them; that the bank cannot be reached does not keep anybody signed in. */
  async signOut(): Promise<SessionState> {
    this.cancelSignIn();
    const refreshToken = this.#tokens?.refreshToken;
    this.#lastAccount = undefined;
    await this.#end('signed_out');
    if (refreshToken !== undefined) {
      try {
        await this.#ports.identity.revoke(refreshToken);
      } catch (error) {
        this.#ports.log.problem('sign-out: token not revoked', {}, error);
      }
    }
    return this.read();
  }

  reachabilityChanged(): void {
    if (this.#phase.kind === 'signed_in') this.#ports.changed(this.read());
  }

  async accessToken(): Promise<string> {
    const tokens = this.#tokens;
    if (tokens === undefined) throw new AppError('not_signed_in', {});
    if (tokens.expiresAtMs - EARLY_MS > this.#ports.nowMs()) return tokens.accessToken;
    return (await this.#refresh()).accessToken;
  }

  async replacementFor(refused: string): Promise<string> {
    const tokens = this.#tokens;
    if (tokens === undefined) throw new AppError('not_signed_in', {});
    // Another call may have fetched a fresh one in the meantime.
    if (tokens.accessToken !== refused) return tokens.accessToken;
    return (await this.#refresh()).accessToken;
  }

  /** The bank refused a token that was just fetched, or the provider a refresh token: the session is over. */
  async expire(): Promise<void> {
    if (this.#tokens === undefined) return;
    this.#ports.log.info('session: expired');
    await this.#end('expired');
  }

  async #signIn(): Promise<SessionState> {
    const before = this.#phase.kind === 'signed_out' ? this.#phase.reason : 'start';
    this.#become({ kind: 'signing_in', before });
    try {
      this.#tokens = await this.#ports.flow.run(this.#ports.identity);
      const account = await this.#ports.readAccount();
      await this.#save(account);
      this.#enter(account);
      this.#ports.log.info('session: signed in', { role: account.role });
      return this.read();
    } catch (error) {
      this.#tokens = undefined;
      this.#become({ kind: 'signed_out', reason: before });
      if (isAppError(error, 'not_signed_in')) throw new AppError('sign_in_failed', { reason: 'refused_by_bank' }, { cause: error });
      throw error;
    }
  }

  #refresh(): Promise<Tokens> {
    this.#refreshing ??= this.#refreshNow().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async #refreshNow(): Promise<Tokens> {
    const used = this.#tokens;
    if (used?.refreshToken === undefined) {
      await this.expire();
      throw new AppError('not_signed_in', {});
    }
    try {
      const fresh = await this.#ports.identity.refresh(used.refreshToken);
      // Signed out while the answer was on its way: what came is not used.
      if (this.#tokens !== used) throw new AppError('not_signed_in', {});
      this.#tokens = fresh;
      const account = this.account();
      if (account !== undefined) await this.#save(account);
      return fresh;
    } catch (error) {
      if (isAppError(error, 'bank_unreachable')) this.#ports.unreachable();
      else if (this.#tokens === used) await this.expire();
      throw error;
    }
  }

  async #save(account: Account): Promise<void> {
    const refreshToken = this.#tokens?.refreshToken;
    if (refreshToken === undefined) return;
    const { issuer, clientId } = this.#ports.connection;
    try {
      await this.#ports.vault.save({ format: 'florin-session/1', issuer, clientId, refreshToken, account });
    } catch (error) {
      this.#ports.log.problem('session: not saved', {}, error);
    }
  }

  #enter(account: Account): void {
    this.#lastAccount = account;
    this.#become({ kind: 'signed_in', account });
  }

  async #end(reason: 'start' | 'signed_out' | 'expired'): Promise<void> {
    this.#tokens = undefined;
    await this.#ports.vault.clear();
    this.#become({ kind: 'signed_out', reason });
  }

  #become(phase: Phase): void {
    this.#phase = phase;
    this.#ports.changed(this.read());
  }
}

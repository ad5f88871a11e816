import { assertNever } from '#shared/assert-never.ts';
import type { Actor } from '#shared/campaign/transitions.ts';
import { AppError } from '#shared/errors.ts';
import type { Role } from '#shared/session/roles.ts';
import type { Caller } from './caller.ts';

/**
 * Whether a role may call an endpoint: only when the endpoint names it.
 * @throws AppError `not_permitted`
 */
export function requireRole(access: readonly Role[], caller: Caller, action: string): void {
  if (!access.includes(caller.role)) throw new AppError('not_permitted', { action });
}

/**
 * A campaign is there for its own merchant and for the bank's reviewers and privacy officers. For everybody else it is missing, in the same
 * words as an id that was never used.
 * @throws AppError `not_found`
 */
export function requireVisible<Campaign extends { readonly merchantId: string }>(caller: Caller, campaign: Campaign | undefined): Campaign {
  if (campaign === undefined || !maySee(caller, campaign.merchantId)) throw new AppError('not_found', {});
  return campaign;
}

/** The part that a caller plays in the transition table; undefined for roles that move nothing. */
export function actorOf(caller: Caller): Actor | undefined {
  switch (caller.role) {
    case 'merchant_editor':
    case 'bank_reviewer':
    case 'bank_privacy_officer':
      return caller.role;
    case 'merchant_viewer':
    case 'bank_operator':
      return undefined;
    default:
      return assertNever(caller.role);
  }
}

/** @throws AppError `not_permitted` for roles that move nothing */
export function requireActor(caller: Caller, action: string): Actor {
  const actor = actorOf(caller);
  if (actor === undefined) throw new AppError('not_permitted', { action });
  return actor;
}

/** @throws AppError `not_permitted` for a caller without a merchant */
export function requireMerchant(caller: Caller, action: string): string {
  if (caller.merchantId === undefined) throw new AppError('not_permitted', { action });
  return caller.merchantId;
}

function maySee(caller: Caller, merchantId: string): boolean {
  switch (caller.role) {
    case 'merchant_editor':
    case 'merchant_viewer':
      return caller.merchantId === merchantId;
    case 'bank_reviewer':
    case 'bank_privacy_officer':
      return true;
    case 'bank_operator':
      return false;
    default:
      return assertNever(caller.role);
  }
}

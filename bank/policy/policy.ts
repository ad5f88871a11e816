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
 * A campaign is there for its own merchant, for merchants that joined it and for the bank's reviewers and privacy officers. For everybody else it is
 * missing, in the same words as an id that was never used. Enough for reading; what a merchant does to a campaign needs `requireLead`.
 * @throws AppError `not_found`
 */
export function requireVisible<Campaign extends Shared>(caller: Caller, campaign: Campaign | undefined): Campaign {
  if (campaign === undefined || !maySee(caller, campaign)) throw new AppError('not_found', {});
  return campaign;
}

/**
 * Steps of a campaign are its own merchant's, or the bank's. A merchant that joined knows that it is there, and may not.
 * @throws AppError `not_found`, `not_permitted`
 */
export function requireLead<Campaign extends Shared>(caller: Caller, campaign: Campaign | undefined, action: string): Campaign {
  const visible = requireVisible(caller, campaign);
  if (isPartner(caller, visible)) throw new AppError('not_permitted', { action });
  return visible;
}

/** Whether the caller is of a merchant that joined another's campaign. */
export function isPartner(caller: Caller, campaign: Shared): boolean {
  return caller.merchantId !== undefined && campaign.merchantId !== caller.merchantId && campaign.partnerIds.includes(caller.merchantId);
}

interface Shared {
  readonly merchantId: string;
  readonly partnerIds: readonly string[];
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

function maySee(caller: Caller, campaign: Shared): boolean {
  switch (caller.role) {
    case 'merchant_editor':
    case 'merchant_viewer':
      return caller.merchantId === campaign.merchantId || isPartner(caller, campaign);
    case 'bank_reviewer':
    case 'bank_privacy_officer':
      return true;
    case 'bank_operator':
      return false;
    default:
      return assertNever(caller.role);
  }
}

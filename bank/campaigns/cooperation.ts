import { isWhole } from '#shared/campaign/cooperation.ts';
import type { ProposedTerms } from '#shared/contracts/http/cooperation.ts';
import { AppError } from '#shared/errors.ts';
import { appendAudit } from '../audit/append.ts';
import type { BankTime } from '../clock/clock.ts';
import type { Caller } from '../policy/caller.ts';
import { requireActor, requireMerchant } from '../policy/policy.ts';
import type { BankServices } from '../services.ts';
import type { BankTransaction } from '../storage/database.ts';
import { listJoinable } from '../storage/repositories/accounts.ts';
import { type CampaignRow, findCampaign, insertCampaign, lockCampaign } from '../storage/repositories/campaigns.ts';
import {
  type CooperationRow,
  findCooperation,
  type InvitationRow,
  listInvitations,
  type PartnerRow,
  renameCooperation,
  replaceCooperation,
  setPartnerState,
} from '../storage/repositories/cooperations.ts';
import { makeTransition } from './transition.ts';

type Services = Pick<BankServices, 'database' | 'profile'>;

/** The shops that a merchant may invite: published as joinable, under contract, of no sensitive trade, and not its own. */
export async function joinableShops(
  { database, profile }: Services,
  caller: Caller,
  time: BankTime,
): Promise<readonly { readonly merchantId: string; readonly shopName: string }[]> {
  const own = requireMerchant(caller, 'joinableShops');
  const shops = await listJoinable(database, time.today);
  const isSensitive = ({ mcc, categoryId }: (typeof shops)[number]) =>
    profile.sensitive.mccs.includes(mcc) || profile.sensitive.categories.includes(categoryId);
  return shops
    .filter((shop) => shop.merchantId !== own && !isSensitive(shop))
    .map(({ merchantId, shopName }) => ({ merchantId, shopName }));
}

/** @throws AppError `not_found` where the campaign is not the caller's or nothing was proposed */
export async function readCooperation({ database }: Services, caller: Caller, campaignId: string): Promise<CooperationRow> {
  requireOwn(caller, await findCampaign(database, campaignId));
  return existing(await findCooperation(database, campaignId));
}

/**
 * Invites shops to a campaign of the caller's merchant, in the place of what was proposed before, while it is a draft. The campaign need not have been
 * submitted yet. Terms that change nothing leave every answer as it is; any change asks every shop anew. No shops end the cooperation.
 * @returns the terms as they are then; without partners where the cooperation has ended
 * @throws AppError `not_found`, `transition_refused` after submission, `version_conflict`, `shares_not_whole`, `shop_not_joinable`
 */
export async function proposeTerms(
  services: Services,
  caller: Caller,
  time: BankTime,
  request: ProposedTerms & { readonly campaignId: string },
): Promise<CooperationRow> {
  const merchantId = requireMerchant(caller, 'proposeTerms');
  const { campaignId, name, leadSharePercent, partners } = request;
  const joinable = new Set((await joinableShops(services, caller, time)).map((shop) => shop.merchantId));
  return services.database.transaction().execute(async (transaction) => {
    await insertCampaign(transaction, { id: campaignId, merchantId, at: time.now });
    const campaign = requireOwn(caller, await lockCampaign(transaction, campaignId));
    if (campaign.state !== 'draft') throw new AppError('transition_refused', { from: campaign.state, transition: 'propose_terms' });
    const before = await findCooperation(transaction, campaignId);
    if ((before?.terms ?? 0) !== request.expectedTerms) throw new AppError('version_conflict', { currentVersion: before?.terms ?? 0 });
    const terms = (before?.terms ?? 0) + 1;
    if (partners.length === 0) {
      // The row stays, so that its terms go on rising: an answer to an old proposal never fits a new one.
      await replaceCooperation(transaction, { campaignId, name, terms, leadSharePercent: 99, partners, at: time.now });
      await record(transaction, caller, time, campaignId, 'cooperation.ended', { terms });
      return existing(await findCooperation(transaction, campaignId));
    }
    requireWhole([{ sharePercent: leadSharePercent }, ...partners]);
    const kept = new Set(before?.partners.filter(isActive).map((partner) => partner.merchantId));
    partners.forEach((partner, place) => {
      const isRepeated = partners.findIndex((other) => other.merchantId === partner.merchantId) !== place;
      // Whoever was invited while it was joinable stays so; a shop that is not published looks like one that does not exist.
      if (isRepeated || !(joinable.has(partner.merchantId) || kept.has(partner.merchantId)))
        throw new AppError('shop_not_joinable', { merchantId: partner.merchantId });
    });
    if (before !== undefined && isSame(before, request)) {
      if (before.name !== name) await renameCooperation(transaction, campaignId, name);
      return { ...before, name };
    }
    await replaceCooperation(transaction, { campaignId, name, terms, leadSharePercent, partners, at: time.now });
    await record(transaction, caller, time, campaignId, 'cooperation.terms_proposed', {
      terms,
      shares: [{ merchantId, sharePercent: leadSharePercent }, ...partners.map((partner) => ({ ...partner }))],
    });
    return existing(await findCooperation(transaction, campaignId));
  });
}

export interface InvitationView extends InvitationRow {
  readonly cooperation: CooperationRow;
  readonly mySharePercent: number;
}

/** Campaigns in draft that the caller's merchant is invited to or has joined. */
export async function readInvitations({ database }: Services, caller: Caller): Promise<readonly InvitationView[]> {
  const merchantId = requireMerchant(caller, 'invitations');
  const views: InvitationView[] = [];
  for (const row of await listInvitations(database, merchantId)) {
    const cooperation = await findCooperation(database, row.campaignId);
    const mine = cooperation?.partners.find((partner) => partner.merchantId === merchantId);
    if (cooperation !== undefined && mine !== undefined) views.push({ ...row, cooperation, mySharePercent: mine.sharePercent });
  }
  return views;
}

/**
 * Joins or declines. An answer names the terms it was given to, so that nobody agrees to shares that were changed meanwhile. For a shop that declined or
 * left there is no invitation any more: an answer that named the campaign's state would tell it how the campaign fares without it.
 * @throws AppError `not_found` without an invitation, `version_conflict`, `transition_refused` where the shop has joined already or the campaign is no draft
 */
export async function answerInvitation(
  { database }: Services,
  caller: Caller,
  time: BankTime,
  request: { readonly campaignId: string; readonly terms: number; readonly answer: 'join' | 'decline' },
): Promise<void> {
  const merchantId = requireMerchant(caller, 'answerInvitation');
  await database.transaction().execute(async (transaction) => {
    const { campaign, cooperation, mine } = await lockMembership(transaction, request.campaignId, merchantId);
    const state = request.answer === 'join' ? 'joined' : 'declined';
    if (!isActive(mine) && mine.state !== state) throw new AppError('not_found', {});
    if (cooperation.terms !== request.terms) throw new AppError('version_conflict', { currentVersion: cooperation.terms });
    if (mine.state === state) return;
    if (campaign.state !== 'draft' || mine.state !== 'invited')
      throw new AppError('transition_refused', {
        from: campaign.state === 'draft' ? mine.state : campaign.state,
        transition: request.answer,
      });
    await setPartnerState(transaction, { campaignId: campaign.id, merchantId, state, at: time.now });
    await record(transaction, caller, time, campaign.id, `cooperation.${state}`, { merchantId, terms: cooperation.terms });
  });
}

/**
 * A shop goes. Before the campaign is live it falls back to draft, with every approval and acceptance of the revision: the others must agree on new shares.
 * @throws AppError `not_found` for a shop that has not joined, `transition_refused` once the campaign is live, suspended or over
 */
export async function leaveCooperation(
  { database }: Services,
  caller: Caller,
  time: BankTime,
  request: { readonly campaignId: string },
): Promise<void> {
  const merchantId = requireMerchant(caller, 'leaveCooperation');
  const actor = requireActor(caller, 'leave');
  await database.transaction().execute(async (transaction) => {
    const { campaign, cooperation, mine } = await lockMembership(transaction, request.campaignId, merchantId);
    if (mine.state === 'left') return;
    if (mine.state !== 'joined') throw new AppError('not_found', {});
    if (campaign.state !== 'draft')
      await makeTransition(transaction, {
        campaignId: campaign.id,
        transition: 'leave',
        actor,
        accountId: caller.accountId,
        time,
        changes: { claimed_by: null, approved_revision: null, approved_hash: null, reward_price_cents: null, fee_cents: null },
      });
    await setPartnerState(transaction, { campaignId: campaign.id, merchantId, state: 'left', at: time.now });
    await record(transaction, caller, time, campaign.id, 'cooperation.left', { merchantId, terms: cooperation.terms });
  });
}

/** Whoever was not asked, or a campaign that does not exist: the same answer. */
async function lockMembership(
  transaction: BankTransaction,
  campaignId: string,
  merchantId: string,
): Promise<{ readonly campaign: CampaignRow; readonly cooperation: CooperationRow; readonly mine: PartnerRow }> {
  const campaign = await lockCampaign(transaction, campaignId);
  const cooperation = campaign === undefined ? undefined : await findCooperation(transaction, campaignId);
  const mine = cooperation?.partners.find((partner) => partner.merchantId === merchantId);
  if (campaign === undefined || cooperation === undefined || mine === undefined) throw new AppError('not_found', {});
  return { campaign, cooperation, mine };
}

function requireOwn(caller: Caller, campaign: CampaignRow | undefined): CampaignRow {
  if (campaign === undefined || campaign.merchantId !== caller.merchantId) throw new AppError('not_found', {});
  return campaign;
}

function existing(cooperation: CooperationRow | undefined): CooperationRow {
  if (cooperation === undefined) throw new AppError('not_found', {});
  return cooperation;
}

/** @throws AppError `shares_not_whole` unless every share is at least 1 and they are 100 together */
function requireWhole(shares: readonly { readonly sharePercent: number }[]): void {
  const sum = shares.reduce((total, share) => total + share.sharePercent, 0);
  if (!isWhole(shares) || shares.some((share) => share.sharePercent < 1)) throw new AppError('shares_not_whole', { sum });
}

function isActive(partner: PartnerRow): boolean {
  return partner.state === 'invited' || partner.state === 'joined';
}

/** The same shops with the same shares, all of them still in. */
function isSame(before: CooperationRow, { leadSharePercent, partners }: Pick<ProposedTerms, 'leadSharePercent' | 'partners'>): boolean {
  return (
    before.leadSharePercent === leadSharePercent &&
    before.partners.length === partners.length &&
    before.partners.every(
      (known) =>
        isActive(known) && partners.some((next) => next.merchantId === known.merchantId && next.sharePercent === known.sharePercent),
    )
  );
}

async function record(
  transaction: BankTransaction,
  caller: Caller,
  time: BankTime,
  subject: string,
  event: string,
  body: Parameters<typeof appendAudit>[1]['body'],
): Promise<void> {
  await appendAudit(transaction, { at: time.now, actor: { id: caller.accountId, role: caller.role }, event, subject, body });
}

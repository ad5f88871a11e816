import type { CampaignContent, SubmittedContent } from '#shared/campaign/content.ts';
import type { Cooperation } from '#shared/campaign/cooperation.ts';
import { AppError } from '#shared/errors.ts';
import type { Profile } from '#shared/market/profile.ts';
import { appendAudit } from '../audit/append.ts';
import type { BankTime } from '../clock/clock.ts';
import type { Caller } from '../policy/caller.ts';
import { isPartner, requireActor, requireVisible } from '../policy/policy.ts';
import type { BankServices } from '../services.ts';
import type { BankTransaction } from '../storage/database.ts';
import { findMerchant, type MerchantRow } from '../storage/repositories/accounts.ts';
import { type CampaignRow, lockCampaign } from '../storage/repositories/campaigns.ts';
import { findCooperation, insertAcceptance, listAcceptances } from '../storage/repositories/cooperations.ts';
import { upsertSeenMark } from '../storage/repositories/reviews.ts';
import { asSeenBy, type CampaignView, viewCampaign } from './queries.ts';
import { makeTransition } from './transition.ts';

/**
 * A shop's answer to the frozen revision. Accepting names the hash that was shown; the last acceptance hands the campaign in. Declining sends it back to
 * the leading shop's draft, with the shop still in. The same acceptance again changes nothing.
 * @throws AppError `not_found` for whoever has not joined, `not_permitted` for the leading shop or without a contract, `hash_mismatch`,
 *   `transition_refused` where the revision does not wait for answers
 */
export async function answerRevision(
  { database }: Pick<BankServices, 'database'>,
  caller: Caller,
  time: BankTime,
  request: { readonly campaignId: string; readonly revisionHash: string; readonly answer: 'accept' | 'decline' },
): Promise<CampaignView> {
  const transition = request.answer === 'accept' ? 'agree' : 'disagree';
  const actor = requireActor(caller, transition);
  return database.transaction().execute(async (transaction) => {
    const campaign = requireVisible(caller, await lockCampaign(transaction, request.campaignId));
    const { merchantId } = caller;
    if (merchantId === undefined || !isPartner(caller, campaign)) throw new AppError('not_permitted', { action: 'answerRevision' });
    const { newest, accepted } = await viewCampaign(transaction, campaign);
    if (newest.hash !== request.revisionHash) throw new AppError('hash_mismatch', { expected: newest.hash, actual: request.revisionHash });
    const isRepeated = request.answer === 'accept' && accepted.has(merchantId);
    if (!isRepeated && campaign.state !== 'awaiting_partners')
      throw new AppError('transition_refused', { from: campaign.state, transition });
    if (isRepeated) return asSeenBy(caller, await viewCampaign(transaction, campaign));
    if (request.answer === 'accept') {
      requireContract(await findMerchant(transaction, merchantId), time.today);
      await insertAcceptance(transaction, {
        campaignId: campaign.id,
        revision: newest.number,
        merchantId,
        hash: newest.hash,
        acceptedBy: caller.accountId,
        acceptedAt: time.now,
      });
      await appendAudit(transaction, {
        at: time.now,
        actor: { id: caller.accountId, role: caller.role },
        event: 'campaign.revision_accepted',
        subject: campaign.id,
        body: { merchantId, revision: newest.number, revisionHash: newest.hash },
      });
    }
    const isLast = request.answer === 'decline' || (await isAcceptedByAll(transaction, campaign, newest.number, newest.content));
    const after = isLast
      ? await makeTransition(transaction, {
          campaignId: campaign.id,
          transition,
          actor,
          accountId: caller.accountId,
          time,
          revisionHash: newest.hash,
        })
      : campaign;
    await upsertSeenMark(transaction, caller.accountId, after.id, after.version);
    return asSeenBy(caller, await viewCampaign(transaction, after));
  });
}

/**
 * What the shops have agreed on, to be frozen with a submission; undefined where the campaign is one shop's own.
 * @throws AppError `partners_not_agreed` unless every shop that was asked has joined on the present terms; `not_permitted` where one has no contract
 */
export async function agreedCooperation(
  transaction: BankTransaction,
  campaign: CampaignRow,
  lead: MerchantRow,
  profile: Pick<Profile, 'sensitive'>,
  today: string,
): Promise<Cooperation | undefined> {
  const cooperation = await findCooperation(transaction, campaign.id);
  if (cooperation === undefined || cooperation.partners.length === 0) return undefined;
  const waiting = cooperation.partners.filter((partner) => partner.state !== 'joined').length;
  if (waiting > 0) throw new AppError('partners_not_agreed', { waiting });
  for (const { merchantId } of cooperation.partners) {
    const merchant = requireContract(await findMerchant(transaction, merchantId), today);
    if (profile.sensitive.mccs.includes(merchant.mcc) || profile.sensitive.categories.includes(merchant.categoryId))
      throw new AppError('shop_not_joinable', { merchantId });
  }
  return {
    shares: [
      { merchantId: lead.id, shopName: lead.shopName, sharePercent: cooperation.leadSharePercent },
      ...cooperation.partners.map(({ merchantId, shopName, sharePercent }) => ({ merchantId, shopName, sharePercent })),
    ],
  };
}

/** The content as it is frozen. */
export function withCooperation(content: SubmittedContent, cooperation: Cooperation | undefined): CampaignContent {
  return cooperation === undefined ? content : { ...content, cooperation };
}

/** @throws AppError `not_permitted` without a contract that is in force */
export function requireContract(merchant: MerchantRow | undefined, today: string): MerchantRow {
  if (merchant === undefined) throw new AppError('not_found', {});
  if (merchant.contractFrom > today || (merchant.contractUntil !== undefined && merchant.contractUntil < today))
    throw new AppError('not_permitted', { action: 'submit_without_contract' });
  return merchant;
}

async function isAcceptedByAll(
  transaction: BankTransaction,
  campaign: CampaignRow,
  revision: number,
  content: CampaignContent,
): Promise<boolean> {
  const accepted = await listAcceptances(transaction, campaign.id, revision);
  const others = (content.cooperation?.shares ?? []).filter((share) => share.merchantId !== campaign.merchantId);
  return others.every((share) => accepted.has(share.merchantId));
}

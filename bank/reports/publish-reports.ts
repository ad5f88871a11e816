import { isAppError } from '#shared/errors.ts';
import { formatFraction } from '#shared/fraction.ts';
import { computeReport, creditAfter } from '#shared/results/compute-report.ts';
import { CampaignReport } from '#shared/results/report.ts';
import { addDays, type BankTime } from '../clock/clock.ts';
import { type ApprovedCampaign, campaignsIn } from '../delivery/campaign-record.ts';
import type { DeliveryPorts } from '../delivery/ports.ts';
import { reportRho } from '../privacy/accountant/charges.ts';
import { lastRedemptionDay } from '../settlement/settle-campaigns.ts';
import { type BankDatabase, type BankTransaction, jsonText } from '../storage/database.ts';
import type { Bank } from '../storage/data-directory.ts';
import { collectOutcomes, outcomeWindow } from './collect-outcome.ts';
import { drawReport, noiseOf, planReport } from './draw-report.ts';

export type ReportOutcome =
  | { readonly kind: 'published'; readonly campaignId: string }
  /** The ledger has no room in these twelve months; the campaign keeps measuring and is tried again. Depends on the calendar, not on customers. */
  | { readonly kind: 'deferred'; readonly campaignId: string; readonly reason: 'ledger_cap_reached' };

/**
 * Publishes the one report of every campaign whose measuring is over. The ledger is charged, durably, before any data is read; then the figures are
 * drawn, and the report and the campaign's new state are stored in one transaction. Work that was cut off goes on under the charge it has.
 */
export async function publishReports(bank: Bank, ports: DeliveryPorts, time: BankTime): Promise<readonly ReportOutcome[]> {
  const outcomes: ReportOutcome[] = [];
  for (const campaign of await campaignsIn(bank.database, ['measuring'])) {
    if (time.today < reportDay(campaign)) continue;
    const rho = reportRho(bank.profile);
    try {
      await ports.privacy.chargeReport({ campaignId: campaign.id, rho, time });
    } catch (error) {
      if (!isAppError(error, 'ledger_cap_reached')) throw error;
      outcomes.push({ kind: 'deferred', campaignId: campaign.id, reason: 'ledger_cap_reached' });
      continue;
    }
    const plan = planReport(bank.profile, campaign);
    const draw = drawReport(plan, await collectOutcomes(bank, ports, campaign), ports.privacy);
    await bank.database.transaction().execute(async (transaction) => {
      const report = computeReport(
        {
          campaignId: campaign.id,
          publishedAt: time.now,
          noise: noiseOf(plan),
          method: {
            outcome: 'bought_at_merchant',
            attributionDays: campaign.content.attributionDays,
            clipSpendCents: plan.clipSpendCents,
            clipRewardCents: plan.clipRewardCents,
          },
          rho: formatFraction(rho),
          rewardPriceCents: campaign.rewardPriceCents,
          feeCents: campaign.feeCents,
          budgetCents: campaign.content.budgetCents,
          creditCents: creditAfter(await reportsOfMerchant(transaction, campaign.merchantId), campaign.merchantId),
          ...(campaign.content.cooperation !== undefined && { shares: campaign.content.cooperation.shares }),
          basketRelativeDeviation: bank.profile.planning.basketPrior.relativeDeviation,
        },
        draw,
      );
      await transaction
        .insertInto('reports')
        .values({ campaign_id: campaign.id, published_at: time.now, body: jsonText(CampaignReport.parse(report)) })
        .execute();
      await ports.transitions.apply(transaction, { campaignId: campaign.id, transition: 'report', time });
    });
    outcomes.push({ kind: 'published', campaignId: campaign.id });
  }
  return outcomes;
}

/** The first day after both the outcome window and the redemption window. */
export function reportDay(campaign: Pick<ApprovedCampaign, 'content'>): string {
  const { until } = outcomeWindow(campaign);
  const lastRedemption = lastRedemptionDay(campaign);
  return addDays(until > lastRedemption ? until : lastRedemption, 1);
}

/** Reports of the merchant's own campaigns and of those it joined. */
async function reportsOfMerchant(database: BankDatabase | BankTransaction, merchantId: string): Promise<readonly CampaignReport[]> {
  const rows = await database
    .selectFrom('reports')
    .innerJoin('campaigns', 'campaigns.id', 'reports.campaign_id')
    .select('reports.body')
    .where((where) =>
      where.or([
        where('campaigns.merchant_id', '=', merchantId),
        where.exists(
          where
            .selectFrom('campaign_partners')
            .select('campaign_partners.merchant_id')
            .whereRef('campaign_partners.campaign_id', '=', 'campaigns.id')
            .where('campaign_partners.merchant_id', '=', merchantId)
            .where('campaign_partners.state', '=', 'joined'),
        ),
      ]),
    )
    .orderBy('reports.published_at')
    .execute();
  return rows.map((row) => CampaignReport.parse(row.body));
}

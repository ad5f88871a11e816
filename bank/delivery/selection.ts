import { sql } from 'kysely';
import { largestSafeShare } from '#shared/campaign/overrun.ts';
import { daysBetween } from '#shared/market/working-days.ts';
import { priorsOf } from '#shared/market/priors.ts';
import type { Profile } from '#shared/market/profile.ts';
import type { Channel } from '#shared/units.ts';
import { addDays, type BankTime } from '../clock/clock.ts';
import type { AudiencePage } from '../segments/port.ts';
import type { BankTransaction } from '../storage/database.ts';
import { contractedMerchants, findMerchant } from '../storage/repositories/accounts.ts';
import type { ApprovedCampaign } from './campaign-record.ts';
import { isHeldOut, placeOf } from './holdout.ts';
import { contactDay } from './pacing.ts';
import type { SegmentsPort } from './ports.ts';

const PAGE = 50_000;
const INSERT_ROWS = 5_000;
const FREQUENCY_DAYS = 30;
const PUSH_DAYS = 7;

export interface Selection {
  readonly delivered: number;
  readonly holdout: number;
}

interface Candidate {
  readonly customerId: string;
  readonly channel: Channel;
  readonly heldOut: boolean;
}

/**
 * Assigns the customers of a campaign, all at once, in the transaction of its going live. A candidate is in the audience (bounded cells), has a valid
 * opt-in for offers and for one of the campaign's channels, and is below the frequency caps: fewer than offersPer30Days contacts in the 30 days
 * around any day of the flight, fewer than campaignsPerCustomerYear assignments, holdout included, in the last 365 days.
 *
 * Each candidate is judged alone: arm, selection and day of contact follow from hashes of the customer and the campaign, and from a share that keeps the
 * chance of a budget overrun at or below 1 % (`largestSafeShare`, from the profile's prior, the offer's caps, the fee and the published bound of the
 * candidates). How many candidates there are decides nothing, so that one customer more or less changes nobody else's lot and a report's
 * sensitivity is one customer in one cell, as it is charged.
 * @param candidatesAtMost published upper bound of the customers that can be candidates, from the newest release
 * @returns how many were assigned to each arm; the caller must show neither
 */
export async function selectCustomers(
  transaction: BankTransaction,
  profile: Profile,
  segments: SegmentsPort,
  campaign: ApprovedCampaign,
  candidatesAtMost: number,
  time: BankTime,
): Promise<Selection> {
  const merchant = await findMerchant(transaction, campaign.merchantId);
  const share = largestSafeShare(
    {
      offer: campaign.content.offer,
      feePerRedeemingCustomerCents: campaign.feeCents,
      budgetCents: campaign.content.budgetCents,
      ...priorsOf(profile.planning, { category: merchant?.categoryId, template: campaign.content.offer.reward.template }),
    },
    candidatesAtMost,
    1 - campaign.content.holdoutPercent / 100,
  );
  const candidates = await collectCandidates(transaction, profile, segments, campaign, time);
  const { startsOn, endsOn, pacing } = campaign.content.schedule;
  const firstDay = startsOn > time.today ? startsOn : time.today;
  const days = Math.max(1, daysBetween(firstDay, endsOn) + 1);
  const rows = candidates
    .filter(({ customerId }) => placeOf('selection', customerId, campaign.id) < share)
    .map(({ customerId, channel, heldOut }) => ({
      campaign_id: campaign.id,
      customer_id: customerId,
      arm: heldOut ? ('holdout' as const) : ('delivered' as const),
      assigned_on: time.today,
      contact_on: heldOut ? null : addDays(firstDay, contactDay(pacing, placeOf('day', customerId, campaign.id), days)),
      channel,
    }));
  for (let from = 0; from < rows.length; from += INSERT_ROWS) {
    await transaction
      .insertInto('assignments')
      .values(rows.slice(from, from + INSERT_ROWS))
      .execute();
  }
  const delivered = rows.filter((row) => row.arm === 'delivered').length;
  return { delivered, holdout: rows.length - delivered };
}

async function collectCandidates(
  transaction: BankTransaction,
  profile: Profile,
  segments: SegmentsPort,
  campaign: ApprovedCampaign,
  time: BankTime,
): Promise<readonly Candidate[]> {
  const { content } = campaign;
  // A relationship is bounded over all merchants, as their slices are.
  const merchant = { id: campaign.merchantId, merchants: await contractedMerchants(transaction, time.today) };
  const candidates: Candidate[] = [];
  let after: string | undefined;
  for (;;) {
    const page: AudiencePage = await segments.pageOfAudience({
      audience: content.audience,
      channels: content.channels,
      asOf: time.now,
      limit: PAGE,
      merchant,
      ...(after !== undefined && { after }),
    });
    const customerIds = page.customers.map((member) => member.customerId);
    const load = await contactLoad(transaction, customerIds, content.schedule, time.today);
    for (const { customerId, channels } of page.customers) {
      const used = load.get(customerId) ?? { offers: 0, pushes: 0, yearly: 0 };
      if (used.offers >= profile.frequency.offersPer30Days || used.yearly >= yearlyBound(profile)) continue;
      const channel = content.channels.find(
        (wanted) => channels.includes(wanted) && (wanted !== 'push' || used.pushes < profile.frequency.pushPer7Days),
      );
      if (channel === undefined) continue;
      candidates.push({
        customerId,
        channel,
        heldOut: isHeldOut(customerId, campaign.id, content.holdoutPercent),
      });
    }
    if (page.next === undefined) break;
    after = page.next;
  }
  return candidates;
}

/** The bound that the accounting of reports rests on: the stricter of the two settings. */
function yearlyBound(profile: Profile): number {
  return Math.min(profile.frequency.campaignsPerCustomerYear, profile.reports.perCustomerYear);
}

interface ContactLoad {
  readonly offers: number;
  readonly pushes: number;
  readonly yearly: number;
}

/**
 * Contacts planned or made around the flight, and assignments of the last 365 days. Counting all contacts less than 30 days before the flight's start
 * or after its end bounds every 30-day span that the new contact can fall into, whichever day it gets.
 */
async function contactLoad(
  transaction: BankTransaction,
  customerIds: readonly string[],
  schedule: ApprovedCampaign['content']['schedule'],
  today: string,
): Promise<ReadonlyMap<string, ContactLoad>> {
  const near = (days: number) =>
    sql`contact_on > ${addDays(schedule.startsOn, -days)}::date and contact_on < ${addDays(schedule.endsOn, days)}::date`;
  const rows = await sql<{ customer_id: string; offers: number; pushes: number; yearly: number }>`
    select customer_id,
           count(*) filter (where arm = 'delivered' and ${near(FREQUENCY_DAYS)})::int as offers,
           count(*) filter (where arm = 'delivered' and channel = 'push' and ${near(PUSH_DAYS)})::int as pushes,
           count(*) filter (where assigned_on > ${addDays(today, -365)}::date)::int as yearly
    from assignments where customer_id = any(${[...customerIds]}::text[]) group by customer_id`.execute(transaction);
  return new Map(rows.rows.map(({ customer_id, offers, pushes, yearly }) => [customer_id, { offers, pushes, yearly }]));
}

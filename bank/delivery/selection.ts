import { sql } from 'kysely';
import { largestSafeDelivery } from '#shared/campaign/overrun.ts';
import { daysBetween } from '#shared/market/working-days.ts';
import type { Profile } from '#shared/market/profile.ts';
import type { Channel } from '#shared/units.ts';
import { addDays, type BankTime } from '../clock/clock.ts';
import type { AudiencePage } from '../segments/port.ts';
import type { BankTransaction } from '../storage/database.ts';
import type { ApprovedCampaign } from './campaign-record.ts';
import { isHeldOut, selectionRank } from './holdout.ts';
import { contactDays } from './pacing.ts';
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
  readonly rank: string;
  readonly heldOut: boolean;
}

/**
 * Assigns the customers of a campaign, all at once, in the transaction of its going live. A candidate is in the audience (bounded cells), has a valid
 * opt-in for offers and for one of the campaign's channels, and is below the frequency caps: fewer than offersPer30Days contacts in the 30 days
 * around any day of the flight, fewer than campaignsPerCustomerYear assignments, holdout included, in the last 365 days. Candidates are taken in the
 * order of a hash; the delivered among them are at most as many as keep the chance of a budget overrun at or below 1 % (`largestSafeDelivery`,
 * from the profile's prior, the offer's caps and the fee), and the holdout is cut at the same place, so that both arms are one sample.
 * @returns how many were assigned to each arm; the caller must show neither
 */
export async function selectCustomers(
  transaction: BankTransaction,
  profile: Profile,
  segments: SegmentsPort,
  campaign: ApprovedCampaign,
  time: BankTime,
): Promise<Selection> {
  const candidates = await collectCandidates(transaction, profile, segments, campaign, time);
  const available = candidates.filter((candidate) => !candidate.heldOut).length;
  const allowed = largestSafeDelivery(
    {
      offer: campaign.content.offer,
      feePerRedeemingCustomerCents: campaign.feeCents,
      budgetCents: campaign.content.budgetCents,
      redemptionPrior: profile.planning.redemptionPrior,
    },
    available,
  );
  const chosen = takeUntil(candidates, allowed);
  const { startsOn, endsOn, pacing } = campaign.content.schedule;
  const firstDay = startsOn > time.today ? startsOn : time.today;
  const days = contactDays(pacing, Math.min(allowed, available), Math.max(1, daysBetween(firstDay, endsOn) + 1));
  let contact = 0;
  const rows = chosen.map((candidate) => ({
    campaign_id: campaign.id,
    customer_id: candidate.customerId,
    arm: candidate.heldOut ? ('holdout' as const) : ('delivered' as const),
    assigned_on: time.today,
    contact_on: candidate.heldOut ? null : addDays(firstDay, days[contact++] ?? 0),
    channel: candidate.channel,
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

/** The candidates up to and including the place where `allowed` delivered ones are reached. */
function takeUntil(candidates: readonly Candidate[], allowed: number): readonly Candidate[] {
  let delivered = 0;
  const end = candidates.findIndex((candidate) => {
    if (candidate.heldOut) return false;
    delivered += 1;
    return delivered > allowed;
  });
  return end === -1 ? candidates : candidates.slice(0, end);
}

async function collectCandidates(
  transaction: BankTransaction,
  profile: Profile,
  segments: SegmentsPort,
  campaign: ApprovedCampaign,
  time: BankTime,
): Promise<readonly Candidate[]> {
  const { content } = campaign;
  const candidates: Candidate[] = [];
  let after: string | undefined;
  for (;;) {
    const page: AudiencePage = await segments.pageOfAudience({
      audience: content.audience,
      channels: content.channels,
      asOf: time.now,
      limit: PAGE,
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
        rank: selectionRank(customerId, campaign.id),
        heldOut: isHeldOut(customerId, campaign.id, content.holdoutPercent),
      });
    }
    if (page.next === undefined) break;
    after = page.next;
  }
  return candidates.sort((left, right) => (left.rank < right.rank ? -1 : 1));
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

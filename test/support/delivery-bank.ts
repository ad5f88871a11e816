import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import { type BankTime, instantOf } from '#bank/clock/clock.ts';
import { type JobPorts, portsOf } from '#bank/jobs/ports.ts';
import { loadProfile } from '#bank/market/load-profile.ts';
import type { AudienceMember, CustomerPayment, PaymentsRequest } from '#bank/segments/port.ts';
import { jsonText } from '#bank/storage/database.ts';
import { type Bank, createDataDirectory, openBank } from '#bank/storage/data-directory.ts';
import { canonicalJson } from '#shared/canonical-json.ts';
import type { CampaignContent } from '#shared/campaign/content.ts';
import type { CampaignState } from '#shared/campaign/transitions.ts';
import { Profile, type ProfileInput } from '#shared/market/profile.ts';
import type { Channel } from '#shared/units.ts';
import { aContent } from '../fixtures/campaign-content.ts';

export const MERCHANT_ID = '01900000-0000-7000-8000-000000000001';
export const PAYMENT_ID = 'shop-1';
const ACCOUNT_ID = '01900000-0000-7000-8000-000000000002';

export interface TestBank {
  readonly bank: Bank;
  readonly directory: string;
  remove(): Promise<void>;
}

/** A bank on real PostgreSQL with one merchant and one account (none where `empty`), without payments. */
export async function aBankDirectory(changes: Partial<ProfileInput> = {}, merchants: 'one' | 'empty' = 'one'): Promise<TestBank> {
  const folder = await mkdtemp(path.join(tmpdir(), 'florin-delivery-'));
  const directory = path.join(folder, 'bank');
  await createDataDirectory(directory, Profile.parse({ ...(await loadProfile('pilot')), ...changes }));
  const bank = await openBank(directory);
  if (merchants === 'one') await insertMerchant(bank);
  return {
    bank,
    directory,
    async remove() {
      await bank.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function insertMerchant(bank: Bank): Promise<void> {
  await bank.database
    .insertInto('merchants')
    .values({
      id: MERCHANT_ID,
      legal_name: 'Tuincentrum De Linde B.V.',
      shop_name: 'De Linde',
      mcc: '5261',
      category_id: 'garden',
      contract_from: '2025-01-01',
      contract_until: null,
      fee_per_redeeming_customer_cents: 150,
    })
    .execute();
  await bank.database.insertInto('merchant_payment_ids').values({ payment_merchant_id: PAYMENT_ID, merchant_id: MERCHANT_ID }).execute();
  await bank.database
    .insertInto('accounts')
    .values({
      id: ACCOUNT_ID,
      login: 'editor@delinde.example',
      display_name: 'Editor',
      role: 'merchant_editor',
      merchant_id: MERCHANT_ID,
      password_hash: 'none',
      disabled_at: null,
    })
    .execute();
}

/** Forgets campaigns and everything that followed from them; consents, ledger and audit log stay. */
export async function forgetCampaigns(bank: Bank): Promise<void> {
  await sql`truncate assignments, deliveries, activations, redemptions, settlement_postings, reports, campaigns, inbox.messages, inbox.webhooks cascade`.execute(
    bank.database,
  );
  await sql`truncate consents restart identity`.execute(bank.database);
  await sql`delete from jobs.job`.execute(bank.database).catch(() => undefined);
}

export interface CampaignOptions {
  readonly id?: string;
  readonly content?: Partial<CampaignContent>;
  readonly state?: CampaignState;
  readonly approvedHash?: string;
  readonly merchantId?: string;
  readonly submittedBy?: string;
}

/** A campaign whose first revision was approved. */
export async function anApprovedCampaign(
  bank: Bank,
  options: CampaignOptions = {},
): Promise<{ readonly id: string; readonly content: CampaignContent }> {
  const id = options.id ?? v7();
  const content = aContent(options.content);
  const hash = createHash('sha256').update(canonicalJson(content)).digest('hex');
  const at = '2026-03-02T08:00:00.000Z';
  await bank.database
    .insertInto('campaigns')
    .values({
      id,
      merchant_id: options.merchantId ?? MERCHANT_ID,
      state: options.state ?? 'scheduled',
      former_state: null,
      revision: 1,
      claimed_by: null,
      approved_revision: 1,
      approved_hash: options.approvedHash ?? hash,
      reward_price_cents: 900,
      fee_cents: 150,
      created_at: at,
      updated_at: at,
    })
    .execute();
  await bank.database
    .insertInto('revisions')
    .values({
      campaign_id: id,
      number: 1,
      hash,
      content: jsonText(content),
      release_id: 'release-1',
      reach: jsonText({
        customers: 1_200,
        halfWidth: 90,
        required: 155,
        releaseId: 'release-1',
        worstCaseCents: 2_400_000,
        overrunChance: 0,
      }),
      submitted_by: options.submittedBy ?? ACCOUNT_ID,
      submitted_at: at,
    })
    .execute();
  return { id, content };
}

/** Opt-ins for offers and for these channels. */
export async function grantConsents(
  bank: Bank,
  customerIds: readonly string[],
  channels: readonly Channel[] = ['app_feed'],
): Promise<void> {
  const base = {
    granted_at: '2025-01-01T00:00:00.000Z',
    withdrawn_at: null,
    text_version: '1',
    language: 'nl',
    source: 'test',
  };
  await bank.database
    .insertInto('consents')
    .values(
      customerIds.flatMap((customer_id) => [
        { ...base, customer_id, purpose: 'offers' as const, channel: null },
        ...channels.map((channel) => ({ ...base, customer_id, purpose: 'contact' as const, channel })),
      ]),
    )
    .execute();
}

export async function withdrawConsents(bank: Bank, customerId: string, purpose: 'offers' | 'contact', at: string): Promise<void> {
  await bank.database
    .updateTable('consents')
    .set({ withdrawn_at: at })
    .where('customer_id', '=', customerId)
    .where('purpose', '=', purpose)
    .execute();
}

/** Customers and payments that stand in for the analytics store. */
export interface FakeMarket {
  members: AudienceMember[];
  payments: CustomerPayment[];
}

/** The real parts of the bank, but an audience and payments that the test chose, and reach that passes. */
export function testPorts(bank: Bank, market: FakeMarket, changes: Partial<JobPorts> = {}): JobPorts {
  return {
    ...portsOf(bank),
    segments: {
      async pageOfAudience({ after, limit }) {
        const rest = market.members.filter((member) => after === undefined || member.customerId > after);
        const customers = rest.slice(0, limit);
        const next = customers.at(-1)?.customerId;
        return rest.length > limit && next !== undefined ? { customers, next } : { customers };
      },
      async paymentsAtMerchants(request) {
        return market.payments.filter(isAskedBy(request));
      },
      async attribution(request) {
        const asked = market.payments.filter(isAskedBy(request));
        return [...new Set(asked.map((payment) => payment.customerId))].sort().map((customerId) => {
          const amounts = asked.filter((payment) => payment.customerId === customerId).map((payment) => payment.amountCents);
          return { customerId, bought: amounts.some((cents) => cents > 0), netCents: amounts.reduce((sum, cents) => sum + cents, 0) };
        });
      },
    },
    reach: { meetsMinimum: async () => ({ passes: true, minimum: 100, required: 100, candidatesAtMost: market.members.length }) },
    ...changes,
  };
}

const isAskedBy =
  ({ paymentMerchantIds, from, to, customerIds }: PaymentsRequest) =>
  (payment: CustomerPayment): boolean =>
    paymentMerchantIds.includes(payment.paymentMerchantId) &&
    payment.paidOn >= from &&
    payment.paidOn <= to &&
    customerIds.includes(payment.customerId);

export function customers(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `c${String(index).padStart(5, '0')}`);
}

export function members(customerIds: readonly string[], channels: readonly Channel[] = ['app_feed']): AudienceMember[] {
  return customerIds.map((customerId) => ({ customerId, channels }));
}

export function aPayment(customerId: string, paidOn: string, amountCents: number, paymentId = v7().replaceAll('-', '')): CustomerPayment {
  return {
    paymentId,
    customerId,
    paymentMerchantId: PAYMENT_ID,
    paidOn,
    paidAt: instantOf(paidOn, '15:00', 'Europe/Amsterdam'),
    amountCents,
  };
}

/** Moves the demonstration clock so that it shows about this local time now. */
export async function setClock(bank: Bank, localDate: string, localTime = '09:30'): Promise<BankTime> {
  const target = Date.parse(instantOf(localDate, localTime, bank.profile.timeZone));
  await bank.database
    .updateTable('clock')
    .set({ offset_ms: String(target - Date.now()) })
    .execute();
  return bank.clock.read();
}

export async function stateOf(bank: Bank, campaignId: string): Promise<string> {
  return (await bank.database.selectFrom('campaigns').select('state').where('id', '=', campaignId).executeTakeFirstOrThrow()).state;
}

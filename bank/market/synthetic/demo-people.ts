import { sql } from 'kysely';
import type { Profile } from '#shared/market/profile.ts';
import type { Role } from '#shared/session/roles.ts';
import { CHANNELS } from '#shared/units.ts';
import { hashPassword } from '../../identity/password.ts';
import type { BankTransaction } from '../../storage/database.ts';
import type { SyntheticMarket } from './market.ts';
import type { Population } from './population.ts';
import { mix } from './random.ts';

/** The one password of all demonstration accounts; they exist in demonstration markets only. */
export const DEMO_PASSWORD = 'voorjaar-2026';

const CONTRACT_FROM = '2024-06-01';
const TEXT_VERSION = 'offers-2024-01';
const CUSTOMERS_PER_INSERT = 100_000;
const FIRST_GRANT = Date.UTC(2024, 2, 1, 9);
const GRANT_SPREAD_MS = 250 * 86_400_000;
const FIRST_WITHDRAWAL = Date.UTC(2025, 1, 1, 9);
const WITHDRAWAL_SPREAD_MS = 300 * 86_400_000;

interface DemoMerchant {
  readonly key: string;
  readonly legalName: string;
  readonly shopName: string;
  readonly categoryId: string;
  readonly brand: number;
  readonly feeCents: number;
}

const MERCHANTS: readonly DemoMerchant[] = [
  {
    key: 'tuincentrum',
    legalName: 'Tuincentrum Voorbeeld B.V.',
    shopName: 'Tuincentrum Voorbeeld',
    categoryId: 'garden',
    brand: 0,
    feeCents: 35,
  },
  {
    key: 'plantenhal',
    legalName: 'Plantenhal Voorbeeld B.V.',
    shopName: 'Plantenhal Voorbeeld',
    categoryId: 'garden',
    brand: 1,
    feeCents: 35,
  },
  { key: 'kwekerij', legalName: 'Kwekerij Voorbeeld V.O.F.', shopName: 'Kwekerij Voorbeeld', categoryId: 'garden', brand: 2, feeCents: 40 },
  {
    key: 'dierenwinkel',
    legalName: 'Dierenwinkel Voorbeeld B.V.',
    shopName: 'Dierenwinkel Voorbeeld',
    categoryId: 'pets',
    brand: 0,
    feeCents: 30,
  },
  { key: 'bouwmarkt', legalName: 'Bouwmarkt Voorbeeld B.V.', shopName: 'Bouwmarkt Voorbeeld', categoryId: 'diy', brand: 0, feeCents: 45 },
  {
    key: 'boekhandel',
    legalName: 'Boekhandel Voorbeeld B.V.',
    shopName: 'Boekhandel Voorbeeld',
    categoryId: 'books',
    brand: 0,
    feeCents: 25,
  },
];

/** Everybody who can sign in to a demonstration market. */
export const DEMO_ACCOUNTS: readonly {
  readonly login: string;
  readonly displayName: string;
  readonly role: Role;
  readonly merchant?: string;
}[] = [
  {
    login: 'editor@tuincentrum.example',
    displayName: 'Marketing, Tuincentrum Voorbeeld',
    role: 'merchant_editor',
    merchant: 'tuincentrum',
  },
  { login: 'viewer@tuincentrum.example', displayName: 'Owner, Tuincentrum Voorbeeld', role: 'merchant_viewer', merchant: 'tuincentrum' },
  {
    login: 'editor@dierenwinkel.example',
    displayName: 'Marketing, Dierenwinkel Voorbeeld',
    role: 'merchant_editor',
    merchant: 'dierenwinkel',
  },
  { login: 'viewer@dierenwinkel.example', displayName: 'Owner, Dierenwinkel Voorbeeld', role: 'merchant_viewer', merchant: 'dierenwinkel' },
  { login: 'reviewer-a@bank.example', displayName: 'Reviewer A', role: 'bank_reviewer' },
  { login: 'reviewer-b@bank.example', displayName: 'Reviewer B', role: 'bank_reviewer' },
  { login: 'privacy@bank.example', displayName: 'Privacy officer', role: 'bank_privacy_officer' },
  { login: 'operator@bank.example', displayName: 'Operator', role: 'bank_operator' },
];

export interface DemoAccount {
  readonly login: string;
  readonly role: Role;
}

/** Merchant records with stores, payment merchant ids and tariff, and accounts. Records of categories that the profile lacks are left out. */
export async function insertMerchantsAndAccounts(
  transaction: BankTransaction,
  profile: Profile,
  market: SyntheticMarket,
): Promise<readonly DemoAccount[]> {
  const present = MERCHANTS.filter((merchant) => profile.categories.some((category) => category.id === merchant.categoryId));
  for (const merchant of present) await insertMerchant(transaction, profile, market, merchant);
  const accounts = DEMO_ACCOUNTS.filter(
    (account) => account.merchant === undefined || present.some((merchant) => merchant.key === account.merchant),
  );
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  await transaction
    .insertInto('accounts')
    .values(
      accounts.map(({ login, displayName, role, merchant }) => ({
        id: demoId(`account ${login}`),
        login,
        display_name: displayName,
        role,
        merchant_id: merchant === undefined ? null : demoId(`merchant ${merchant}`),
        password_hash: passwordHash,
        disabled_at: null,
      })),
    )
    .execute();
  return accounts.map(({ login, role }) => ({ login, role }));
}

async function insertMerchant(
  transaction: BankTransaction,
  profile: Profile,
  market: SyntheticMarket,
  merchant: DemoMerchant,
): Promise<void> {
  const category = profile.categories.find((each) => each.id === merchant.categoryId);
  const id = demoId(`merchant ${merchant.key}`);
  await transaction
    .insertInto('merchants')
    .values({
      id,
      legal_name: merchant.legalName,
      shop_name: merchant.shopName,
      mcc: category?.mccs[0] ?? '5999',
      category_id: merchant.categoryId,
      contract_from: CONTRACT_FROM,
      contract_until: null,
      fee_per_redeeming_customer_cents: merchant.feeCents,
      joinable: true,
    })
    .execute();
  const places = market.merchants.filter(
    (each) => profile.categories[each.category]?.id === merchant.categoryId && each.brand === merchant.brand,
  );
  const areaId = (area: number) => market.population.areas[area]?.id ?? '';
  await transaction
    .insertInto('stores')
    .values(
      places.map((place) => ({
        id: demoId(`store ${place.id}`),
        merchant_id: id,
        name: `${merchant.shopName} ${areaId(place.area)}`,
        address: `Marktplein 1, ${areaId(place.area)}`,
        area: areaId(place.area),
      })),
    )
    .execute();
  await transaction
    .insertInto('merchant_payment_ids')
    .values(places.map((place) => ({ payment_merchant_id: place.id, merchant_id: id })))
    .execute();
}

/** What a customer of the demonstration market agreed to: offers, and a channel for every bit of the set (bit i is channel i of `CHANNELS`). */
export interface DemoConsent {
  readonly customerId: string;
  readonly channelSet: number;
  readonly grantedAt: string;
  readonly withdrawnAt: string | null;
}

/** The consents of the demonstration market in a fixed order; the same seed gives the same ones. */
export function* demoConsents(population: Population, seed: number): Generator<DemoConsent> {
  for (let number = 0; number < population.size; number += 1) {
    const history = population.consentOf(number);
    if (history === 'never') continue;
    const spread = mix(seed, number, -9) / 4_294_967_296;
    yield {
      customerId: population.customerId(number),
      channelSet: population.channelSetOf[number] ?? 0,
      grantedAt: new Date(FIRST_GRANT + Math.floor(spread * GRANT_SPREAD_MS)).toISOString(),
      withdrawnAt: history === 'valid' ? null : new Date(FIRST_WITHDRAWAL + Math.floor(spread * WITHDRAWAL_SPREAD_MS)).toISOString(),
    };
  }
}

/**
 * Stores consents, many customers at a time: one row for offers and one for each channel.
 * @param onCustomers told how many customers are stored
 * @returns the number of rows
 */
export async function insertConsents(
  transaction: BankTransaction,
  consents: Iterable<DemoConsent>,
  onCustomers: (done: number) => void = () => undefined,
): Promise<number> {
  const channels = sql.join(CHANNELS.map((channel, bit) => sql`(${channel}::text, ${sql.lit(1 << bit)})`));
  let batch: DemoConsent[] = [];
  let [rows, customers] = [0, 0];
  const flush = async () => {
    const column = <Value>(read: (consent: DemoConsent) => Value) => batch.map(read);
    const inserted =
      await sql`insert into consents (customer_id, purpose, channel, granted_at, withdrawn_at, text_version, language, source)
      select c, case when channel is null then 'offers' else 'contact' end, channel, g::timestamptz, w::timestamptz, ${TEXT_VERSION}, 'nl', 'demonstration'
      from unnest(${column((each) => each.customerId)}::text[], ${column((each) => each.channelSet)}::int[], ${column((each) => each.grantedAt)}::text[],
        ${column((each) => each.withdrawnAt)}::text[]) with ordinality as t (c, s, g, w, place)
      cross join (values (null::text, 0), ${channels}) as k (channel, bit)
      where bit = 0 or s & bit <> 0
      order by place, bit`.execute(transaction);
    rows += Number(inserted.numAffectedRows ?? 0n);
    customers += batch.length;
    batch = [];
    onCustomers(customers);
  };
  for (const consent of consents) {
    batch.push(consent);
    if (batch.length === CUSTOMERS_PER_INSERT) await flush();
  }
  if (batch.length > 0) await flush();
  // Without fresh statistics the first release after seeding joins the table with itself row by row, for twenty seconds.
  await sql`analyze consents`.execute(transaction);
  return rows;
}

/** A fixed UUID of version 7 for a demonstration record, so that the same seed makes the same records. */
function demoId(name: string): string {
  const digest = [1, 2, 3]
    .map((part) =>
      [...name]
        .reduce((state, letter) => mix(part, state, letter.charCodeAt(0)), 0)
        .toString(16)
        .padStart(8, '0'),
    )
    .join('');
  return `018fd100-0000-7${digest.slice(0, 3)}-8${digest.slice(3, 6)}-${digest.slice(6, 18)}`;
}

import { expect } from 'vitest';
import type { SliceMerchant } from '#bank/privacy/release/ports.ts';
import type { MerchantContext } from '#bank/segments/port.ts';
import { Audience, type Condition, type Relation } from '#shared/audience/audience.ts';
import type { ProfileInput, ReleaseTable, TableDimension } from '#shared/market/profile.ts';
import { importRows, ROW_MAPPING } from './payment-rows.ts';
import { openTemporarySegments, type TemporarySegments } from './temporary-segments.ts';

/** Four countable categories of which a customer keeps two, and two merchants of four at most. */
const PROFILE: ProfileInput = {
  name: 'audiences-test',
  currency: 'EUR',
  categories: [{ id: 'garden' }, { id: 'health' }, { id: 'pets', bandEdges: [0, 20, 100] }, { id: 'food' }, { id: 'books' }],
  bandEdges: [0, 50, 100],
  regions: [{ id: 'north' }, { id: 'south' }, { id: 'west' }],
  sensitive: { categories: ['health'] },
  categoriesPerCustomer: 2,
  merchantsPerCustomer: 2,
};
const MAPPING = { ...ROW_MAPPING, columnNames: [...ROW_MAPPING.columnNames, 'region'], region: { column: 'region' } };
export const AS_OF = '2026-03-02T08:00:00.000Z';
export const CHANNELS = ['app_feed', 'push', 'email', 'letter'] as const;
export const MERCHANTS: readonly SliceMerchant[] = [
  { id: 'linde', categoryId: 'garden', paymentMerchantIds: ['linde-1', 'linde-2'] },
  { id: 'roos', categoryId: 'garden', paymentMerchantIds: ['roos-1'] },
  { id: 'dier', categoryId: 'pets', paymentMerchantIds: ['dier-1'] },
  { id: 'tulp', categoryId: 'garden', paymentMerchantIds: ['tulp-1'] },
];

export async function aMarket(rows: readonly string[], optedIn?: readonly string[]): Promise<TemporarySegments> {
  const market = await openTemporarySegments(PROFILE);
  const report = await importRows(market, rows, { mapping: MAPPING });
  expect(report.imported).toBe(rows.length);
  const known = optedIn ?? [...new Set(rows.map((row) => row.split(',')[0] ?? ''))];
  market.setOptIns(known.map((customerId) => ({ customerId, channelSet: 1 })));
  return market;
}

export const aTable = (window: 'month' | 'season', ...dimensions: readonly TableDimension[]): ReleaseTable => ({
  id: 't',
  window,
  dimensions: [...dimensions],
  sigma2: '1',
});

export async function slices(
  market: TemporarySegments,
  window: string,
  merchants = MERCHANTS,
): Promise<Readonly<Record<string, readonly number[]>>> {
  const table = aTable('season', 'relationship', 'band');
  const answer = await market.store.slicesOfWindow({ profile: market.bank.profile, window, table, merchants, asOf: AS_OF });
  expect(answer.map((slice) => slice.merchantId)).toEqual(merchants.map((merchant) => merchant.id));
  return Object.fromEntries(answer.map((slice) => [slice.merchantId, [...slice.counts]]));
}

export const anAudience = (...conditions: readonly Condition[]): Audience => Audience.parse({ format: 'florin-audience/1', conditions });
export const spent = (category: string, window: string, from = 0, to = 2): Condition => ({
  kind: 'spend',
  category,
  window,
  bands: { from, to },
});
export const related = (relation: Relation): Condition => ({ kind: 'relationship', relation });

export async function membersOf(market: TemporarySegments, audience: Audience, merchant: MerchantContext): Promise<readonly string[]> {
  const page = await market.store.pageOfAudience({ audience, channels: CHANNELS, asOf: AS_OF, limit: 1_000, merchant });
  return page.customers.map((member) => member.customerId);
}

import { expect } from 'vitest';
import { loadProfile } from '#bank/market/load-profile.ts';
import type { SliceMerchant } from '#bank/privacy/release/ports.ts';
import type { OptIn } from '#bank/segments/port.ts';
import { type Audience, type Condition, RELATIONS } from '#shared/audience/audience.ts';
import { Profile } from '#shared/market/profile.ts';
import { seasonOfMonth } from '#shared/market/window.ts';
import { BANK_COLUMNS, drawBank, drawing, MONTHS, SHOPS } from './adversarial-banks.ts';
import { importRows, ROW_MAPPING } from './payment-rows.ts';
import { anAudience } from './relation-market.ts';
import { NOTHING_PUBLISHED, openTemporarySegments, type TemporarySegments } from './temporary-segments.ts';

export const DRAWN_WINDOWS: readonly string[] = [...MONTHS, ...new Set(MONTHS.map(seasonOfMonth))];
/** Published before the second file arrives: what it brings for these counts later. */
const PUBLISHED: ReadonlySet<string> = new Set(['2025-03', '2025-05', '2025-summer', '2025-12']);
const WITHOUT_REGION = {
  ...ROW_MAPPING,
  columnNames: [...BANK_COLUMNS, 'age'],
  ageBand: { column: 'age' },
  paymentId: { columns: ['id'] },
  ignoredColumns: ['region'],
};
const MAPPING = { ...WITHOUT_REGION, ignoredColumns: [], region: { column: 'region' } };

export interface DrawnMarket {
  readonly market: TemporarySegments;
  readonly merchants: readonly SliceMerchant[];
  readonly customerIds: readonly string[];
  /** Somebody withdraws, somebody comes in, somebody changes channels: another list each time. */
  drawOptIns(seed: number): void;
  drawAudience(draw: (below: number) => number): Audience;
}

/**
 * A market of banks that try to be counted more often than the bounds allow ({@link drawBank}): late payments after publications, refunds, people who
 * moved, minors, people without a region, names that need escaping, and merchants that share a name in payments.
 */
export async function openDrawnMarket(banks: number, seed: number): Promise<DrawnMarket> {
  const [pilot, scale] = await Promise.all([loadProfile('pilot'), loadProfile('scale')]);
  const tables = [...pilot.tables.map((table) => ({ ...table, id: `pilot-${table.id}` })), ...scale.tables];
  const ages = [
    { id: '0-17', adult: false },
    { id: '18-24', adult: true },
    { id: '65+', adult: true },
  ];
  const [sensitive = '', ...others] = scale.categories.map((category) => category.id);
  const profile = Profile.parse({
    ...scale,
    name: 'drawn',
    tables,
    ageBands: ages,
    categoriesPerCustomer: 4,
    merchantsPerCustomer: 3,
    sensitive: { ...scale.sensitive, categories: [sensitive] },
  });
  const merchants = SHOPS.map((shop, index) => ({
    id: `merchant-${index}`,
    categoryId: others[index % 7] ?? '',
    paymentMerchantIds: [shop, SHOPS[(index + 7) % SHOPS.length] ?? ''],
  }));
  const market = await openTemporarySegments(profile);
  const draw = drawing(seed);
  const lists: { first: string[]; second: string[]; homeless: string[] } = { first: [], second: [], homeless: [] };
  for (let bank = 0; bank < banks; bank += 1) {
    // A name is part of every id of its bank; some need escaping in one engine or the other.
    const world = `${["o'", 'b\\', 'é', 'z;--', ''][draw(5)] ?? ''}${String(bank).padStart(4, '0')}`;
    const drawn = drawBank(profile, world, seed + bank);
    const aged = (rows: readonly string[]) => rows.map((row) => `${row},${ages[draw(9) === 0 ? 0 : 1 + draw(2)]?.id}`);
    (bank % 11 === 0 ? lists.homeless : lists.first).push(...aged(drawn.first));
    lists.second.push(...aged(drawn.second));
  }
  // The second file is thin in most banks: half of the first comes late as well.
  const late = lists.first.splice(Math.floor(lists.first.length * 0.7));
  await load(lists.first, MAPPING, NOTHING_PUBLISHED);
  await load(lists.homeless, WITHOUT_REGION, NOTHING_PUBLISHED);
  await load([...late, ...lists.second], MAPPING, PUBLISHED);
  const customerIds = [
    ...new Set([...lists.first, ...lists.homeless, ...late, ...lists.second].map((row) => row.split(',')[0] ?? '')),
  ].sort();

  async function load(rows: readonly string[], mapping: unknown, publishedWindows: ReadonlySet<string>): Promise<void> {
    const report = await importRows(market, rows, { mapping, publishedWindows });
    expect(report.imported).toBeGreaterThan(0);
    expect(Object.keys(report.byReason).filter((reason) => reason !== 'payment_id_reused')).toEqual([]);
  }

  return {
    market,
    merchants,
    customerIds,
    drawOptIns(listSeed) {
      const chance = drawing(listSeed);
      const optIns: OptIn[] = customerIds
        .filter(() => chance(5) > 0)
        .map((customerId) => ({ customerId, channelSet: chance(2 ** profile.channels.length) }));
      market.setOptIns([...optIns, { customerId: 'nobody-knows-me', channelSet: 1 }]);
    },
    drawAudience(chance) {
      const bands = profile.bandEdges.length;
      const run = (most: number) => {
        const from = chance(most);
        return { from, to: from + chance(most - from) };
      };
      const category = () => profile.categories[chance(profile.categories.length)]?.id ?? '';
      const window = () => DRAWN_WINDOWS[chance(DRAWN_WINDOWS.length)] ?? '';
      const wide = { from: 0, to: bands - 1 };
      const spend = (): Condition => ({
        kind: 'spend',
        category: category(),
        window: window(),
        bands: chance(2) === 0 ? wide : run(bands),
      });
      const season: Condition = {
        kind: 'spend',
        category: others[chance(7)] ?? '',
        window: DRAWN_WINDOWS[12 + chance(4)] ?? '',
        bands: wide,
      };
      const conditions: Condition[] = [chance(2) === 0 ? season : spend()];
      if (chance(3) === 0) conditions.push(spend());
      if (chance(2) === 0)
        conditions.push({ kind: 'regions', regions: profile.regions.map((region) => region.id).slice(0, 1 + chance(3)) });
      if (conditions.includes(season) && chance(3) > 0)
        conditions.push({ kind: 'relationship', relation: RELATIONS[chance(RELATIONS.length)] ?? 'any' });
      if (conditions.length < 4 && chance(4) === 0)
        conditions.push({ kind: 'visits', category: category(), window: window(), visits: run(4) });
      return anAudience(...conditions);
    },
  };
}

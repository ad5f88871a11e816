import { expect } from 'vitest';
import type { CellBasis, SliceMerchant } from '#bank/privacy/release/ports.ts';
import type { AudienceMember, AudiencePageRequest, ExactDimension, PaymentsRequest, SegmentStore } from '#bank/segments/port.ts';
import type { Audience } from '#shared/audience/audience.ts';
import type { Profile } from '#shared/market/profile.ts';
import { windowKind } from '#shared/market/window.ts';

export const AS_OF = '2026-03-02T08:00:00.000Z';

/** Two engines that hold the same market. Every function asks both, expects one answer to the last digit, and gives how much was in it. */
export function bothEngines(profile: Profile, ours: SegmentStore, theirs: SegmentStore) {
  async function same<Answer>(name: string, ask: (store: SegmentStore) => Promise<Answer>): Promise<Answer> {
    const expected = await ask(ours);
    expect({ name, answer: await ask(theirs) }).toEqual({ name, answer: expected });
    return expected;
  }
  return {
    /** All tables of a window; gives the number of customers in their cells. */
    async cells(window: string, basis: CellBasis): Promise<number> {
      const tables = profile.tables.filter((table) => table.window === windowKind(window) && !table.dimensions.includes('relationship'));
      const answer = await same(`cells of ${window}, ${basis}`, async (store) =>
        (await store.cellsOfWindow({ profile, window, tables, asOf: AS_OF, basis })).map((cells) => ({
          ...cells,
          counts: [...cells.counts],
        })),
      );
      return answer.flatMap((cells) => cells.counts).reduce((sum, count) => sum + count, 0);
    },
    async slices(window: string, merchants: readonly SliceMerchant[], basis: CellBasis): Promise<number> {
      const table = profile.tables.find((each) => each.dimensions.includes('relationship'));
      if (table === undefined) throw new RangeError('a profile with slices expected');
      const answer = await same(`slices of ${window}, ${basis}`, async (store) =>
        (await store.slicesOfWindow({ profile, window, table, merchants, asOf: AS_OF, basis })).map((slice) => ({
          ...slice,
          counts: [...slice.counts],
        })),
      );
      return answer.flatMap((slice) => slice.counts).reduce((sum, count) => sum + count, 0);
    },
    /** The count, and all pages of `limit`; gives the count. */
    async audience(audience: Audience, merchant: AudiencePageRequest['merchant'], limit: number): Promise<number> {
      const rule = { audience, asOf: AS_OF, ...(merchant === undefined ? {} : { merchant }) };
      const name = JSON.stringify(audience.conditions);
      const count = await same(`count of ${name}`, (store) => store.countOfAudience(rule));
      const without = { campaignId: `campaign of ${limit}`, holdoutPercent: limit % 60 };
      const fewer = await same(`count of ${name} without a holdout`, (store) => store.countOfAudience({ ...rule, without }));
      expect(fewer).toBeLessThanOrEqual(count);
      await same(`page of ${name} without a holdout`, (store) =>
        store.pageOfAudience({ ...rule, channels: profile.channels, limit, without }),
      );
      await same(`pages of ${name}`, async (store) => {
        const members: AudienceMember[][] = [];
        let after: string | undefined;
        do {
          const request = { ...rule, channels: profile.channels.slice(0, 2), limit, ...(after === undefined ? {} : { after }) };
          const page = await store.pageOfAudience(request);
          members.push([...page.customers]);
          after = page.next;
        } while (after !== undefined);
        return members;
      });
      return count;
    },
    /** Attribution and the payments behind it; gives the customers who have one. */
    async attribution(request: PaymentsRequest): Promise<number> {
      const name = `${request.paymentMerchantIds.join(' ')} from ${request.from} to ${request.to}`;
      await same(`payments at ${name}`, (store) => store.paymentsAtMerchants(request));
      return (await same(`attribution at ${name}`, (store) => store.attribution(request))).length;
    },
    async exact(by: readonly ExactDimension[]): Promise<number> {
      await same(`exact of the eligible by ${by.join(' ')}`, (store) => store.exactCounts({ by, eligibleAsOf: AS_OF }));
      return (await same(`exact by ${by.join(' ')}`, (store) => store.exactCounts({ by }))).length;
    },
    summary: () => same('summary', (store) => store.summary()),
  };
}

import type { QueueItem } from '#shared/contracts/http/campaigns.ts';
import type { QueueFilter } from '../../store/review-slice.ts';

/** How a case stands towards the person who looks at it. */
export type Claim = 'free' | 'mine' | 'other' | 'second';

export function claimOf(item: QueueItem): Claim {
  if (item.claimedByMe) return 'mine';
  if (item.claimed) return 'other';
  return item.summary.state === 'approved' ? 'second' : 'free';
}

/** The items that a filter and a search leave, oldest submission first. The search looks at campaign and shop, whatever the case. */
export function queueRows(items: readonly QueueItem[], filter: QueueFilter, search: string): readonly QueueItem[] {
  const wanted = search.trim().toLocaleLowerCase();
  const passes: Readonly<Record<QueueFilter, (item: QueueItem) => boolean>> = {
    all: () => true,
    free: (item) => claimOf(item) === 'free' || claimOf(item) === 'second',
    mine: (item) => item.claimedByMe,
    four_eyes: (item) => item.flags.includes('four_eyes'),
  };
  return items
    .filter(passes[filter])
    .filter(({ summary }) => `${summary.name}\n${summary.merchant.shopName}`.toLocaleLowerCase().includes(wanted))
    .toSorted((left, right) => left.submittedAt.localeCompare(right.submittedAt));
}

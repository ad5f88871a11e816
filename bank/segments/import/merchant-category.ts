import { AppError } from '#shared/errors.ts';
import type { Profile } from '#shared/market/profile.ts';
import type { RowRefusal } from './row-parser.ts';
import type { StatementMapping } from './statement-mapping.ts';

export interface Classified {
  readonly category: number;
  readonly isSensitive: boolean;
}

/**
 * Makes the function from a merchant and its category code to a category of the profile. A sensitive code of no category is refused, as in CSV files.
 * @throws AppError `mapping_invalid` where the mapping names a category that the profile lacks
 */
export function merchantClassifier(
  profile: Profile,
  unknown: StatementMapping['category']['unknown'],
): (merchant: string, mcc: string) => Classified | RowRefusal {
  const byMcc = new Map<string, number>();
  profile.categories.forEach((category, number) => category.mccs.forEach((mcc) => byMcc.set(mcc, number)));
  const fallback = unknown === 'reject' ? undefined : profile.categories.findIndex(({ id }) => id === unknown.category);
  if (fallback === -1) throw new AppError('mapping_invalid', { problem: 'category.unknown: the profile has no such category' });
  const sensitiveMccs = new Set(profile.sensitive.mccs);
  const sensitiveMerchants = new Set(profile.sensitive.merchants);
  const sensitiveCategories = new Set(
    profile.categories.flatMap(({ id }, number) => (profile.sensitive.categories.includes(id) ? [number] : [])),
  );
  return (merchant, mcc) => {
    const known = byMcc.get(mcc);
    if (known === undefined && sensitiveMccs.has(mcc)) return { reason: 'sensitive_merchant' };
    const category = known ?? fallback;
    if (category === undefined) return { reason: 'category_unknown', value: mcc };
    return { category, isSensitive: sensitiveCategories.has(category) || sensitiveMerchants.has(merchant) || sensitiveMccs.has(mcc) };
  };
}

import { assertNever } from '#shared/assert-never.ts';
import { type Audience, partsOfAudience } from '#shared/audience/audience.ts';
import { canonicalAudience, type RuleOrder } from '#shared/audience/canonical.ts';
import { AppError } from '#shared/errors.ts';
import type { Profile } from '#shared/market/profile.ts';
import { closedWindows, windowKind } from '#shared/market/window.ts';
import { computeReach } from '#shared/reach/reach.ts';
import type { Release } from '#shared/reach/release.ts';
import type { NotAnswerableReason } from '#shared/reach/types.ts';
import { tablesOfWindow } from '../release/build-release.ts';

/** Why a release does not answer a rule that a quote may answer. */
const QUOTABLE: readonly NotAnswerableReason[] = ['needs_quote', 'no_slice', 'shape_needs_other_tables'];

export interface AskedRule {
  readonly profile: Profile;
  readonly audience: Audience;
  /** Usable releases, the asker's own slices included. */
  readonly releases: readonly Release[];
  /** Who asks; the relationship of a rule is to its shops. */
  readonly merchant?: { readonly id: string; readonly categoryId: string };
  /** The bank's local date. */
  readonly today: string;
}

/**
 * The canonical form of a rule that needs a quote. Everything that a release answers, or that nobody may ask, is refused here; what it says depends on the
 * rule and on published releases alone.
 * @throws AppError `audience_not_answerable` with the reason
 */
export function quotableRule(asked: AskedRule): Audience {
  const { profile, audience, merchant } = asked;
  const refuse = (reason: string): never => {
    throw new AppError('audience_not_answerable', { reason });
  };
  const unknown = unknownPart(profile, audience);
  if (unknown !== undefined) return refuse(unknown);
  const canonical = canonicalAudience(audience, ruleOrder(profile));
  if (canonical === undefined) return refuse('contradictory');
  const { spends, visits, relation } = partsOfAudience(canonical);
  const windows = [...spends, ...(visits === undefined ? [] : [visits])].map((condition) => condition.window);
  if (!windows.every((window) => isReleased(asked, window))) return refuse('window_not_released');
  if (relation !== undefined && !spends.some((spend) => windowKind(spend.window) === 'season' && spend.category === merchant?.categoryId))
    return refuse('relationship_needs_own_category');
  const reach = computeReach({ releases: asked.releases, audience: canonical, channels: profile.channels, holdoutPercent: 0 });
  switch (reach.kind) {
    case 'answered':
      return refuse('answered_by_release');
    case 'rough':
      return canonical;
    case 'not_answerable':
      return QUOTABLE.includes(reach.reason) ? canonical : refuse(reach.reason);
    default:
      return assertNever(reach);
  }
}

/** Whether a rule in canonical form is about one merchant's customers, so that its quote is that merchant's alone. */
export function isAboutMerchant(canonical: Audience): boolean {
  return partsOfAudience(canonical).relation !== undefined;
}

/** The lists of a profile that the one spelling of a rule goes by; sensitive categories are not part of the market. */
function ruleOrder(profile: Profile): RuleOrder {
  return {
    categories: profile.categories
      .filter((category) => !profile.sensitive.categories.includes(category.id))
      .map((category) => ({ id: category.id, bandCount: (category.bandEdges ?? profile.bandEdges).length })),
    regions: profile.regions.map((region) => region.id),
  };
}

function unknownPart(profile: Profile, audience: Audience): string | undefined {
  const { spends, visits, regions } = partsOfAudience(audience);
  const order = ruleOrder(profile);
  const find = (id: string) => order.categories.find((category) => category.id === id);
  if ([...spends, ...(visits === undefined ? [] : [visits])].some(({ category }) => find(category) === undefined))
    return 'unknown_category';
  if (spends.some(({ category, bands }) => bands.to >= (find(category)?.bandCount ?? 0))) return 'unknown_band';
  if (regions?.some((region) => !order.regions.includes(region)) === true) return 'unknown_region';
  return undefined;
}

/** Closed in the last twelve months and, where the profile has tables for such a window, published: a quote is never ahead of the releases. */
function isReleased({ profile, releases, today }: AskedRule, window: string): boolean {
  const { months, seasons } = closedWindows(today);
  if (!months.includes(window) && !seasons.includes(window)) return false;
  return (
    tablesOfWindow(profile, window).length === 0 || releases.some((release) => release.window === window && release.merchant === undefined)
  );
}

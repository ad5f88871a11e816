import { partsOfAudience } from '../audience/audience.ts';
import { divideFractions, formatFraction, parseFraction } from '../fraction.ts';
import { channelRate } from './channel-rate.ts';
import { estimateSegment, toEstimate } from './estimator.ts';
import { populationRelease, releaseOfWindow } from './find-release.ts';
import type { Release } from './release.ts';
import { showCount } from './show-count.ts';
import type { Estimate, Reach, ReachInput, ReachVerdict, Receipt, ShownCount } from './types.ts';

/** One-sided normal point: an audience below the minimum passes with probability at most 1e-6. */
const MINIMUM_MARGIN_SD = 4.753;
/** Below this multiple of the required minimum the verdict is "narrow". */
const NARROW_MULTIPLE = 2;
/** From this share of the regions' customers on the verdict is "broad". */
const BROAD_SHARE = 0.4;

/**
 * The reach of an audience from published releases alone: pure post-processing, so it is free and works offline. `segment` carries the exact variance
 * of the release; every step after it adds its own error, so that `deliverable` holds all of it.
 */
export function computeReach(input: ReachInput): Reach {
  const { spend, spends, regions, relation, visits } = partsOfAudience(input.audience);
  if (spends.length > 1 || (relation ?? 'any') !== 'any' || visits !== undefined)
    return { kind: 'not_answerable', reason: 'shape_needs_other_tables' };
  const release = releaseOfWindow(input.releases, spend.window);
  if (release === undefined) return { kind: 'not_answerable', reason: 'window_not_released' };
  const answer = estimateSegment(release, { category: spend.category, bands: spend.bands, regions });
  if (answer.kind === 'refused') return { kind: 'not_answerable', reason: answer.reason };

  const segment = answer.value;
  const source = populationRelease(input.releases, spend.window);
  const rate = channelRate(source, regions, input.channels);
  const { frequencyCapShare, segmentDriftShare, minimumCustomers } = release.planning;
  // Product of two independent estimates, plus the drift of the segment from its regions.
  const reachableCount = segment.estimate * rate.share;
  const reachable = toEstimate(
    reachableCount,
    rate.share ** 2 * segment.sd ** 2 +
      segment.estimate ** 2 * rate.variance +
      segment.sd ** 2 * rate.variance +
      (segmentDriftShare * reachableCount) ** 2,
  );
  const afterFrequencyCap = scaled(reachable, frequencyCapShare);
  const holdoutShare = input.holdoutPercent / 100;
  const holdout = drawn(afterFrequencyCap, holdoutShare);
  const deliverable = drawn(afterFrequencyCap, 1 - holdoutShare);
  const minimumRequired = Math.ceil(minimumCustomers + MINIMUM_MARGIN_SD * deliverable.sd);
  const meetsMinimum = deliverable.estimate >= minimumRequired;
  return {
    kind: 'answered',
    segment,
    shownSegment: showCount(segment),
    reachable,
    afterFrequencyCap,
    deliverable,
    shownDeliverable: showCount(deliverable),
    holdout,
    verdict: verdictOf(meetsMinimum, deliverable.estimate, minimumRequired, segment.estimate, rate.population?.customers),
    minimumRequired,
    meetsMinimum,
    receipt: receiptOf(release, answer.tables, source),
  };
}

/** The steps of the reach panel, first to last, each with what a screen may show of it. */
export function reachWaterfall(reach: Extract<Reach, { kind: 'answered' }>): readonly {
  readonly step: 'segment' | 'reachable' | 'after_frequency_cap' | 'deliverable';
  readonly value: Estimate;
  readonly shown: ShownCount;
}[] {
  return [
    { step: 'segment', value: reach.segment, shown: reach.shownSegment },
    { step: 'reachable', value: reach.reachable, shown: showCount(reach.reachable) },
    { step: 'after_frequency_cap', value: reach.afterFrequencyCap, shown: showCount(reach.afterFrequencyCap) },
    { step: 'deliverable', value: reach.deliverable, shown: reach.shownDeliverable },
  ];
}

function scaled(value: Estimate, factor: number): Estimate {
  return toEstimate(value.estimate * factor, (value.sd * factor) ** 2);
}

/** A share of customers drawn one by one: the error of the whole, and the binomial one of the draw. */
function drawn(whole: Estimate, share: number): Estimate {
  const binomial = Math.max(0, whole.estimate) * share * (1 - share);
  return toEstimate(whole.estimate * share, (whole.sd * share) ** 2 + binomial);
}

function verdictOf(
  meetsMinimum: boolean,
  deliverable: number,
  required: number,
  segment: number,
  population: number | undefined,
): ReachVerdict {
  if (!meetsMinimum) return 'too_narrow';
  if (population !== undefined && segment >= BROAD_SHARE * population) return 'broad';
  return deliverable < NARROW_MULTIPLE * required ? 'narrow' : 'balanced';
}

function receiptOf(release: Release, tables: readonly string[], source: Release | undefined): Receipt {
  return {
    releaseId: release.id,
    releaseSha256: release.sha256,
    window: release.window,
    tables,
    rho: release.rho,
    shareOfYearlyCap: formatFraction(divideFractions(parseFraction(release.rho), parseFraction(release.privacyCap))),
    categoriesPerCustomer: release.categoriesPerCustomer,
    dataUntil: release.dataUntil,
    keyId: release.keyId,
    segmentDriftShare: release.planning.segmentDriftShare,
    channelRateReleaseId: source?.id ?? null,
  };
}

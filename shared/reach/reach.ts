import type { AudienceParts } from '../audience/audience.ts';
import { answerSegment, type SegmentAnswer } from './answer.ts';
import { frechetEnds, type FrechetEnds, widened } from './bounds.ts';
import { type ChannelRate, channelRate } from './channel-rate.ts';
import { toEstimate } from './estimator.ts';
import { populationRelease, populationTable } from './find-release.ts';
import { populationOf } from './population.ts';
import { receiptOf, sourceOfQuote, sourcesOf } from './receipt.ts';
import type { Release } from './release.ts';
import { showCount } from './show-count.ts';
import type { Estimate, Reach, ReachInput, ReachVerdict, ShownCount } from './types.ts';

/** The upper 1e-6 point of the normal distribution, 4.753. */
const MINIMUM_MARGIN_SD = 4.753425;
/** Below this multiple of the required minimum the verdict is "narrow". */
const NARROW_MULTIPLE = 2;
/** From this share of the regions' customers on the verdict is "broad". */
const BROAD_SHARE = 0.4;

/**
 * The reach of an audience from published releases and quotes alone: pure post-processing, so it is free and works offline. `segment` carries the exact
 * variance of what was published; every step after it adds its own error, so that `deliverable` holds all of it. What answers which rule: answer.ts.
 */
export function computeReach(input: ReachInput): Reach {
  const answer = answerSegment(input.releases, input.quotes ?? [], input.audience);
  if (answer.kind === 'none') return { kind: 'not_answerable', reason: answer.reason };
  const source = populationRelease(input.releases, answer.rule.parts.spend.window);
  const rate = channelRate(source, answer.rule.parts.regions, input.channels);
  if (answer.kind === 'bounded') return roughReach(input, answer, rate, source);
  const { market, parts } = answer.rule;
  const steps = waterfall(answer.value, rate, market, input.holdoutPercent);
  const minimumRequired = requiredEstimate(market.planning.minimumCustomers, steps.deliverable.sd);
  const meetsMinimum = steps.deliverable.estimate >= minimumRequired;
  const sources = answer.kind === 'quoted' ? [sourceOfQuote(answer.quote)] : sourcesOf(input.releases, answer.read);
  return {
    kind: 'answered',
    source: answer.kind === 'quoted' ? 'quote' : 'release',
    segment: answer.value,
    shownSegment: showCount(answer.value),
    ...steps,
    shownDeliverable: showCount(steps.deliverable),
    verdict: verdictOf(meetsMinimum, steps.deliverable.estimate, minimumRequired, answer.value.estimate, rate.population?.customers),
    minimumRequired,
    meetsMinimum,
    receipt: receiptOf(input.releases, sources, parts.spend.window, market, source),
  };
}

/**
 * The smallest estimate that passes: minimum + 4.753 sd in whole customers, so 145 for a minimum of 50 and an sd of 20. Rounded down, and still no smaller
 * audience passes with a probability above 1e-6: customers are whole, so a smaller audience has at most minimum − 1, and
 * ⌊minimum + z·sd⌋ − (minimum − 1) > z·sd.
 */
export function requiredEstimate(minimum: number, sd: number): number {
  return Math.floor(minimum + MINIMUM_MARGIN_SD * sd);
}

/** Bounds of the segment, and of what can be delivered of each end by the same steps as of an estimate. */
function roughReach(
  input: ReachInput,
  answer: Extract<SegmentAnswer, { kind: 'bounded' }>,
  rate: ChannelRate,
  source: Release | undefined,
): Reach {
  const { market, parts } = answer.rule;
  const population = populationOf(source, parts.regions);
  const ends = frechetEnds(answer.cover, answer.more, population, parts.regions !== undefined);
  const deliver = (value: Estimate) => waterfall(value, rate, market, input.holdoutPercent).deliverable;
  const delivered: FrechetEnds = { lower: ends.lower === undefined ? undefined : deliver(ends.lower), uppers: ends.uppers.map(deliver) };
  const segment = widened(ends);
  const deliverable = widened(delivered);
  return {
    kind: 'rough',
    segment,
    // Nobody is delivered who is not in the segment.
    deliverable: { low: Math.min(deliverable.low, segment.high), high: Math.min(deliverable.high, segment.high) },
    reason: answer.reason,
    canQuote: true,
    receipt: receiptOf(input.releases, roughSources(input, answer, source, parts), parts.spend.window, market, source),
  };
}

/** The tables of the parts; the population table as well, where regions were counted by it. */
function roughSources(
  input: ReachInput,
  answer: Extract<SegmentAnswer, { kind: 'bounded' }>,
  source: Release | undefined,
  parts: AudienceParts,
): ReturnType<typeof sourcesOf> {
  const table = source === undefined || populationOf(source, parts.regions) === undefined ? undefined : populationTable(source);
  return sourcesOf(input.releases, [
    ...answer.read,
    ...(source === undefined || table === undefined ? [] : [{ release: source, tables: [table.id] }]),
  ]);
}

type Waterfall = Pick<Extract<Reach, { kind: 'answered' }>, 'reachable' | 'afterFrequencyCap' | 'deliverable' | 'holdout'>;

function waterfall(segment: Estimate, rate: ChannelRate, market: Release, holdoutPercent: number): Waterfall {
  const { frequencyCapShare, segmentDriftShare } = market.planning;
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
  const holdoutShare = holdoutPercent / 100;
  return {
    reachable,
    afterFrequencyCap,
    deliverable: drawn(afterFrequencyCap, 1 - holdoutShare),
    holdout: drawn(afterFrequencyCap, holdoutShare),
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

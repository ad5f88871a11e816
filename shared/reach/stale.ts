import { z } from 'zod';
import { type Audience, partsOfAudience } from '../audience/audience.ts';
import { canonicalJson } from '../canonical-json.ts';
import { DAYS_AFTER_SUCCESSOR, successorWindow, Window } from '../market/window.ts';
import { type Channel, Sha256, Slug } from '../units.ts';
import { HALF_WIDTH_FACTOR } from './normal.ts';
import { releaseOfWindow } from './find-release.ts';
import type { Release } from './release.ts';
import type { Estimate, Reach } from './types.ts';

/** The reach that a person saw last of a draft: of which rule, on what, and the figure, so that it can be compared when what was published is gone. */
export const SeenReach = z.strictObject({
  /** `reachQuestion` of what it was computed for. */
  question: z.string().max(20_000),
  /** The release or quote that counted the segment; `window` null for a quote. */
  source: z.strictObject({ kind: z.enum(['release', 'quote']), id: Slug, window: Window.nullable() }),
  /** Hashes of every artefact that was read, in order. */
  artefacts: z.array(Sha256).min(1).max(100),
  /** Deliverable customers, as `Estimate`. */
  customers: z.number(),
  sd: z.number().min(0),
  /** The successor of the release that was looked at and not taken; null where none was. */
  declined: Slug.nullable(),
});
export type SeenReach = z.infer<typeof SeenReach>;

type Answered = Extract<Reach, { kind: 'answered' }>;

/** All that a reach depends on but what was published, as one text: the rule, the channels whatever their order, the holdout in per cent. */
export function reachQuestion(audience: Audience, channels: readonly Channel[], holdoutPercent: number): string {
  return canonicalJson({ audience, channels: [...channels].sort(), holdoutPercent });
}

/** @param declined the id of a successor that was looked at and not taken */
export function seenReach(question: string, reach: Answered, declined: string | null = null): SeenReach {
  const { sources, channelRate } = reach.receipt;
  const [main] = sources;
  if (main === undefined) throw new TypeError('a reach has a source');
  const artefacts = [...sources, ...(channelRate === null ? [] : [channelRate])].map((source) => source.sha256);
  return {
    question,
    source: { kind: main.kind, id: main.id, window: main.window },
    artefacts: [...new Set(artefacts)].sort(),
    customers: reach.deliverable.estimate,
    sd: reach.deliverable.sd,
    declined,
  };
}

/** Whether two reaches answer the same question from the same artefacts. */
export function isSameReach(left: SeenReach, right: SeenReach): boolean {
  return left.question === right.question && left.artefacts.join() === right.artefacts.join();
}

export interface ReachDifference {
  readonly customers: number;
  /** Half of the 95 % interval of the difference. */
  readonly halfWidth: number;
  readonly isWithinNoise: boolean;
}

/**
 * The difference D = M − N of two estimates, N ± a before and M ± b now, with its 95 % interval: Var(D) = sd_N² + sd_M², because every release has noise of
 * its own, drawn independently of all others (Var(X − Y) = Var X + Var Y − 2 Cov(X, Y) with Cov = 0), and the half-width is 1.96 · √Var(D), the same multiple
 * as of every reach (PRIVACY.md, "From tables to reach"). |D| at most that is what noise alone does in 95 of 100 cases. Where both read the same table of
 * channels, the error of its rate is common to both and Cov > 0: the interval is then wider than it need be, and "larger than the noise" stays true.
 */
export function reachDifference(before: Pick<SeenReach, 'customers' | 'sd'>, after: Pick<Estimate, 'estimate' | 'sd'>): ReachDifference {
  const customers = after.estimate - before.customers;
  const halfWidth = HALF_WIDTH_FACTOR * Math.hypot(before.sd, after.sd);
  return { customers, halfWidth, isWithinNoise: Math.abs(customers) <= halfWidth };
}

export interface Successor {
  /** The same rule a year later. */
  readonly audience: Audience;
  /** The public release that the first spend condition is read from then. */
  readonly release: Release;
  /** From this instant on the bank takes no rule about the former release. */
  readonly formerUntil: string;
}

const MS_PER_DAY = 86_400_000;

/** The same rule on the releases that follow those it names, the same months or seasons of the next year; undefined until all of them are published. */
export function successorOf(audience: Audience, releases: readonly Release[]): Successor | undefined {
  const published = new Map<string, Release>();
  for (const condition of audience.conditions) {
    if (!('window' in condition)) continue;
    const release = releaseOfWindow(releases, successorWindow(condition.window));
    if (release === undefined) return undefined;
    published.set(condition.window, release);
  }
  const release = published.get(partsOfAudience(audience).spend.window);
  if (release === undefined) return undefined;
  const firstOut = [...published.values()].map((each) => Date.parse(each.publishedAt)).sort((left, right) => left - right)[0] ?? 0;
  return {
    audience: {
      ...audience,
      conditions: audience.conditions.map((condition) =>
        'window' in condition ? { ...condition, window: successorWindow(condition.window) } : condition,
      ),
    },
    release,
    formerUntil: new Date(firstOut + DAYS_AFTER_SUCCESSOR * MS_PER_DAY).toISOString(),
  };
}

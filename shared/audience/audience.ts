import { z } from 'zod';
import { Window, windowKind } from '../market/window.ts';
import { Slug } from '../units.ts';

const Run = (most: number, name: string) =>
  z
    .strictObject({ from: z.int().min(0).max(most), to: z.int().min(0).max(most) })
    .refine((run) => run.from <= run.to, `the run of ${name} ends before it begins`);

/** Spend of a customer on one category in one closed window lies in one unbroken run of bands; band numbers count from 0, both ends included. */
export const SpendCondition = z.strictObject({ kind: z.literal('spend'), category: Slug, window: Window, bands: Run(15, 'bands') });
export type SpendCondition = z.infer<typeof SpendCondition>;

/** The customer lives in one of these regions of the profile. */
export const RegionCondition = z.strictObject({ kind: z.literal('regions'), regions: z.array(Slug).min(1).max(64) });

/**
 * What the customer is to the merchant whose campaign it is, at the end of the season of the spend condition in the merchant's own category: `new` bought
 * nothing at its shops in the twelve months before, `lapsed` nothing in the last six but something in the six before, `loyal` something in the last six.
 */
export const RELATIONS = ['any', 'new', 'lapsed', 'loyal', 'not_lapsed', 'not_loyal'] as const;
export const RelationshipCondition = z.strictObject({ kind: z.literal('relationship'), relation: z.enum(RELATIONS) });
export type Relation = (typeof RELATIONS)[number];

/** Visits: payments of a customer in a category and window, in bands 0: 1, 1: 2–3, 2: 4–6, 3: 7 or more. */
export const VISIT_BANDS = [1, 2, 4, 7] as const;
export const VisitsCondition = z.strictObject({
  kind: z.literal('visits'),
  category: Slug,
  window: Window,
  visits: Run(VISIT_BANDS.length - 1, 'visits'),
});
export type VisitsCondition = z.infer<typeof VisitsCondition>;

const Condition = z.discriminatedUnion('kind', [SpendCondition, RegionCondition, RelationshipCondition, VisitsCondition]);
export type Condition = z.infer<typeof Condition>;

/** How many conditions of each kind a rule may hold; at least one spend condition, four in all. */
const MOST = { spend: 2, regions: 1, relationship: 1, visits: 1 } as const;

/**
 * A merchant's rule: 1 to 4 conditions that must all hold. A relationship needs a spend condition over a season; that it is in the merchant's own
 * category is checked where the merchant is known. 18 or older and a valid opt-in always apply and cannot be written.
 */
export const Audience = z
  .strictObject({ format: z.literal('florin-audience/1'), conditions: z.array(Condition).min(1).max(4) })
  .superRefine((audience, context) => {
    const complain = (message: string) => context.addIssue({ code: 'custom', path: ['conditions'], message });
    for (const [kind, most] of Object.entries(MOST))
      if (audience.conditions.filter((condition) => condition.kind === kind).length > most)
        complain(`at most ${most === 1 ? 'one' : most} ${kind} condition${most === 1 ? '' : 's'} expected`);
    const spends = audience.conditions.filter((condition) => condition.kind === 'spend');
    if (spends.length === 0) complain('at least one spend condition expected');
    const hasRelationship = audience.conditions.some((condition) => condition.kind === 'relationship');
    if (hasRelationship && !spends.some((spend) => windowKind(spend.window) === 'season'))
      complain('a relationship needs a spend condition over a season');
  });
export type Audience = z.infer<typeof Audience>;

/** The parts of an audience; what it does not name is undefined and restricts nothing. */
export interface AudienceParts {
  /** The first spend condition; every audience has one. */
  readonly spend: SpendCondition;
  /** One or two. */
  readonly spends: readonly SpendCondition[];
  readonly regions: readonly string[] | undefined;
  readonly relation: Relation | undefined;
  readonly visits: VisitsCondition | undefined;
}

export function partsOfAudience(audience: Audience): AudienceParts {
  const spends: SpendCondition[] = [];
  let regions: readonly string[] | undefined;
  let relation: Relation | undefined;
  let visits: VisitsCondition | undefined;
  for (const condition of audience.conditions)
    switch (condition.kind) {
      case 'spend':
        spends.push(condition);
        break;
      case 'regions':
        regions = condition.regions;
        break;
      case 'relationship':
        relation = condition.relation;
        break;
      case 'visits':
        visits = condition;
        break;
    }
  const [spend] = spends;
  if (spend === undefined) throw new TypeError('an audience holds a spend condition');
  return { spend, spends, regions, relation, visits };
}

/** Categories that a rule names, in its order, each once. */
export function categoriesOfAudience(audience: Audience): readonly string[] {
  const { spends, visits } = partsOfAudience(audience);
  return [...new Set([...spends.map((spend) => spend.category), ...(visits === undefined ? [] : [visits.category])])];
}

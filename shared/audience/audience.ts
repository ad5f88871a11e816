import { z } from 'zod';
import { Window } from '../market/window.ts';
import { Slug } from '../units.ts';

/** Spend of a customer on one category in one closed window lies in one unbroken run of bands; band numbers count from 0, both ends included. */
export const SpendCondition = z.strictObject({
  kind: z.literal('spend'),
  category: Slug,
  window: Window,
  bands: z
    .strictObject({ from: z.int().min(0).max(15), to: z.int().min(0).max(15) })
    .refine((bands) => bands.from <= bands.to, 'the run of bands ends before it begins'),
});
export type SpendCondition = z.infer<typeof SpendCondition>;

/** The customer lives in one of these regions of the profile. */
export const RegionCondition = z.strictObject({ kind: z.literal('regions'), regions: z.array(Slug).min(1).max(64) });
export type RegionCondition = z.infer<typeof RegionCondition>;

const Condition = z.discriminatedUnion('kind', [SpendCondition, RegionCondition]);

/**
 * A merchant's rule: 1 to 4 conditions that must all hold. In this version exactly one spend condition and at most one region condition.
 * 18 or older and a valid opt-in always apply and cannot be written.
 */
export const Audience = z
  .strictObject({ format: z.literal('florin-audience/1'), conditions: z.array(Condition).min(1).max(4) })
  .superRefine((audience, context) => {
    const count = (kind: string) => audience.conditions.filter((condition) => condition.kind === kind).length;
    if (count('spend') !== 1) context.addIssue({ code: 'custom', path: ['conditions'], message: 'exactly one spend condition expected' });
    if (count('regions') > 1) context.addIssue({ code: 'custom', path: ['conditions'], message: 'at most one region condition expected' });
  });
export type Audience = z.infer<typeof Audience>;

/** The two parts of an audience. `regions` is undefined where the audience names none: then every region counts. */
export function partsOfAudience(audience: Audience): { readonly spend: SpendCondition; readonly regions: readonly string[] | undefined } {
  let spend: SpendCondition | undefined;
  let regions: readonly string[] | undefined;
  for (const condition of audience.conditions) {
    if (condition.kind === 'spend') spend = condition;
    else regions = condition.regions;
  }
  if (spend === undefined) throw new TypeError('an audience holds a spend condition');
  return { spend, regions };
}

/**
 * The one spelling of a rule: spend first, regions in the profile's order without repeats, a full set of regions left out.
 * Two audiences that mean the same have the same canonical form.
 */
export function canonicalAudience(audience: Audience, regionOrder: readonly string[]): Audience {
  const { spend, regions } = partsOfAudience(audience);
  const chosen = regions === undefined ? [] : regionOrder.filter((region) => regions.includes(region));
  const conditions: Audience['conditions'] = [spend];
  if (regions !== undefined && chosen.length < regionOrder.length) conditions.push({ kind: 'regions', regions: chosen });
  return { format: 'florin-audience/1', conditions };
}

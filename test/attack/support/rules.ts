import type { Audience } from '#shared/audience/audience.ts';
import type { Customer } from './product-bank.ts';
import { WINDOW } from './product-bank.ts';

/** Visits make a rule one that no release answers; all customers of the games have at least visits of band 1. */
interface RuleParts {
  readonly category?: string;
  readonly bands?: readonly [from: number, to: number];
  readonly visits?: readonly [from: number, to: number];
  readonly regions?: readonly string[];
}

export function aRule({ category = 'garden', bands = [0, 4], visits = [1, 3], regions }: RuleParts): Audience {
  return {
    format: 'florin-audience/1',
    conditions: [
      { kind: 'spend', category, window: WINDOW, bands: { from: bands[0], to: bands[1] } },
      { kind: 'visits', category, window: WINDOW, visits: { from: visits[0], to: visits[1] } },
      ...(regions === undefined ? [] : [{ kind: 'regions' as const, regions: [...regions] }]),
    ],
  };
}

/** The customer whom the games are about. Everybody else is known to the attacker. */
export const VICTIM: Customer = { region: 'noord', band: 4, visits: 3 };

/** The categories in which a customer of the pilot is counted at most: K = 6. */
const CATEGORIES = ['garden', 'toys', 'books', 'pets', 'sports', 'electronics'];
const AROUND = [['noord'], ['noord', 'oost'], ['noord', 'zuid'], ['noord', 'oost', 'zuid']];

/** Distinct rules that of the victim and customers in the west only the victim meets: number 0 to 359. */
export function onlyVictim(index: number): Audience {
  const category = CATEGORIES[Math.floor(index / 60)];
  if (category === undefined) throw new RangeError('360 rules at most');
  return aRule({
    category,
    bands: [index % 5, 4],
    visits: [1 + (Math.floor(index / 5) % 3), 3],
    regions: AROUND[Math.floor(index / 15) % AROUND.length] ?? [],
  });
}

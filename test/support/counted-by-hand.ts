import { type Audience, type SpendCondition, type VisitsCondition, VISIT_BANDS } from '#shared/audience/audience.ts';
import { bandEdgesCents, pairCutBand, type Profile } from '#shared/market/profile.ts';
import { addMonths, monthsOfWindow, windowKind } from '#shared/market/window.ts';
import type { SliceMerchant } from '#bank/privacy/release/ports.ts';

/** A payment of a test market; `month` is the one in which it counts. */
export interface HandPayment {
  readonly customer: string;
  readonly month: string;
  readonly shop: string;
  readonly category: string;
  readonly cents: number;
}

export interface HandSpend {
  readonly band: number;
  readonly visits: number;
}

/** The rules of counting written down a second time, slowly and without any database. Payments are countable ones of eligible customers. */
export function countByHand(profile: Profile, payments: readonly HandPayment[], regionOf: ReadonlyMap<string, string>) {
  const customers = [...regionOf.keys()];

  const known = new Map<string, ReadonlyMap<string, HandSpend>>();

  /** What the bound on categories keeps of a customer in a window, by category. */
  function keptOf(customer: string, window: string): ReadonlyMap<string, HandSpend> {
    const key = `${customer} ${window}`;
    const kept = known.get(key) ?? keep(customer, window);
    known.set(key, kept);
    return kept;
  }

  function keep(customer: string, window: string): ReadonlyMap<string, HandSpend> {
    const months = monthsOfWindow(window);
    const kept = new Map<string, HandSpend>();
    for (const category of profile.categories) {
      const own = payments.filter((each) => each.customer === customer && each.category === category.id && months.includes(each.month));
      const net = own.reduce((sum, each) => sum + each.cents, 0);
      if (net <= 0 || kept.size === profile.categoriesPerCustomer) continue;
      const band = bandEdgesCents(profile, category).filter((edge) => net >= edge).length - 1;
      kept.set(category.id, { band, visits: own.filter((each) => each.cents > 0).length });
    }
    return kept;
  }

  /** What a customer is to each merchant in a season, before `new`: the first merchants of the list, up to the bound. */
  function relationsOf(customer: string, season: string, merchants: readonly SliceMerchant[]): ReadonlyMap<string, 'lapsed' | 'loyal'> {
    const last = monthsOfWindow(season).at(-1) ?? '';
    const kept = keptOf(customer, season);
    const found = new Map<string, 'lapsed' | 'loyal'>();
    for (const merchant of merchants) {
      if (!kept.has(merchant.categoryId) || found.size === profile.merchantsPerCustomer) continue;
      const bought = (from: number, to: number) =>
        payments.some(
          (each) =>
            each.customer === customer &&
            each.cents > 0 &&
            merchant.paymentMerchantIds.includes(each.shop) &&
            each.month >= addMonths(last, -from) &&
            each.month <= addMonths(last, -to),
        );
      if (bought(5, 0)) found.set(merchant.id, 'loyal');
      else if (bought(11, 6)) found.set(merchant.id, 'lapsed');
    }
    return found;
  }

  function meetsSpend(customer: string, { category, window, bands }: SpendCondition): boolean {
    const band = keptOf(customer, window).get(category)?.band ?? -1;
    return band >= bands.from && band <= bands.to;
  }

  function meetsVisits(customer: string, { category, window, visits }: VisitsCondition): boolean {
    const count = keptOf(customer, window).get(category)?.visits ?? 0;
    const band = VISIT_BANDS.filter((least) => count >= least).length - 1;
    return band >= visits.from && band <= visits.to;
  }

  return {
    slice(season: string, merchants: readonly SliceMerchant[], merchantId: string): readonly number[] {
      const bands = profile.bandEdges.length;
      const cells = new Array<number>(2 * bands).fill(0);
      const categoryId = merchants.find((each) => each.id === merchantId)?.categoryId ?? '';
      for (const customer of customers) {
        const relation = relationsOf(customer, season, merchants).get(merchantId);
        if (relation === undefined) continue;
        const cell = (relation === 'loyal' ? bands : 0) + (keptOf(customer, season).get(categoryId)?.band ?? 0);
        cells[cell] = (cells[cell] ?? 0) + 1;
      }
      return cells;
    },
    bands(window: string): readonly number[] {
      return profile.categories.flatMap((category) =>
        profile.bandEdges.map((_, band) => customers.filter((customer) => keptOf(customer, window).get(category.id)?.band === band).length),
      );
    },
    pairs(window: string): readonly number[] {
      const cells: number[] = [];
      profile.categories.forEach((first, at) => {
        for (const second of profile.categories.slice(at + 1))
          for (const firstHigh of [false, true])
            for (const secondHigh of [false, true])
              cells.push(
                customers.filter((customer) => {
                  const kept = keptOf(customer, window);
                  const [a, b] = [kept.get(first.id), kept.get(second.id)];
                  if (a === undefined || b === undefined) return false;
                  return a.band >= pairCutBand(profile, first) === firstHigh && b.band >= pairCutBand(profile, second) === secondHigh;
                }).length,
              );
      });
      return cells;
    },
    members(audience: Audience, merchantId: string, merchants: readonly SliceMerchant[]): readonly string[] {
      const own = merchants.find((each) => each.id === merchantId)?.categoryId;
      const season = audience.conditions.find(
        (each): each is SpendCondition => each.kind === 'spend' && each.category === own && windowKind(each.window) === 'season',
      )?.window;
      return customers.filter((customer) =>
        audience.conditions.every((condition) => {
          switch (condition.kind) {
            case 'spend':
              return meetsSpend(customer, condition);
            case 'visits':
              return meetsVisits(customer, condition);
            case 'regions':
              return condition.regions.includes(regionOf.get(customer) ?? '');
            case 'relationship': {
              const relation = relationsOf(customer, season ?? '', merchants).get(merchantId) ?? 'new';
              if (condition.relation === 'any') return true;
              if (condition.relation === 'not_lapsed') return relation !== 'lapsed';
              return condition.relation === 'not_loyal' ? relation !== 'loyal' : relation === condition.relation;
            }
          }
        }),
      );
    },
  };
}

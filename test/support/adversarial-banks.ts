import type { Profile } from '#shared/market/profile.ts';
import { addMonths } from '#shared/market/window.ts';

/** Small integers from a seed: a 32-bit mixer, so that neighbouring seeds have nothing in common. */
export function drawing(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return Math.floor((((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32) * below);
  };
}

/** Header of the rows of {@link drawBank}. */
export const BANK_COLUMNS = ['customer', 'date', 'shop', 'category', 'amount', 'region', 'id'] as const;

export const VICTIM = 'v';
export const MONTHS: readonly string[] = Array.from({ length: 12 }, (_, index) => addMonths('2025-03', index));
export const SHOPS: readonly string[] = Array.from({ length: 24 }, (_, index) => `shop-${index}`);

/** A bank of a few customers. The rows of the second file arrive later and overlap with the first. */
export interface DrawnBank {
  readonly first: readonly string[];
  readonly second: readonly string[];
}

/** How a victim tries to be counted more often than the bounds allow. */
const KINDS = ['everything', 'shops', 'refunds', 'edges', 'duplicates', 'accounts', 'moved', 'ordinary', 'ordinary', 'ordinary'] as const;

/**
 * Draws one bank. Its victim, in turn: buys in every category of every month; at every shop; returns what it bought, to the cent or all but a cent; spends
 * exactly on band edges and a cent beside them; has the same payment again and again under one id, which others use too; pays from two accounts
 * that send overlapping files; lives elsewhere on every payment; or buys like anybody. The others buy like anybody, or do exactly what the victim does.
 */
export function drawBank(profile: Profile, world: string, seed: number): DrawnBank {
  const draw = drawing(seed);
  const kind = KINDS[draw(KINDS.length)] ?? 'ordinary';
  const first: string[] = [];
  const second: string[] = [];
  const categories = profile.categories.map((category) => category.id);
  const edges = profile.categories.map((category) => category.bandEdges ?? profile.bandEdges);
  const regions = profile.regions.map((region) => region.id);
  let number = 0;

  interface Payment {
    readonly month: number;
    readonly category: number;
    readonly cents: number;
    readonly shop?: number;
    readonly region?: number;
    readonly id?: string;
  }
  function pay(customer: string, home: number, payment: Payment, file = first): void {
    number += 1;
    const date = `${MONTHS[payment.month]}-${String(1 + draw(28)).padStart(2, '0')}`;
    const shop = SHOPS[payment.shop ?? draw(SHOPS.length)];
    const region = regions[payment.region ?? home];
    const amount = (payment.cents / 100).toFixed(2);
    file.push(
      [`${world}${customer}`, date, shop, categories[payment.category], amount, region, `${world}.${payment.id ?? `p${number}`}`].join(','),
    );
  }

  const anyAmount = () => 50 + draw(30_000);
  const onEdge = (category: number) => Math.max(1, (edges[category]?.[draw(edges[category]?.length ?? 1)] ?? 0) * 100 + draw(3) - 1);
  function ordinary(customer: string, home: number, payments: number): void {
    for (let count = 0; count < payments; count += 1)
      pay(customer, home, { month: draw(12), category: draw(categories.length), cents: draw(8) === 0 ? -anyAmount() : anyAmount() });
  }
  function act(customer: string, home: number): void {
    switch (kind) {
      case 'everything':
        for (let month = 0; month < 12; month += 1)
          for (let category = 0; category < categories.length; category += 1) pay(customer, home, { month, category, cents: anyAmount() });
        return;
      case 'shops':
        SHOPS.forEach((_, shop) => {
          pay(customer, home, { month: draw(12), category: shop % categories.length, cents: anyAmount(), shop });
        });
        return;
      case 'refunds':
        for (let count = 0; count < 20; count += 1) {
          const [month, category, cents] = [draw(12), draw(categories.length), anyAmount()];
          pay(customer, home, { month, category, cents });
          pay(customer, home, { month: draw(2) === 0 ? month : draw(12), category, cents: draw(2) - cents });
        }
        return;
      case 'edges':
        for (let count = 0; count < 30; count += 1) {
          const category = draw(categories.length);
          pay(customer, home, { month: draw(12), category, cents: onEdge(category) });
        }
        return;
      case 'duplicates':
        for (let count = 0; count < 15; count += 1) {
          const payment = { month: draw(12), category: draw(categories.length), cents: anyAmount(), id: `same${draw(4)}` };
          pay(customer, home, payment);
          pay(customer, home, payment, second);
        }
        return;
      case 'accounts':
        for (let count = 0; count < 30; count += 1) {
          const payment = { month: draw(12), category: draw(categories.length), cents: anyAmount(), id: `q${draw(25)}` };
          if (draw(3) > 0) pay(customer, home, payment);
          if (draw(3) > 0) pay(customer, home, payment, second);
        }
        return;
      case 'moved':
        for (let count = 0; count < 20; count += 1)
          pay(
            customer,
            home,
            { month: draw(12), category: draw(categories.length), cents: anyAmount(), region: draw(regions.length) },
            draw(2) === 0 ? first : second,
          );
        return;
      case 'ordinary':
        ordinary(customer, home, 10 + draw(20));
    }
  }

  const others = 1 + draw(3);
  for (let other = 0; other < others; other += 1) {
    if (draw(6) === 0) act(`o${other}`, draw(regions.length));
    else ordinary(`o${other}`, draw(regions.length), 4 + draw(10));
  }
  act(VICTIM, draw(regions.length));
  // A victim whose payments come first as well as one whose payments come last.
  return draw(2) === 0 ? { first: first.reverse(), second } : { first, second };
}

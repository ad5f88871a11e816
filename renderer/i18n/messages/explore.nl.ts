import type { exploreEn } from './explore.en.ts';

export const exploreNl = {
  'explore.title': 'Explore',
} as const satisfies Readonly<Record<keyof typeof exploreEn, string>>;

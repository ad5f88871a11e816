import type { seasonEn } from './season.en.ts';

export const seasonNl = {
  'season.title': 'Season',
} as const satisfies Readonly<Record<keyof typeof seasonEn, string>>;

import type { resultsEn } from './results.en.ts';

export const resultsNl = {
  'results.title': 'Results',
} as const satisfies Readonly<Record<keyof typeof resultsEn, string>>;
